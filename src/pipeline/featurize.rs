//! Featurize: columns become the numbers that a model sees. Fitted on train rows alone, then applied to any rows.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, Timelike};
use polars::prelude::Column;
use serde::{Deserialize, Serialize};

use crate::api::columns::ColumnKind;
use crate::api::error::StageError;
use crate::api::recipe::{CategoryImputation, Encoding, Featurize, NumericImputation};
use crate::api::report::{Feature, FeaturizeReport};
use crate::api::stage::Stage;
use crate::forest::Matrix;

use super::clean::shorten;
use super::table::{Kinds, Table};
use super::types::{day, moment, numbers, texts};

/// The fitted encodings, in the order of their columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Featurizer {
    columns: Vec<Fitted>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Fitted {
    column: String,
    kind: ColumnKind,
    encoder: Encoder,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Encoder {
    /// The value, or `fill` where it is missing; `indicator` adds 1 where it was missing.
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum DatePart {
    Year,
    Month,
    Day,
    /// Monday is 0.
    Weekday,
    Hour,
    Minute,
}

/// An ordinal feature's value for a category that train did not have, and for a missing one.
const UNSEEN: f64 = -1.0;
const MISSING: f64 = -2.0;

/// Rows as a model sees them, and the values that train did not have.
pub struct Applied {
    pub matrix: Matrix,
    /// Per column with unseen categories: its name, how many rows, and the first such value.
    pub unseen: Vec<(String, u32, String)>,
}

impl Featurizer {
    /// Learns every encoding from these rows, which must be train rows. Columns that hold one value or none give
    /// no feature; the report says so. An error if no column gives one. O(cells · log rows).
    pub fn fit(
        train: &Table,
        kinds: &Kinds,
        parameters: &Featurize,
    ) -> Result<(Self, FeaturizeReport), StageError> {
        let mut columns = Vec::new();
        let mut unused = Vec::new();
        for (name, kind) in kinds {
            let Some(column) = train.column(name) else {
                continue;
            };
            match fit_column(column, *kind, parameters) {
                Ok(encoder) => columns.push(Fitted {
                    column: name.clone(),
                    kind: *kind,
                    encoder,
                }),
                Err(reason) => unused.push((name.clone(), reason.to_owned())),
            }
        }
        if columns.is_empty() {
            return Err(StageError::new(
                Stage::Featurize,
                "No column gives a feature: each is empty or constant in the train rows.",
                "Use more columns, or keep a larger share of rows for training.",
            ));
        }
        let featurizer = Self { columns };
        let report = FeaturizeReport {
            features: featurizer.features(),
            unused,
        };
        Ok((featurizer, report))
    }

    /// The columns that rows must have, with the kinds that they were learned as.
    pub fn kinds(&self) -> Kinds {
        self.columns
            .iter()
            .map(|c| (c.column.clone(), c.kind))
            .collect()
    }

    /// The matrix's columns, in order.
    pub fn features(&self) -> Vec<Feature> {
        self.columns.iter().flat_map(Fitted::features).collect()
    }

    /// Whether each encoding fits its column's kind, as those read from a file may not.
    pub fn validate(&self) -> Result<(), String> {
        for fitted in &self.columns {
            let kind = fitted.kind;
            let (fits, finite) = match &fitted.encoder {
                Encoder::Number { fill, .. } => (kind.is_number(), fill.is_finite()),
                Encoder::Date { parts, .. } => (
                    kind.is_date(),
                    parts.iter().all(|(_, fill)| fill.is_finite()),
                ),
                Encoder::OneHot { .. } | Encoder::Ordinal { .. } => {
                    (!kind.is_number() && !kind.is_date(), true)
                }
            };
            if !fits || !finite {
                return Err(format!(
                    "the encoding of column {} does not fit it",
                    fitted.column
                ));
            }
        }
        Ok(())
    }

    /// Encodes rows of a cleaned table that has every column of [`Featurizer::kinds`]. O(rows × features).
    pub fn apply(&self, table: &Table) -> Result<Applied, StageError> {
        let mut features = Vec::new();
        let mut unseen = Vec::new();
        for fitted in &self.columns {
            let column = table
                .column(&fitted.column)
                .expect("the caller has every column");
            fitted.apply(column, &mut features, &mut unseen);
        }
        let matrix = Matrix::new(features)
            .map_err(|e| StageError::new(Stage::Featurize, e.to_string(), ""))?;
        Ok(Applied { matrix, unseen })
    }
}

fn fit_column(
    column: &Column,
    kind: ColumnKind,
    parameters: &Featurize,
) -> Result<Encoder, &'static str> {
    let has_missing = column.null_count() > 0;
    if column.null_count() == column.len() {
        return Err("no value in the train rows");
    }
    let indicator = parameters.missing_indicator && has_missing;
    if kind.is_number() {
        let values: Vec<f64> = numbers(column).into_iter().flatten().collect();
        let constant = values.windows(2).all(|pair| pair[0] == pair[1]);
        if constant && !has_missing {
            return Err("the same value in every train row");
        }
        return Ok(Encoder::Number {
            fill: impute(values, parameters),
            indicator,
        });
    }
    if kind.is_date() {
        let parts = [
            DatePart::Year,
            DatePart::Month,
            DatePart::Day,
            DatePart::Weekday,
            DatePart::Hour,
            DatePart::Minute,
        ];
        let parts: Vec<(DatePart, f64)> = parts
            .into_iter()
            .filter_map(|part| {
                let values: Vec<f64> = part.read(column).into_iter().flatten().collect();
                let varies = values.windows(2).any(|pair| pair[0] != pair[1]);
                varies.then(|| (part, impute(values, parameters)))
            })
            .collect();
        if parts.is_empty() && !indicator {
            return Err("the same date in every train row");
        }
        return Ok(Encoder::Date { parts, indicator });
    }
    fit_categories(column, has_missing, parameters)
}

fn fit_categories(
    column: &Column,
    has_missing: bool,
    parameters: &Featurize,
) -> Result<Encoder, &'static str> {
    // In alphabetical order, so that equal counts are settled the same way everywhere.
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for value in texts(column).iter().flatten() {
        *counts.entry(value).or_default() += 1;
    }
    let mut by_count: Vec<(&str, u32)> = counts.iter().map(|(v, c)| (*v, *c)).collect();
    by_count.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let most_frequent = by_count.first().map(|(value, _)| (*value).to_owned());
    let fill = match parameters.category_imputation {
        CategoryImputation::MostFrequent => most_frequent,
        CategoryImputation::Constant => None,
    };
    let missing = has_missing && fill.is_none();
    if counts.len() == 1 && !missing {
        return Err("the same value in every train row");
    }
    if parameters.encoding == Encoding::Ordinal {
        let categories = counts.keys().map(|v| (*v).to_owned()).collect();
        return Ok(Encoder::Ordinal { categories, fill });
    }
    let at_most = parameters.max_categories as usize;
    let other = by_count.len() > at_most;
    by_count.truncate(at_most);
    let mut categories: Vec<String> = by_count.iter().map(|(v, _)| (*v).to_owned()).collect();
    categories.sort_unstable();
    Ok(Encoder::OneHot {
        categories,
        fill,
        missing,
        other,
    })
}

