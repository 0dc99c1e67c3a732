//! The featurize stage: how columns become features.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{About, out_of_range, reads};
use crate::parameters::{Fields, Misfit, TextKind, own_form};
use crate::stage::Stage;
use crate::{ColumnEncoding, Encoding, models, options, parameters};

options! {
    /// The replacement of missing numbers.
    pub enum NumericImputation {
        /// The median of the train rows.
        Median = "median" "the median",
        /// The mean of the train rows.
        Mean = "mean" "the mean",
        /// The most frequent value of the train rows.
        MostFrequent = "most_frequent" "the most frequent value",
        /// The stage's `fill_value`.
        Constant = "constant" "a constant",
        /// Missing numbers stay missing; only trees can learn from that.
        Keep = "keep" "nothing: trees learn from them",
    }
}

options! {
    /// The replacement of missing categories.
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
        /// The replacement of missing numbers in columns without a choice of their own.
        numeric_imputation: NumericImputation = Choice {
            label: "Missing numbers become",
            help: "Learned from the train rows alone.",
            options: NumericImputation::OPTIONS,
        },
        /// The value of [`NumericImputation::Constant`].
        fill_value: f64 = Real {
            label: "Constant",
            help: "The value of missing numbers if they are replaced by a constant.",
            min: -1e15,
            max: 1e15,
            step: 1.0,
            default: 0.0,
        }.never_varied(),
        /// Whether a 0/1 feature marks the rows where a column's value was missing.
        missing_indicator: bool = Switch {
            label: "Mark missing values",
            help: "Adds a 0/1 feature for each column with missing values in the train rows.",
            default: false,
        },
        /// The replacement of missing categories in columns without a choice of their own.
        category_imputation: CategoryImputation = Choice {
            label: "Missing categories become",
            help: "Learned from the train rows alone.",
            options: CategoryImputation::OPTIONS,
        },
        /// The encoding of categories; numbers, dates and texts have defaults of their own.
        encoding: Encoding = Choice {
            label: "Categories become",
            help: "One-hot gives each category a 0/1 feature; ordinal numbers them in alphabetical order; the others use the frequency of a category, or the mean of its target. Gradient boosting can take categories as they are, without one-hot.",
            // Those that not all models take are last, so that a search without them has the others at the same places.
            options: &[(Encoding::OneHot, "one-hot features"), (Encoding::Ordinal, "ordinal numbers"), (Encoding::Frequency, "their frequency"), (Encoding::Target, "the target's mean"), (Encoding::Categorical, "categories as they are (gradient boosting)")],
        },
        /// The most categories of a column in [`Encoding::OneHot`]; the rest share one feature.
        max_categories: u32 = Integer {
            label: "Categories at most",
            help: "One-hot keeps the most frequent categories of a column; all others share one “other” feature.",
            min: 2,
            max: 1000,
            default: 20,
        },
        /// The choices for single columns.
        columns: BTreeMap<String, ColumnEncoding> = Text {
            label: "Columns",
            help: "The choices for single columns.",
            holds: TextKind::Any,
        },
    }
}

// The choices for single columns are checked with the rest.
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
    /// Returns whether a model takes the features that the choices for all columns make.
    pub fn suits(&self, model: &models::About) -> bool {
        let categories = model.takes_categories || self.encoding != Encoding::Categorical;
        let missing = model.takes_missing || self.numeric_imputation != NumericImputation::Keep;
        categories && missing
    }

    /// Checks that every parameter is in its range. The error names the first that is not.
    fn check(&self) -> Result<(), Misfit> {
        if Self::encoding.label_of(self.encoding).is_empty() {
            let problem = "encoding is not an encoding of categories.";
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
