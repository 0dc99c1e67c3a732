//! How columns become features.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ColumnEncoding, Encoding};
use crate::parameters::{Fields, Misfit, TextKind, own_form};
use crate::{options, parameters};

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
    pub enum CategoryImputation or "as for all columns" {
        /// A category of its own.
        Constant = "constant" "a category of their own",
        /// The most frequent category of the train rows.
        MostFrequent = "most_frequent" "the most frequent category",
    }
}

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
            holds: TextKind::Any,
        },
    }
}

// What is chosen for single columns is checked with the rest.
own_form!(
    BTreeMap<String, ColumnEncoding>,
    |columns: &BTreeMap<String, ColumnEncoding>, name: &str| {
        columns.iter().try_for_each(|(column, encoding)| {
            encoding.check().map_err(|misfit| {
                let misfit = misfit.about(&format!("Column {column}"));
                misfit.within(column).within(name)
            })
        })
    }
);

impl Featurize {
    /// The first parameter out of its range.
    pub(super) fn check(&self) -> Result<(), Misfit> {
        if Self::encoding.label_of(self.encoding).is_empty() {
            let problem = "encoding is not one for categories.";
            return Err(Misfit::new(Self::encoding.name, problem));
        }
        Fields::check(self)
    }
}
