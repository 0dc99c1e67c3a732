//! Featurize: columns become the numbers that a model sees. Fitted on train rows alone, then applied to any rows.

use std::collections::BTreeMap;

use polars::prelude::Column;
use serde::{Deserialize, Serialize};

use crate::api::columns::ColumnKind;
use crate::api::error::StageError;
use crate::api::recipe::{CategoryImputation, Encoding, Featurize, NumericImputation};
use crate::api::report::{Feature, FeaturizeReport};
use crate::api::stage::Stage;
use crate::forest::Matrix;

use super::dates::DatePart;
use super::encoder::{Encoder, Fitted};
use super::table::{Kinds, Table};
use super::types::{numbers, texts};

/// The fitted encodings, in the order of their columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Featurizer {
    columns: Vec<Fitted>,
}
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

    /// The columns that features came from, in order, and of each feature the place of its column among them.
    pub fn origins(&self) -> (Vec<String>, Vec<u32>) {
        let mut columns: Vec<String> = Vec::new();
        let mut places = Vec::new();
        for feature in self.features() {
            if columns.last() != Some(&feature.column) {
                columns.push(feature.column);
            }
            places.push(columns.len() as u32 - 1);
        }
        (columns, places)
    }

    /// Whether each encoding fits its column's kind, as those read from a file may not.
    pub fn validate(&self) -> Result<(), String> {
        match self.columns.iter().find(|fitted| !fitted.is_sound()) {
            Some(fitted) => Err(format!(
                "the encoding of column {} does not fit it",
                fitted.column
            )),
            None => Ok(()),
        }
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
/// The value that takes the place of a missing number; NaN where it stays missing.
fn impute(mut values: Vec<f64>, parameters: &Featurize) -> f64 {
    match parameters.numeric_imputation {
        NumericImputation::Constant => parameters.fill_value,
        NumericImputation::Keep => f64::NAN,
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
