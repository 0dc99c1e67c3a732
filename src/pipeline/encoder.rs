//! An encoder: one column's fitted way into the matrix.

use std::collections::HashMap;

use polars::prelude::Column;
use serde::{Deserialize, Serialize};

use crate::api::columns::ColumnKind;
use crate::api::report::Feature;

use super::dates::DatePart;
use super::table::shorten;
use super::types::{numbers, texts};

/// A column with its kind and its encoder, as learned from the train rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    pub column: String,
    pub kind: ColumnKind,
    pub encoder: Encoder,
}

/// What was learned for a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Encoder {
    /// The value, or `fill` where it is missing (NaN: it stays so); `indicator` adds 1 where it was missing.
    Number { fill: f64, indicator: bool },
    /// Parts of a date, each with its value for a missing date.
    Date {
        parts: Vec<(DatePart, f64)>,
        indicator: bool,
    },
    /// A 0/1 feature per category, then one for missing, then one for all other categories.
    OneHot {
        categories: Vec<String>,
        fill: Option<String>,
        missing: bool,
        other: bool,
    },
    /// The category's place in the alphabet.
    Ordinal {
        categories: Vec<String>,
        fill: Option<String>,
    },
}

/// An ordinal feature's value for a category that train did not have, and for a missing one.
const UNSEEN: f64 = -1.0;
const MISSING: f64 = -2.0;

impl Fitted {
    /// Whether the encoder takes what the column's kind holds, and gives finite numbers.
    pub fn is_sound(&self) -> bool {
        let kind = self.kind;
        match &self.encoder {
            Encoder::Number { fill, .. } => kind.is_number() && !fill.is_infinite(),
            Encoder::Date { parts, .. } => {
                kind.is_date() && parts.iter().all(|(_, fill)| !fill.is_infinite())
            }
            Encoder::OneHot { .. } | Encoder::Ordinal { .. } => {
                !kind.is_number() && !kind.is_date()
            }
        }
    }

    /// The matrix's columns that come from this one, in order.
    pub fn features(&self) -> Vec<Feature> {
        let column = &self.column;
        let feature = |name: String, fitted: String| Feature {
            name,
            column: column.clone(),
            fitted,
        };
        let was_missing = || {
            feature(
                format!("{column} is missing"),
                "1 where it was missing".into(),
            )
        };
        let mut features = Vec::new();
        match &self.encoder {
            Encoder::Number { fill, indicator } => {
                features.push(feature(column.clone(), filled(*fill)));
                features.extend(indicator.then(was_missing));
            }
            Encoder::Date { parts, indicator } => {
                features.extend(parts.iter().map(|(part, fill)| {
                    feature(format!("{column}: {}", part.name()), filled(*fill))
                }));
                features.extend(indicator.then(was_missing));
            }
            Encoder::OneHot {
                categories,
                fill,
                missing,
                other,
            } => {
                let missing_becomes = |category: &String| match fill {
                    Some(fill) if fill == category => {
                        "1 for this category, and for a missing one".into()
                    }
                    _ => String::from("1 for this category"),
                };
                features.extend(
                    categories
                        .iter()
                        .map(|c| feature(format!("{column} = {c}"), missing_becomes(c))),
                );
                features.extend(missing.then(was_missing));
                features.extend(other.then(|| {
                    feature(
                        format!("{column} = other"),
                        "1 for every other category".into(),
                    )
                }));
            }
            Encoder::Ordinal { categories, fill } => {
                let missing = fill.as_ref().map_or(format!("{MISSING}"), |f| shorten(f));
                let fitted = format!(
                    "{} categories numbered from 0; unseen → {UNSEEN}, missing → {missing}",
                    categories.len()
                );
                features.push(feature(column.clone(), fitted));
            }
        }
        features
    }

    /// Appends each feature's values for these rows, and what train did not have.
    pub fn apply(
        &self,
        column: &Column,
        features: &mut Vec<Vec<f64>>,
        unseen: &mut Vec<(String, u32, String)>,
    ) {
        let flags = |values: &[Option<f64>]| {
            values
                .iter()
                .map(|v| if v.is_none() { 1.0 } else { 0.0 })
                .collect::<Vec<f64>>()
        };
        match &self.encoder {
            Encoder::Number { fill, indicator } => {
                let values = numbers(column);
                features.push(values.iter().map(|v| v.unwrap_or(*fill)).collect());
                features.extend(indicator.then(|| flags(&values)));
            }
            Encoder::Date { parts, indicator } => {
                for (part, fill) in parts {
                    features.push(
                        part.read(column)
                            .into_iter()
                            .map(|v| v.unwrap_or(*fill))
                            .collect(),
                    );
                }
                features.extend(indicator.then(|| flags(&numbers(column))));
            }
            Encoder::OneHot {
                categories,
                fill,
                missing,
                other,
            } => {
                let slots = self.slots(column, categories, fill.as_deref(), unseen, *other);
                let width = categories.len() + usize::from(*missing) + usize::from(*other);
                let mut block = vec![vec![0.0; column.len()]; width];
                for (row, slot) in slots.into_iter().enumerate() {
                    let index = match slot {
                        Slot::Category(index) => Some(index),
                        Slot::Missing => missing.then_some(categories.len()),
                        Slot::Unseen => other.then(|| width - 1),
                    };
                    if let Some(index) = index {
                        block[index][row] = 1.0;
                    }
                }
                features.append(&mut block);
            }
            Encoder::Ordinal { categories, fill } => {
                let slots = self.slots(column, categories, fill.as_deref(), unseen, false);
                let code = |slot| match slot {
                    Slot::Category(index) => index as f64,
                    Slot::Missing => MISSING,
                    Slot::Unseen => UNSEEN,
                };
                features.push(slots.into_iter().map(code).collect());
            }
        }
    }

    /// Where each row's category goes. With an “other” feature, an unseen category has a place and is not told.
    fn slots(
        &self,
        column: &Column,
        categories: &[String],
        fill: Option<&str>,
        unseen: &mut Vec<(String, u32, String)>,
        other: bool,
    ) -> Vec<Slot> {
        let index: HashMap<&str, usize> = categories
            .iter()
            .enumerate()
            .map(|(i, c)| (c.as_str(), i))
            .collect();
        let mut strange: Option<(String, u32, String)> = None;
        let slots = texts(column)
            .iter()
            .map(|value| {
                let Some(value) = value.or(fill) else {
                    return Slot::Missing;
                };
                if let Some(&index) = index.get(value) {
                    return Slot::Category(index);
                }
                strange
                    .get_or_insert_with(|| (self.column.clone(), 0, shorten(value)))
                    .1 += 1;
                Slot::Unseen
            })
            .collect();
        if !other {
            unseen.extend(strange);
        }
        slots
    }
}

enum Slot {
    Category(usize),
    Missing,
    Unseen,
}

/// What a missing number becomes, in words.
fn filled(fill: f64) -> String {
    if fill.is_nan() {
        "missing stays missing".into()
    } else {
        format!("missing → {fill}")
    }
}
