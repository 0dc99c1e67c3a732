//! Every parameter's name, range, default and explanation, declared once.
//! The form, the check, the error message and the documentation all read these.
//! Names and meanings are scikit-learn's where it has the parameter.

mod check;
mod clean;
mod declare;
mod described;
mod featurize;
mod load;
mod misfit;
mod search;
mod split;
mod types;

use std::fmt::Display;

pub use crate::models::MODEL;
pub use check::{
    ALPHA, CATEGORIES_AT_MOST, COLUMNS_AT_MOST, COMPARISON, EXPECTATION_ON, EXPECTATIONS_AT_MOST,
    FROM, KIND, MAX_ROWS, MAX_VALUE, MIN_ROWS, MIN_VALUE, MISSING_SHARE, PATTERN, PATTERN_AT_MOST,
    QUANTILES_AT_MOST, SEVERITY, UNIQUE_COLUMNS, UNTIL, VALUES, VALUES_AT_MOST,
};
pub use clean::{
    CASE, CAST_KIND, DERIVED_COLUMN, FILL_STRATEGY, FILL_WITH, IQR_FACTOR, MERGED_AT_MOST,
    MISSING_TARGET, NEW_NAME, OUTLIER_ACTION, OUTLIER_METHOD, REPLACEMENT, SIMILAR_METHOD,
    SIMILARITY, STEPS_AT_MOST, TO_REPLACE, WITHIN, Z_SCORE,
};
pub use declare::{Field, Fields, Group, Unfit, as_map};
pub use described::{Parameter, ParameterScale, Span};
pub use featurize::{
    ANALYZER, BIN_ENCODING, COLUMN_CATEGORY_IMPUTATION, COLUMN_ENCODING, COLUMN_MAX_CATEGORIES,
    COLUMN_MISSING_INDICATOR, COLUMN_NUMERIC_IMPUTATION, COLUMN_ROLE, MAX_TEXT_FEATURES, N_BINS,
    N_FEATURES, NGRAM_MAX, NGRAM_MIN, SMOOTH, SMOOTHING, TARGET_CV,
};
pub use load::{
    COMMENT, COUNTS_AS_MISSING, DATE_ORDER, DECIMAL, DELIMITER, ENCODING_OF_TEXT, HEADER_ROWS,
    MISSING_AMONG_NUMBERS, MISSING_VALUES, ON_BAD_LINES, QUOTE, SKIP_ROWS, THOUSANDS, TRIM,
};
pub use misfit::Misfit;
pub use search::{CANDIDATES_AT_MOST, N_ITER, SEARCH_FOLDS, Searchable, searchable};
pub use serde_json::Value;
pub use split::GROUP;
pub use types::Options;

/// A whole number within a closed range.
#[derive(Debug, PartialEq)]
pub struct Integer {
    /// The name in recipes.
    pub name: &'static str,
    /// What forms call it.
    pub label: &'static str,
    /// What it does, for forms and documentation; can be empty.
    pub help: &'static str,
    /// The smallest allowed value.
    pub min: u32,
    /// The largest allowed value.
    pub max: u32,
    /// The value where none is chosen.
    pub default: u32,
}

/// A real number within a closed range.
#[derive(Debug, PartialEq)]
pub struct Real {
    /// The name in recipes.
    pub name: &'static str,
    /// What forms call it.
    pub label: &'static str,
    /// What it does, for forms and documentation; can be empty.
    pub help: &'static str,
    /// The smallest allowed value.
    pub min: f64,
    /// The largest allowed value.
    pub max: f64,
    /// The form's step; values between steps are allowed.
    pub step: f64,
    /// The value where none is chosen.
    pub default: f64,
}

/// A name in the data, which is only known once a file is open.
#[derive(Debug, PartialEq)]
pub struct ColumnName {
    /// The name in recipes.
    pub name: &'static str,
    /// What forms call it.
    pub label: &'static str,
    /// What it does, for forms and documentation; can be empty.
    pub help: &'static str,
}

/// A text, or a list of texts, or a day.
#[derive(Debug, PartialEq)]
pub struct Text {
    /// The name in recipes.
    pub name: &'static str,
    /// What forms call it.
    pub label: &'static str,
    /// What it does, for forms and documentation; can be empty.
    pub help: &'static str,
}

/// On or off.
#[derive(Debug, PartialEq)]
pub struct Switch {
    /// The name in recipes.
    pub name: &'static str,
    /// What forms call it.
    pub label: &'static str,
    /// What it does, for forms and documentation; can be empty.
    pub help: &'static str,
    /// The value where none is chosen.
    pub default: bool,
}

/// One of a few named options. The first is the default.
#[derive(Debug, PartialEq)]
pub struct Choice<T: 'static> {
    /// The name in recipes.
    pub name: &'static str,
    /// What forms call it.
    pub label: &'static str,
    /// What it does, for forms and documentation; can be empty.
    pub help: &'static str,
    /// The allowed values, and what forms call them.
    pub options: &'static [(T, &'static str)],
}

impl Integer {
    /// `Err` names the parameter, the value and the range.
    pub fn check(&self, value: u32) -> Result<(), Misfit> {
        if (self.min..=self.max).contains(&value) {
            return Ok(());
        }
        Err(out_of_range(self.name, value, self.min, self.max))
    }
}

impl Real {
    /// `Err` names the parameter, the value and the range. NaN is out of every range.
    pub fn check(&self, value: f64) -> Result<(), Misfit> {
        if (self.min..=self.max).contains(&value) {
            return Ok(());
        }
        Err(out_of_range(self.name, value, self.min, self.max))
    }
}

/// The range of a number and a value that is not in it, in a sentence.
pub fn out_of_range<T: Display>(name: &str, value: T, min: T, max: T) -> Misfit {
    let problem = format!("{name} is {value}; it must be from {min} to {max}.");
    Misfit::new(name, problem)
}

impl<T: Copy + PartialEq> Choice<T> {
    /// Returns the first option.
    pub fn default(&self) -> T {
        self.options[0].0
    }

    /// `Err` names the parameter.
    pub fn check(&self, value: T) -> Result<(), Misfit> {
        if self.options.iter().any(|(option, _)| *option == value) {
            return Ok(());
        }
        let problem = format!("{} has a value that it cannot have.", self.name);
        Err(Misfit::new(self.name, problem))
    }

    /// What a value is called; empty for one that is no option.
    pub fn label_of(&self, value: T) -> &'static str {
        let option = self.options.iter().find(|(option, _)| *option == value);
        option.map_or("", |(_, label)| label)
    }
}

/// The seed of every random choice of a run.
pub const SEED: Integer = Integer {
    name: "seed",
    label: "Seed",
    help: "Every random choice derives from this number: the same seed gives the same result, bit for bit.",
    min: 0,
    max: u32::MAX,
    default: 42,
};