/// The value that takes the place of a missing number.
fn impute(mut values: Vec<f64>, parameters: &Featurize) -> f64 {
    match parameters.numeric_imputation {
        NumericImputation::Constant => parameters.fill_value,
        NumericImputation::Mean => {
            // Divided before summing, so that large values do not overflow.
            let n = values.len() as f64;
            values.iter().map(|v| v / n).sum()
        }
        NumericImputation::Median => {
            values.sort_unstable_by(f64::total_cmp);
            let (low, high) = (values[(values.len() - 1) / 2], values[values.len() / 2]);
            low / 2.0 + high / 2.0
        }
        NumericImputation::MostFrequent => {
            values.sort_unstable_by(f64::total_cmp);
            // The smallest of equally frequent values, as scikit-learn has it.
            let longest = values
                .chunk_by(|a, b| a == b)
                .rev()
                .max_by_key(|run| run.len());
            longest.map_or(0.0, |run| run[0])
        }
    }
}

impl DatePart {
    const fn name(self) -> &'static str {
        match self {
            DatePart::Year => "year",
            DatePart::Month => "month",
            DatePart::Day => "day",
            DatePart::Weekday => "weekday",
            DatePart::Hour => "hour",
            DatePart::Minute => "minute",
        }
    }

    /// The part of each date; a date without a time has no hour and no minute.
    fn read(self, column: &Column) -> Vec<Option<f64>> {
        let of_day = |date: chrono::NaiveDate| match self {
            DatePart::Year => Some(f64::from(date.year())),
            DatePart::Month => Some(f64::from(date.month())),
            DatePart::Day => Some(f64::from(date.day())),
            DatePart::Weekday => Some(f64::from(date.weekday().num_days_from_monday())),
            DatePart::Hour | DatePart::Minute => None,
        };
        if let Ok(dates) = column.date() {
            return dates
                .physical()
                .iter()
                .map(|days| of_day(day(days?)?))
                .collect();
        }
        let Ok(moments) = column.datetime() else {
            return vec![None; column.len()];
        };
        let part = |milliseconds: Option<i64>| {
            let moment = moment(milliseconds?)?;
            match self {
                DatePart::Hour => Some(f64::from(moment.hour())),
                DatePart::Minute => Some(f64::from(moment.minute())),
                _ => of_day(moment.date()),
            }
        };
        moments.physical().iter().map(part).collect()
    }
}

impl Fitted {
    fn features(&self) -> Vec<Feature> {
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
                features.push(feature(column.clone(), format!("missing → {fill}")));
                features.extend(indicator.then(was_missing));
            }
            Encoder::Date { parts, indicator } => {
                features.extend(parts.iter().map(|(part, fill)| {
                    feature(
                        format!("{column}: {}", part.name()),
                        format!("missing → {fill}"),
                    )
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

    fn apply(
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
