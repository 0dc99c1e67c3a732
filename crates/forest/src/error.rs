//! The errors of fitting and predicting, with the sentences that describe them.

use std::fmt;

use super::LARGEST_TARGET;

/// Why a matrix cannot be made or a forest cannot be grown. Rows and columns count from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum ForestError {
    /// A table without rows or without columns.
    Empty {
        /// The number of rows.
        rows: u64,
        /// The number of columns.
        columns: u64,
    },
    /// More rows or columns than a forest can number.
    TooMany {
        /// “rows” or “columns”.
        what: &'static str,
        /// How many there are.
        value: u64,
    },
    /// A column or a target that is not as long as the matrix.
    Length {
        /// The column; `None` for the target or the weights.
        column: Option<u32>,
        /// The length of the matrix.
        rows: u32,
        /// The length that was given.
        found: u64,
    },
    /// An infinite value.
    NotFinite {
        /// Its column.
        column: u32,
        /// Its row.
        row: u32,
        /// The value.
        value: f64,
    },
    /// A target that is NaN or larger than [`LARGEST_TARGET`] in absolute value.
    Target {
        /// Its row.
        row: u32,
        /// The value.
        value: f64,
    },
    /// A class label that is not below the number of classes.
    Label {
        /// Its row.
        row: u32,
        /// The label.
        value: u32,
        /// The number of classes.
        n_classes: u32,
    },
    /// A weight that is negative, NaN or too large.
    Weight {
        /// Its row.
        row: u32,
        /// The weight.
        value: f64,
        /// The largest weight.
        max: f64,
    },
    /// Weights that are all 0.
    NoWeight,
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
    /// A forest that could have more nodes than can be numbered.
    TooLarge {
        /// The number of trees.
        n_estimators: u32,
        /// The number of rows.
        rows: u32,
    },
    /// More distinct thresholds in one feature than a node can number, which takes tens of millions of random splits.
    Thresholds {
        /// The feature.
        feature: u32,
        /// How many thresholds the trees have in it.
        found: u64,
        /// The most that a node can number.
        max: u64,
    },
}

impl fmt::Display for ForestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { rows, columns } => write!(
                f,
                "The table has {rows} rows and {columns} features; a forest needs at least one of each."
            ),
            Self::TooMany { what, value } => write!(
                f,
                "The table has {value} {what}; a forest takes at most {}.",
                u32::MAX - 1
            ),
            Self::Length {
                column: Some(column),
                rows,
                found,
            } => write!(
                f,
                "Feature {column} has {found} values where the others have {rows}."
            ),
            Self::Length {
                column: None,
                rows,
                found,
            } => write!(f, "The target has {found} values for {rows} rows."),
            Self::NotFinite { column, row, value } => write!(
                f,
                "Feature {column} is {value} in row {row}; a forest needs finite numbers or missing ones."
            ),
            Self::Target { row, value } => write!(
                f,
                "The target is {value:e} in row {row}; it must be from {:e} to {LARGEST_TARGET:e}.",
                -LARGEST_TARGET
            ),
            Self::Label {
                row,
                value,
                n_classes,
            } => write!(
                f,
                "The label is {value} in row {row}; with {n_classes} classes it must be below {n_classes}."
            ),
            Self::Weight { row, value, max } => write!(
                f,
                "The weight is {value} in row {row}; it must be from 0 to {max:e}."
            ),
            Self::NoWeight => write!(f, "All weights are 0; at least one row must count."),
            Self::Parameter {
                name,
                value,
                min,
                max,
            } => {
                write!(f, "{name} is {value}; it must be from {min} to {max}.")
            }
            Self::Directions { features } => write!(
                f,
                "monotonic_cst must hold -1, 0 or 1 for each of the {features} features."
            ),
            Self::DirectionsOfClasses { n_classes } => write!(
                f,
                "monotonic_cst is for regressions and two classes; there are {n_classes}."
            ),
            Self::TooLarge { n_estimators, rows } => write!(
                f,
                "n_estimators is {n_estimators}; with {rows} rows such a forest could have more than {} splits.",
                u32::MAX
            ),
            Self::Thresholds {
                feature,
                found,
                max,
            } => write!(
                f,
                "The trees have {found} thresholds in feature {feature}; a forest takes at most {max}."
            ),
        }
    }
}

impl std::error::Error for ForestError {}

/// Why a forest cannot predict.
#[derive(Clone, Debug, PartialEq)]
pub enum ForestPredictError {
    /// A matrix with another number of columns than the forest was grown on.
    Features {
        /// The forest's number of features.
        expected: u32,
        /// The matrix's number of columns.
        found: u32,
    },
    /// Classes asked of a regression forest, or values or quantiles of a classification forest.
    Task {
        /// “classes”, “values” or “quantiles”.
        asked: &'static str,
    },
    /// A quantile outside of 0 to 1.
    Quantile {
        /// The quantile.
        value: f64,
    },
}

impl fmt::Display for ForestPredictError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Features { expected, found } => write!(
                f,
                "The table has {found} features; the forest was grown on {expected}."
            ),
            Self::Task { asked } => write!(f, "This forest does not predict {asked}."),
            Self::Quantile { value } => {
                write!(f, "The quantile is {value}; it must be from 0 to 1.")
            }
        }
    }
}

impl std::error::Error for ForestPredictError {}
