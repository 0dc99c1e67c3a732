//! Encodes texts by term frequencies, each row scaled to length 1. A missing text counts as empty.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::load::types::texts;
use crate::table::column::Column;
use crate::table::shorten;
use grove_recipe::{ColumnEncoding, Encoding, Plan};

use super::tokens::{Tokens, murmur3};
use super::{FeatureBlock, NamedFeature};

/// The terms of the train rows, or the positions of their hashes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextEncoder {
    tokens: Tokens,
    way: TextMethod,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum TextMethod {
    /// As scikit-learn's `TfidfVectorizer`: a term's count in the text times ln((1 + n) / (1 + texts with the term)) +
    /// 1. Terms are in alphabetical order, each with that factor.
    TfIdf { terms: Vec<(String, f64)> },
    /// As scikit-learn's `HashingVectorizer` without signs: a term's count, at the position of its hash. `places` are
    /// those below `n_features` that the train rows use, ascending.
    Hashed { n_features: u32, places: Vec<u32> },
}

/// An upper limit of the factor: there are less than e³¹ rows.
const LARGEST_IDF: f64 = 32.0;

impl TextEncoder {
    /// Learns the terms. O(letters), and O(terms · log terms).
    pub fn fit(column: &Column, plan: &Plan) -> Result<Self, &'static str> {
        let values = texts(column);
        let mut present = values.iter().flatten();
        let first = present.next();
        if column.null_count() == 0 && present.all(|value| Some(value) == first) {
            return Err("the same value in every train row");
        }
        let tokens = Tokens::new(plan);
        let way = match plan.encoding {
            Encoding::Hashed => {
                let n_features = plan.own.n_features;
                let mut used = vec![false; n_features as usize];
                for text in values.iter().flatten() {
                    tokens.each(text, &mut |term| {
                        used[place(term, n_features) as usize] = true;
                    });
                }
                let places = (0..n_features).filter(|p| used[*p as usize]).collect();
                TextMethod::Hashed { n_features, places }
            }
            _ => TextMethod::TfIdf {
                terms: vocabulary(values.iter(), &tokens, plan.own.max_features as usize),
            },
        };
        let fitted = Self { tokens, way };
        if fitted.width() == 0 {
            return Err("no term in the train rows");
        }
        Ok(fitted)
    }

    /// Checks that terms or positions are sorted, distinct and in range.
    pub fn is_sound(&self) -> bool {
        self.tokens.is_sound()
            && match &self.way {
                TextMethod::TfIdf { terms } => {
                    terms.is_sorted_by(|a, b| a.0 < b.0)
                        && terms
                            .iter()
                            .all(|(_, idf)| (1.0..=LARGEST_IDF).contains(idf))
                }
                TextMethod::Hashed { n_features, places } => {
                    ColumnEncoding::n_features.check(*n_features).is_ok()
                        && places.is_sorted_by(|a, b| a < b)
                        && places.last().is_none_or(|place| place < n_features)
                }
            }
    }

    /// Returns the number of features.
    pub fn width(&self) -> usize {
        match &self.way {
            TextMethod::TfIdf { terms } => terms.len(),
            TextMethod::Hashed { places, .. } => places.len(),
        }
    }

    /// Returns each feature's name and what was learned for it, for the column of this name.
    pub fn features(&self, column: &str) -> Vec<NamedFeature> {
        match &self.way {
            TextMethod::TfIdf { terms } => terms
                .iter()
                .map(|(term, idf)| {
                    let name = format!("{column}: {}", shorten(term));
                    (name, format!("inverse document frequency {idf:.3}"))
                })
                .collect(),
            TextMethod::Hashed { n_features, places } => places
                .iter()
                .map(|place| {
                    let name = format!("{column}: hash {place}");
                    (name, format!("terms at place {place} of {n_features}"))
                })
                .collect(),
        }
    }

    /// Returns each feature's values for these rows: 0 for every feature of a missing text. O(letters + rows ×
    /// features).
    pub fn apply(&self, column: &Column) -> FeatureBlock {
        match &self.way {
            TextMethod::TfIdf { terms } => {
                let index: HashMap<&str, usize> = terms
                    .iter()
                    .map(|(term, _)| term.as_str())
                    .zip(0..)
                    .collect();
                self.count(column, |term| index.get(term).copied(), |i| terms[i].1)
            }
            TextMethod::Hashed { n_features, places } => {
                let mut index = vec![None; *n_features as usize];
                for (i, place) in places.iter().enumerate() {
                    index[*place as usize] = Some(i);
                }
                self.count(
                    column,
                    |term| index[place(term, *n_features) as usize],
                    |_| 1.0,
                )
            }
        }
    }

    /// Counts the terms that have a feature, each times its factor, and scales each row to length 1.
    fn count(
        &self,
        column: &Column,
        index: impl Fn(&str) -> Option<usize>,
        factor: impl Fn(usize) -> f64,
    ) -> FeatureBlock {
        let mut block = vec![vec![0.0; column.len()]; self.width()];
        let mut found = Vec::new();
        for (row, text) in texts(column).iter().enumerate() {
            found.clear();
            let text = text.unwrap_or_default();
            self.tokens
                .each(text, &mut |term| found.extend(index(term)));
            found.sort_unstable();
            let counts = || {
                let runs = found.chunk_by(|a, b| a == b);
                runs.map(|run| (run[0], run.len() as f64 * factor(run[0])))
            };
            let length = counts().map(|(_, value)| value * value).sum::<f64>().sqrt();
            for (feature, value) in counts() {
                block[feature][row] = value / length;
            }
        }
        block
    }
}

/// Returns the most frequent terms, in alphabetical order, each with its inverse document frequency. Of equally
/// frequent ones the first in alphabetical order are kept.
fn vocabulary<'a>(
    values: impl Iterator<Item = Option<&'a str>>,
    tokens: &Tokens,
    at_most: usize,
) -> Vec<(String, f64)> {
    /// How often a term occurs, in how many texts, and the last text with it.
    struct Seen {
        times: u64,
        texts: u32,
        last: u32,
    }
    let mut seen: HashMap<String, Seen> = HashMap::new();
    let mut rows = 0;
    for text in values {
        rows += 1;
        tokens.each(text.unwrap_or_default(), &mut |term| {
            if let Some(seen) = seen.get_mut(term) {
                seen.times += 1;
                seen.texts += u32::from(seen.last != rows);
                seen.last = rows;
            } else {
                let first = Seen {
                    times: 1,
                    texts: 1,
                    last: rows,
                };
                seen.insert(term.to_owned(), first);
            }
        });
    }
    let mut terms: Vec<(String, Seen)> = seen.into_iter().collect();
    terms.sort_unstable_by(|a, b| b.1.times.cmp(&a.1.times).then_with(|| a.0.cmp(&b.0)));
    terms.truncate(at_most);
    terms.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let idf = |texts: u32| libm::log(f64::from(rows + 1) / (f64::from(texts) + 1.0)) + 1.0;
    let weighed = |(term, seen): (String, Seen)| (term, idf(seen.texts));
    terms.into_iter().map(weighed).collect()
}

/// Returns the position of a term's hash.
fn place(term: &str, n_features: u32) -> u32 {
    // The hash is read as a signed number, as in scikit-learn. `n_features` is a power of two, for which the sign of
    // the lowest number makes no difference.
    murmur3(term.as_bytes()).cast_signed().unsigned_abs() % n_features
}
