//! The featurize stage: how columns become features.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{About, out_of_range, reads};
use crate::parameters::{Field, Fields, Misfit, Options, Parameter, Text, Unfit, Value};
use crate::stage::Stage;
use crate::{ColumnEncoding, Encoding, options, parameters};

options! {
    /// What missing numbers become.
    pub enum NumericImputation {
        /// The median of the train rows.
        Median = "median" "the median",
        /// The mean of the train rows.
        Mean = "mean" "the mean",
        /// The most frequent value of the train rows.
        MostFrequent = "most_frequent" "the most frequent value",
        /// The stage's `fill_value`.
        Constant = "constant" "a constant",
        /// They stay missing; only trees can learn from that.
        Keep = "keep" "nothing: trees learn from them",
    }
}

options! {
    /// What missing categories become.
    pub enum CategoryImputation {
        /// A category of its own.
        Constant = "constant" "a category of their own",
        /// The most frequent category of the train rows.
        MostFrequent = "most_frequent" "the most frequent category",
    }
}

impl Options for Encoding {}

parameters! {
    /// The part of a recipe that says how columns become features.
    #[derive(Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    pub struct Featurize {
        /// What missing numbers become in columns without a choice of their own.
        numeric_imputation: NumericImputation = Choice {
            label: "Missing numbers become",
            help: "Learned from the train rows alone.",
            options: NumericImputation::OPTIONS,
        },
        /// The value of [`NumericImputation::Constant`].
        fill_value: f64 = Real {
            label: "Constant",
            help: "Takes the place of missing numbers when they become a constant.",
            min: -1e15,
            max: 1e15,
            step: 1.0,
            default: 0.0,
        }.never_varied(),
        /// Whether a 0/1 feature marks the rows where a column's value was missing.
        missing_indicator: bool = Switch {
            label: "Mark what was missing",
            help: "Adds a 0/1 feature for each column with missing values in the train rows.",
            default: false,
        },
        /// What missing categories become in columns without a choice of their own.
        category_imputation: CategoryImputation = Choice {
            label: "Missing categories become",
            help: "Learned from the train rows alone.",
            options: CategoryImputation::OPTIONS,
        },
        /// Of categories; numbers, dates and texts have defaults of their own.
        encoding: Encoding = Choice {
            label: "Categories become",
            help: "One-hot gives each category a 0/1 feature; ordinal numbers them in alphabetical order; the others say how common a category is, or what the target is like in it.",
            options: &[(Encoding::OneHot, "one-hot features"), (Encoding::Ordinal, "ordinal numbers"), (Encoding::Frequency, "their frequency"), (Encoding::Target, "the target's mean")],
        },
        /// The most categories of a column in [`Encoding::OneHot`]; the rest share one feature.
        max_categories: u32 = Integer {
            label: "Categories at most",
            help: "One-hot keeps the most frequent categories of a column; the rest share one “other” feature.",
            min: 2,
            max: 1000,
            default: 20,
        },
        /// What is chosen for single columns.
        columns: BTreeMap<String, ColumnEncoding> = Text {
            label: "Columns",
            help: "What is chosen for single ones.",
        },
    }
}

/// What is chosen for single columns is checked with the rest, and has forms of its own.
impl Field for BTreeMap<String, ColumnEncoding> {
    type Declared = Text;

    fn default_of(_: &Text) -> Self {
        Self::new()
    }

    fn check(&self, declared: &Text) -> Result<(), Misfit> {
        self.iter().try_for_each(|(column, encoding)| {
            encoding.check().map_err(|misfit| {
                let misfit = misfit.about(&format!("Column {column}"));
                misfit.within(column).within(declared.name)
            })
        })
    }

    fn describe(_: &Text, _: &mut dyn FnMut(Parameter)) {}

    fn read(&self, _: &Text, _: &mut dyn FnMut(&'static str, Value)) {}

    fn write(&mut self, _: &Text, _: &str, _: &Value) -> Option<Result<(), Unfit>> {
        None
    }
}

impl Featurize {
    /// The first parameter out of its range.
    fn check(&self) -> Result<(), Misfit> {
        if Self::encoding.label_of(self.encoding).is_empty() {
            let problem = "encoding is not one for categories.";
            return Err(Misfit::new(Self::encoding.name, problem));
        }
        Fields::check(self)
    }
}

/// The declaration of the featurize stage.
pub const ABOUT: About = About {
    title: "Featurize",
    does: "Turns columns into numbers, as learned from the train rows.",
    part: "How columns become numbers.",
    version: 1,
    needs: &[Stage::Load, Stage::Clean, Stage::Split],
    reads: reads! { featurize },
    reads_less: None,
    check: |recipe| out_of_range(Stage::Featurize, recipe.featurize.check()),
    parameters: |recipe| recipe.featurize.declared(),
    quick: true,
};
