//! Encodes categories: one-hot, as they are, ordinal, frequency or target mean. Numbers can be encoded as categories, too.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::load::types::numbers;
use crate::table::column::Column;
use crate::table::shorten;
use crate::table::target::TargetValues;
use grove_recipe::{CategoryImputation, Encoding, Plan};

use super::target_mean::{self, TargetMean};
use super::{FeatureBlock, NamedFeature, UnseenCategories, was_missing};

/// The categories of the train rows, in alphabetical order, and the category that replaces a missing value; with
/// `None`, missing is a category of its own, after the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CategoryEncoder {
    categories: Vec<String>,
    fill: Option<String>,
    way: CategoryMethod,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum CategoryMethod {
    /// A 0/1 feature per category, then one for missing, then one for all other categories.
    OneHot { missing: bool, other: bool },
    /// The category's position in alphabetical order.
    Ordinal,
    /// The share of train rows of each category, missing last; 0 for unseen ones.
    Frequency { shares: Vec<f64> },
    /// The mean target of each category, missing last: one feature for values and for two classes, otherwise one per
    /// class.
    TargetMean { features: Vec<TargetMean> },
    /// The category's number, in no order; missing and unseen ones are missing.
    Categorical,
}

/// An ordinal feature's value for an unseen category, and for a missing one.
const UNSEEN: f64 = -1.0;
const MISSING: f64 = -2.0;

