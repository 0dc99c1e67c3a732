//! The parameters of featurizing.

use super::{Choice, Integer, Real, Switch};
use crate::api::recipe::{CategoryImputation, Encoding, NumericImputation};

pub const NUMERIC_IMPUTATION: Choice<NumericImputation> = Choice {
    name: "numeric_imputation",
    label: "Missing numbers become",
    help: "Learned from the train rows alone.",
    options: &[
        (NumericImputation::Median, "the median"),
        (NumericImputation::Mean, "the mean"),
        (NumericImputation::MostFrequent, "the most frequent value"),
        (NumericImputation::Constant, "a constant"),
        (NumericImputation::Keep, "nothing: trees learn from them"),
    ],
};
pub const FILL_VALUE: Real = Real {
    name: "fill_value",
    label: "Constant",
    help: "Takes the place of missing numbers when they become a constant.",
    min: -1e15,
    max: 1e15,
    step: 1.0,
    default: 0.0,
};
pub const MISSING_INDICATOR: Switch = Switch {
    name: "missing_indicator",
    label: "Mark what was missing",
    help: "Adds a 0/1 feature for each column with missing values in the train rows.",
    default: false,
};
pub const CATEGORY_IMPUTATION: Choice<CategoryImputation> = Choice {
    name: "category_imputation",
    label: "Missing categories become",
    help: "Learned from the train rows alone.",
    options: &[
        (CategoryImputation::Constant, "a category of their own"),
        (
            CategoryImputation::MostFrequent,
            "the most frequent category",
        ),
    ],
};
pub const ENCODING: Choice<Encoding> = Choice {
    name: "encoding",
    label: "Categories become",
    help: "One-hot gives each category a 0/1 feature; ordinal numbers them in alphabetical order.",
    options: &[
        (Encoding::OneHot, "one-hot features"),
        (Encoding::Ordinal, "ordinal numbers"),
    ],
};
pub const MAX_CATEGORIES: Integer = Integer {
    name: "max_categories",
    label: "Categories at most",
    help: "One-hot keeps the most frequent categories of a column; the rest share one “other” feature.",
    min: 2,
    max: 1000,
    default: 20,
};
