//! What can be wrong with what a forest is given.

use std::fmt;

use super::LARGEST_TARGET;

/// Why a matrix cannot be made or a forest cannot be grown. Rows and columns count from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum FitError {
    /// No rows or no columns.
    Empty { rows: u64, columns: u64 },
    /// More rows or columns than a forest can number.
    TooMany { what: &'static str, value: u64 },
    /// A column, or the target, is not as long as the matrix.
    Length {
        column: Option<u32>,
        rows: u32,
        found: u64,
    },
    /// Infinite. (NaN stands for a missing value.)
    NotFinite { column: u32, row: u32, value: f64 },
    /// A target that is NaN, or whose square would overflow.
    Target { row: u32, value: f64 },
    /// A class label that is not below the number of classes.
    Label {
        row: u32,
        value: u32,
        n_classes: u32,
    },
    /// A weight that is negative, NaN or too large.
    Weight { row: u32, value: f64, max: f64 },
    /// All weights are 0.
    NoWeight,
    /// A parameter out of its range.
    Parameter {
        name: &'static str,
        value: f64,
        min: f64,
        max: f64,
    },
    /// `monotonic_cst` does not hold -1, 0 or 1 for each feature.
    Directions { features: u32 },
    /// `monotonic_cst` with more classes than two.
    DirectionsOfClasses { n_classes: u32 },
    /// The forest could have more nodes than can be numbered.
    TooLarge { n_estimators: u32, rows: u32 },
    /// The trees have more thresholds in one feature than a node can number, which takes tens of millions
    /// of random splits.
    Thresholds { feature: u32, found: u64, max: u64 },
}

impl fmt::Display for FitError {
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

impl std::error::Error for FitError {}

/// Why a forest cannot predict.
#[derive(Clone, Debug, PartialEq)]
pub enum PredictError {
    /// The matrix has another number of columns than the one the forest was grown on.
    Features { expected: u32, found: u32 },
    /// Classes were asked of a regression forest, or values or quantiles of a classification forest.
    Task { asked: &'static str },
    /// A quantile that is not from 0 to 1.
    Quantile { value: f64 },
}

impl fmt::Display for PredictError {
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

impl std::error::Error for PredictError {}