impl CategoryEncoder {
    /// Learns the categories of train rows. `Err` says why the column gives no feature.
    pub fn fit(column: &Column, plan: &Plan, target: &TargetValues) -> Result<Self, &'static str> {
        let values = read(column);
        // In alphabetical order, so that ties are broken the same way on every platform.
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for value in values.iter().flatten() {
            *counts.entry(value).or_default() += 1;
        }
        let mut by_count: Vec<(&str, u32)> = counts.iter().map(|(v, c)| (*v, *c)).collect();
        by_count.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let most_frequent = by_count.first().map(|(value, _)| (*value).to_owned());
        let as_is = plan.encoding == Encoding::Categorical;
        let fill = match plan.category_imputation {
            CategoryImputation::MostFrequent if !as_is => most_frequent,
            _ => None,
        };
        let missing = column.null_count() > 0 && fill.is_none();
        if counts.len() == 1 && !missing {
            return Err("the same value in every train row");
        }
        let one_hot = plan.encoding == Encoding::OneHot;
        let other = one_hot && by_count.len() > plan.max_categories as usize;
        if other {
            by_count.truncate(plan.max_categories as usize);
        }
        let mut categories: Vec<String> = by_count.iter().map(|(v, _)| (*v).to_owned()).collect();
        categories.sort_unstable();
        let mut fitted = Self {
            categories,
            fill,
            way: CategoryMethod::Ordinal,
        };
        fitted.way = match plan.encoding {
            Encoding::OneHot => CategoryMethod::OneHot { missing, other },
            Encoding::Frequency => {
                let mut shares = vec![0.0; fitted.categories.len() + 1];
                let places = fitted.places(column);
                places.iter().flatten().for_each(|p| shares[*p] += 1.0);
                shares.iter_mut().for_each(|s| *s /= places.len() as f64);
                CategoryMethod::Frequency { shares }
            }
            Encoding::Target => {
                let places: Vec<usize> = fitted.places(column).into_iter().flatten().collect();
                let width = fitted.categories.len() + 1;
                CategoryMethod::TargetMean {
                    features: target_mean::fit(&places, width, target, plan),
                }
            }
            Encoding::Categorical => CategoryMethod::Categorical,
            _ => CategoryMethod::Ordinal,
        };
        Ok(fitted)
    }

    /// Returns whether a feature is 1 where the value is missing.
    pub fn tells_missing(&self) -> bool {
        matches!(self.way, CategoryMethod::OneHot { missing: true, .. })
    }

    /// Returns whether its feature is the number of a category, in no order.
    pub fn is_categorical(&self) -> bool {
        self.way == CategoryMethod::Categorical
    }

    /// Checks that categories are sorted, and that each has its share or mean if the encoding uses them.
    pub fn is_sound(&self) -> bool {
        let width = self.categories.len() + 1;
        self.categories.is_sorted_by(|a, b| a < b)
            && match &self.way {
                CategoryMethod::OneHot { .. } | CategoryMethod::Ordinal => true,
                CategoryMethod::Categorical => self.fill.is_none(),
                CategoryMethod::Frequency { shares } => {
                    shares.len() == width && shares.iter().all(|s| (0.0..=1.0).contains(s))
                }
                CategoryMethod::TargetMean { features } => {
                    features.iter().all(|mean| mean.is_sound(width))
                }
            }
    }

    /// Returns the categories in alphabetical order, without missing and without those that share the feature “other”.
    pub fn names(&self) -> &[String] {
        &self.categories
    }

    /// Returns the number of features.
    pub fn width(&self) -> usize {
        match &self.way {
            CategoryMethod::OneHot { missing, other } => {
                self.categories.len() + usize::from(*missing) + usize::from(*other)
            }
            CategoryMethod::Ordinal
            | CategoryMethod::Categorical
            | CategoryMethod::Frequency { .. } => 1,
            CategoryMethod::TargetMean { features } => features.len(),
        }
    }

    /// Returns each feature's name and what was learned for it, for the column of this name.
    pub fn features(&self, column: &str) -> Vec<NamedFeature> {
        let missing = match &self.fill {
            Some(fill) => format!("missing → {}", shorten(fill)),
            None => "missing is one of its own".into(),
        };
        let count = self.categories.len();
        match &self.way {
            CategoryMethod::OneHot {
                missing: is_missing,
                other,
            } => {
                let one = |category: &String| {
                    let also = self.fill.as_ref() == Some(category);
                    let what = if also {
                        "1 for this category, and for a missing one"
                    } else {
                        "1 for this category"
                    };
                    (format!("{column} = {category}"), what.to_owned())
                };
                let mut named: Vec<NamedFeature> = self.categories.iter().map(one).collect();
                named.extend(is_missing.then(|| was_missing(column)));
                named.extend(other.then(|| {
                    (
                        format!("{column} = other"),
                        "1 for every other category".into(),
                    )
                }));
                named
            }
            CategoryMethod::Ordinal => {
                let missing = self
                    .fill
                    .as_ref()
                    .map_or(format!("{MISSING}"), |f| shorten(f));
                let fitted = format!(
                    "{count} categories numbered from 0; unseen → {UNSEEN}, missing → {missing}"
                );
                vec![(column.to_owned(), fitted)]
            }
            CategoryMethod::Categorical => {
                let fitted =
                    format!("{count} categories as they are; unseen and missing stay missing");
                vec![(column.to_owned(), fitted)]
            }
            CategoryMethod::Frequency { .. } => {
                let fitted = format!("shares of {count} categories; unseen → 0, {missing}");
                vec![(format!("{column} (frequency)"), fitted)]
            }
            CategoryMethod::TargetMean { features } => features
                .iter()
                .map(|mean| {
                    let fitted = format!(
                        "means of {count} categories; unseen → {}, {missing}",
                        mean.of_all
                    );
                    (format!("{column} ({})", mean.name()), fitted)
                })
                .collect(),
        }
    }

    /// Returns each feature's values, and adds the unseen categories. With a feature “other”, a category is never
    /// unseen.
    pub fn apply(&self, column: &Column, unseen: &mut Vec<UnseenCategories>) -> FeatureBlock {
        let places = self.places(column);
        let gathers = matches!(self.way, CategoryMethod::OneHot { other: true, .. });
        if !gathers {
            unseen.extend(self.unseen(column, &places));
        }
        let missing_place = self.categories.len();
        match &self.way {
            CategoryMethod::OneHot { missing, other } => {
                let width = self.width();
                let mut block = vec![vec![0.0; column.len()]; width];
                for (row, place) in places.into_iter().enumerate() {
                    let index = match place {
                        Some(place) if place == missing_place => missing.then_some(place),
                        Some(place) => Some(place),
                        None => other.then(|| width - 1),
                    };
                    if let Some(index) = index {
                        block[index][row] = 1.0;
                    }
                }
                block
            }
            CategoryMethod::Ordinal => {
                let code = |place| match place {
                    Some(place) if place == missing_place => MISSING,
                    Some(place) => place as f64,
                    None => UNSEEN,
                };
                vec![places.into_iter().map(code).collect()]
            }
            CategoryMethod::Categorical => {
                let number = |place: Option<usize>| match place {
                    Some(place) if place < missing_place => place as f64,
                    _ => f64::NAN,
                };
                vec![places.into_iter().map(number).collect()]
            }
            CategoryMethod::Frequency { shares } => {
                let share = |place: Option<usize>| place.map_or(0.0, |place| shares[place]);
                vec![places.into_iter().map(share).collect()]
            }
            CategoryMethod::TargetMean { features } => features
                .iter()
                .map(|mean| places.iter().map(|place| mean.of(*place)).collect())
                .collect(),
        }
    }

    /// Returns the features of the train rows, if these must not depend on the rows' own targets.
    pub fn cross_fitted(
        &self,
        column: &Column,
        plan: &Plan,
        target: &TargetValues,
        seed: u32,
    ) -> Option<FeatureBlock> {
        let CategoryMethod::TargetMean { .. } = self.way else {
            return None;
        };
        let places: Vec<usize> = self.places(column).into_iter().flatten().collect();
        let width = self.categories.len() + 1;
        Some(target_mean::cross_fitted(
            &places, width, target, plan, seed,
        ))
    }

    /// Returns the position of each row's category, missing after all others; `None` for an unseen one.
    fn places(&self, column: &Column) -> Vec<Option<usize>> {
        let index: HashMap<&str, usize> = self
            .categories
            .iter()
            .map(String::as_str)
            .zip(0..)
            .collect();
        let place = |value: &Option<Cow<str>>| match value.as_deref().or(self.fill.as_deref()) {
            Some(value) => index.get(value).copied(),
            None => Some(self.categories.len()),
        };
        read(column).iter().map(place).collect()
    }

    /// Returns how many rows have an unseen category, and the first of these.
    fn unseen(&self, column: &Column, places: &[Option<usize>]) -> Option<UnseenCategories> {
        let first = places.iter().position(Option::is_none)?;
        let count = places.iter().filter(|place| place.is_none()).count();
        let value = read(column).swap_remove(first);
        let value = value
            .as_deref()
            .or(self.fill.as_deref())
            .unwrap_or_default();
        Some((column.name().to_owned(), count as u32, shorten(value)))
    }
}

/// Reads the categories as texts. A number is written in its shortest form, whether or not all numbers of its column
/// are whole.
fn read(column: &Column) -> Vec<Option<Cow<'_, str>>> {
    if let Some(texts) = column.texts() {
        return texts.iter().map(|v| v.map(Cow::Borrowed)).collect();
    }
    // Whole numbers keep all their digits.
    if let Some(whole) = column.integers() {
        return whole
            .iter()
            .map(|v| v.map(|v| Cow::Owned(v.to_string())))
            .collect();
    }
    // Adding zero turns −0 into 0.
    let text = |value: f64| Cow::Owned((value + 0.0).to_string());
    numbers(column).into_iter().map(|v| v.map(text)).collect()
}
