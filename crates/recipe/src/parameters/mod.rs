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
mod text;
mod types;
mod variants;

use std::fmt::Display;

pub use crate::models::MODEL;
pub use check::{
    ALPHA, CATEGORIES_AT_MOST, COLUMNS_AT_MOST, EXPECTATION_ON, EXPECTATIONS_AT_MOST,
    PATTERN_AT_MOST, QUANTILES_AT_MOST, SEVERITY, VALUES_AT_MOST,
};
pub use clean::{CAST_KINDS, MERGED_AT_MOST, SIMILAR_METHOD, SIMILARITY, STEPS_AT_MOST};
pub(crate) use declare::own_form;
pub use declare::{Field, Fields, Group, Unfit, as_map, in_form, in_form_where};
pub use described::{Parameter, ParameterScale, Span};
pub use featurize::{COLUMN_ENCODING, COLUMN_ROLE};
pub use load::{HEADER_ROWS, MISSING_AMONG_NUMBERS, MISSING_VALUES};
pub use misfit::Misfit;
pub use search::{CANDIDATES_AT_MOST, N_ITER, SEARCH_FOLDS, Searchable, searchable};
pub use serde_json::Value;
pub use split::GROUP;
pub(crate) use text::some;
pub use text::{ColumnFilter, Text, TextKind};
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
        let problem = format!("{} has an invalid value.", self.name);
        Err(Misfit::new(self.name, problem))
    }

    /// What a value is called; empty for one that is not an option.
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
