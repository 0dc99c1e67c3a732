//! The errors of growing and predicting, with the sentences that describe them.

use std::fmt;

use super::parameters::LARGEST_WEIGHT;

/// Why a model cannot be grown. Rows and columns count from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum BoostingError {
    /// A parameter that is out of its range.
    Parameter {
        /// Its name.
        name: &'static str,
        /// The value that was given.
        value: f64,
        /// The least value.
        min: f64,
        /// The largest value.
        max: f64,
    },
    /// A parameter that has to be above 0 and is not, or is too large.
    NotAbove0 {
        /// Its name.
        name: &'static str,
        /// The value that was given.
        value: f64,
        /// The largest value.
        max: f64,
    },
    /// A target, weights or validation rows that do not have the length they need.
    Length {
        /// “target”, “weights”, and the same of the validation rows.
        what: &'static str,
        /// The number of rows.
        rows: u32,
        /// The length that was given.
        found: u64,
    },
    /// Validation rows with another number of columns than the train rows have.
    ValidationFeatures {
        /// The columns of the train rows.
        expected: u32,
        /// The columns of the validation rows.
        found: u32,
    },
    /// Validation rows with classes where the train rows have values, or the reverse, or with more classes.
    ValidationTarget,
    /// A class label that is not below the number of classes.
    Label {
        /// Its row.
        row: u32,
        /// The label.
        value: u32,
        /// The number of classes.
        n_classes: u32,
    },
    /// A target that the loss cannot take.
    Target {
        /// Its row.
        row: u32,
        /// The value.
        value: f64,
        /// The least value.
        min: f64,
        /// The largest value.
        max: f64,
        /// Whether the value has to be above `min`.
        above: bool,
    },
    /// Targets that are all 0, under the Poisson loss.
    AllZero,
    /// A weight that is negative, NaN or too large.
    Weight {
        /// Its row.
        row: u32,
        /// The weight.
        value: f64,
    },
    /// Weights that are all 0.
    NoWeight {
        /// Whether they are those of the validation rows.
        validation: bool,
    },
    /// A value that is not the number of a category: a whole number from 0.
    Category {
        /// Its column.
        column: u32,
        /// Its row.
        row: u32,
        /// The value.
        value: f64,
    },
    /// A `categorical` that does not say yes or no for each feature.
    Categorical {
        /// The number of features.
        features: u32,
    },
    /// A `monotonic_cst` that is not -1, 0 or 1 for each feature.
    Directions {
        /// The number of features.
        features: u32,
    },
    /// A `monotonic_cst` for more than two classes.
    DirectionsOfClasses {
        /// The number of classes.
        n_classes: u32,
    },
    /// A `monotonic_cst` for a feature of categories, which have no order.
    DirectionOfCategories {
        /// The feature.
        feature: u32,
    },
}

impl fmt::Display for BoostingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter {
                name,
                value,
                min,
                max,
            } => write!(f, "{name} is {value}; it must be from {min} to {max}."),
            Self::NotAbove0 { name, value, max } => {
                write!(
                    f,
                    "{name} is {value}; it must be above 0 and at most {max}."
                )
            }
            Self::Length { what, rows, found } => {
                write!(f, "The {what} have {found} entries for {rows} rows.")
            }
            Self::ValidationFeatures { expected, found } => write!(
                f,
                "The validation rows have {found} features; the train rows have {expected}."
            ),
            Self::ValidationTarget => {
                write!(
                    f,
                    "The validation rows have another kind of target than the train rows."
                )
            }
            Self::Label {
                row,
                value,
                n_classes,
            } => write!(
                f,
                "The label is {value} in row {row}; with {n_classes} classes it must be below {n_classes}."
            ),
            Self::Target {
                row,
                value,
                min,
                max,
                above: true,
            } => write!(
                f,
                "The target is {value:e} in row {row}; with this loss it must be above {min} and at most {max:e}."
            ),
            Self::Target {
                row,
                value,
                min,
                max,
                above: false,
            } => write!(
                f,
                "The target is {value:e} in row {row}; with this loss it must be from {min:e} to {max:e}."
            ),
            Self::AllZero => write!(
                f,
                "All targets are 0; with the Poisson loss at least one must be above 0."
            ),
            Self::Weight { row, value } => write!(
                f,
                "The weight is {value} in row {row}; it must be from 0 to {LARGEST_WEIGHT:e}."
            ),
            Self::NoWeight { validation: false } => {
                write!(f, "All weights are 0; at least one row must count.")
            }
            Self::NoWeight { validation: true } => write!(
                f,
                "All weights of the validation rows are 0; at least one row must count."
            ),
            Self::Category { column, row, value } => write!(
                f,
                "Feature {column} is {value} in row {row}; a category is a whole number from 0 to {}.",
                u32::MAX - 1
            ),
            Self::Categorical { features } => write!(
                f,
                "categorical must say for each of the {features} features whether its values are categories."
            ),
            Self::Directions { features } => write!(
                f,
                "monotonic_cst must hold -1, 0 or 1 for each of the {features} features."
            ),
            Self::DirectionsOfClasses { n_classes } => write!(
                f,
                "monotonic_cst is for regressions and two classes; there are {n_classes}."
            ),
            Self::DirectionOfCategories { feature } => write!(
                f,
                "monotonic_cst constrains feature {feature}, whose values are categories without an order."
            ),
        }
    }
}

impl std::error::Error for BoostingError {}

/// Why a model cannot predict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BoostingPredictError {
    /// A matrix with another number of columns than the model learned from.
    Features {
        /// The model's number of features.
        expected: u32,
        /// The matrix's number of columns.
        found: u32,
    },
    /// Classes asked of a regression, or values of a classification.
    Task {
        /// “classes” or “values”.
        asked: &'static str,
    },
}

impl fmt::Display for BoostingPredictError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Features { expected, found } => write!(
                f,
                "The table has {found} features; the model learned from {expected}."
            ),
            Self::Task { asked } => write!(f, "This model does not predict {asked}."),
        }
    }
}

impl std::error::Error for BoostingPredictError {}
