//! How columns become features.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ColumnEncoding, Encoding};
use crate::parameters as p;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumericImputation {
    Median,
    Mean,
    MostFrequent,
    Constant,
    /// They stay missing; only trees can learn from that.
    Keep,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CategoryImputation {
    Constant,
    MostFrequent,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Featurize {
    pub numeric_imputation: NumericImputation,
    pub fill_value: f64,
    pub missing_indicator: bool,
    pub category_imputation: CategoryImputation,
    /// Of categories; numbers, dates and texts have defaults of their own.
    pub encoding: Encoding,
    pub max_categories: u32,
    /// What is chosen for single columns.
    pub columns: BTreeMap<String, ColumnEncoding>,
}

impl Default for Featurize {
    fn default() -> Self {
        Self {
            numeric_imputation: p::NUMERIC_IMPUTATION.default(),
            fill_value: p::FILL_VALUE.default,
            missing_indicator: p::MISSING_INDICATOR.default,
            category_imputation: p::CATEGORY_IMPUTATION.default(),
            encoding: p::ENCODING.default(),
            max_categories: p::MAX_CATEGORIES.default,
            columns: BTreeMap::new(),
        }
    }
}

impl Featurize {
    /// The first parameter out of its range.
    pub(super) fn check(&self) -> Result<(), p::Misfit> {
        p::FILL_VALUE.check(self.fill_value)?;
        p::MAX_CATEGORIES.check(self.max_categories)?;
        if p::ENCODING.label_of(self.encoding).is_empty() {
            let problem = "encoding is not one for categories.";
            return Err(p::Misfit::new(p::ENCODING.name, problem));
        }
        self.columns.iter().try_for_each(|(column, encoding)| {
            encoding.check().map_err(|misfit| {
                let misfit = misfit.about(&format!("Column {column}"));
                misfit.within(column).within("columns")
            })
        })
    }
}
