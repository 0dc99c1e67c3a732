//! The errors of fitting and predicting.

use std::fmt;

use grove_forest::{LARGEST_N_CLASSES, LARGEST_TARGET};
use grove_recipe::Task;

use super::sample::WEIGHTS;

/// Why a model cannot be fitted. Rows and columns count from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum FitError {
    /// A parameter out of its declared range: its name, value and range.
    Parameter(String),
    /// The model does not fit the kind of target: classes or values.
    Task {
        /// The model's name.
        model: &'static str,
        /// The only task that the model is for.
        takes: Task,
    },
    /// The target or the weights have another length than the rows.
    Length {
        /// `targets` or `weights`.
        what: &'static str,
        /// The number of rows.
        rows: u32,
        /// How many of them there are.
        found: u64,
    },
    /// A class label that is not below the number of classes.
    Label {
        /// The first such row.
        row: u32,
        /// The label in that row.
        value: u32,
        /// The number of classes that the target says it has.
        n_classes: u32,
    },
    /// More classes than a model can have.
    Classes {
        /// The number of classes that the target has.
        n_classes: u32,
    },
    /// A target that is NaN or too large for its square to be a number.
    Target {
        /// The first such row.
        row: u32,
        /// The target in that row.
        value: f64,
    },
    /// A missing value, which this model does not take.
    Missing {
        /// The model's name.
        model: &'static str,
        /// The feature's position, from 0.
        column: u32,
        /// The feature's first row without a value.
        row: u32,
    },
    /// The model does not take row weights.
    Unweighted {
        /// The model's name.
        model: &'static str,
        /// The reason, as part of a sentence.
        why: &'static str,
    },
    /// A weight out of range.
    Weight {
        /// The first such row.
        row: u32,
        /// The weight in that row.
        value: f64,
    },
    /// All weights are 0.
    NoWeight,
    /// More neighbours are asked for than there are train rows.
    Neighbors {
        /// How many neighbours are asked for.
        n_neighbors: u32,
        /// How many train rows there are.
        rows: u32,
    },
    /// More rows, features or classes than the model can fit in reasonable time.
    TooMany {
        /// The model's name.
        model: &'static str,
        /// What there is too much of, in the plural.
        what: &'static str,
        /// How many of them there would be.
        value: u64,
        /// How many the model takes.
        most: u64,
    },
    /// The spread of the column's values is not a finite number.
    Spread {
        /// The feature's position, from 0.
        column: u32,
    },
    /// The result is not finite.
    Unsolvable {
        /// The model's name.
        model: &'static str,
    },
    /// An error of gradient boosting.
    Boosting(grove_boosting::BoostingError),
    /// An error of the forest.
    Forest(grove_forest::ForestError),
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter(problem) => f.write_str(problem),
            Self::Task {
                model,
                takes: Task::Classification,
            } => write!(
                f,
                "{model} predicts classes, and the target is a number. Choose a model for numbers."
            ),
            Self::Task {
                model,
                takes: Task::Regression,
            } => write!(
                f,
                "{model} predicts numbers, and the target is a class. Choose a model for classes."
            ),
            Self::Length { what, rows, found } => {
                write!(f, "There are {found} {what} for {rows} rows.")
            }
            Self::Label {
                row,
                value,
                n_classes,
            } => write!(
                f,
                "The label is {value} in row {row}; it must be below the number of classes, which is {n_classes}."
            ),
            Self::Classes { n_classes } => write!(
                f,
                "The target has {n_classes} classes; a model has at most {LARGEST_N_CLASSES}."
            ),
            Self::Target { row, value } => write!(
                f,
                "The target is {value:e} in row {row}; it must be from {:e} to {LARGEST_TARGET:e}.",
                -LARGEST_TARGET
            ),
            Self::Missing { model, column, row } => write!(
                f,
                "{model} cannot use missing values, and feature {column} has one in row {row}. Fill missing numbers, or choose a tree model."
            ),
            Self::Unweighted { model, why } => {
                write!(f, "{model} takes no weights: {why}.")
            }
            Self::Weight { row, value } => write!(
                f,
                "The weight is {value} in row {row}; it must be 0, or from {:e} to {:e}.",
                WEIGHTS.start(),
                WEIGHTS.end()
            ),
            Self::NoWeight => f.write_str("No row has a weight above 0."),
            Self::Neighbors { n_neighbors, rows } => write!(
                f,
                "n_neighbors is {n_neighbors}; it must be at most the number of train rows, which is {rows}."
            ),
            Self::TooMany {
                model,
                what,
                value,
                most,
            } => write!(
                f,
                "{model} would have {value} {what}; it takes at most {most}. Leave out columns, or choose a tree model."
            ),
            Self::Spread { column } => write!(
                f,
                "The values of feature {column} are too far apart to be scaled. Leave it out, or choose a tree model."
            ),
            Self::Unsolvable { model } => write!(
                f,
                "{model} found no finite coefficients. Use a stronger penalty, or leave out columns with the same content."
            ),
            Self::Boosting(error) => error.fmt(f),
            Self::Forest(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for FitError {}

impl From<grove_boosting::BoostingError> for FitError {
    fn from(error: grove_boosting::BoostingError) -> Self {
        Self::Boosting(error)
    }
}

impl From<grove_forest::ForestError> for FitError {
    fn from(error: grove_forest::ForestError) -> Self {
        Self::Forest(error)
    }
}

/// Why a model cannot predict. Rows and columns count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PredictError {
    /// The table has another number of columns than the model was fitted to.
    Features {
        /// How many features the model learned from.
        expected: u32,
        /// How many features the table has.
        found: u32,
    },
    /// A missing value, which this model does not take.
    Missing {
        /// The feature's position, from 0.
        column: u32,
        /// The feature's first row without a value.
        row: u32,
    },
}

impl fmt::Display for PredictError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Features { expected, found } => write!(
                f,
                "The table has {found} features; the model learned from {expected}."
            ),
            Self::Missing { column, row } => write!(
                f,
                "The model cannot use missing values, and feature {column} has one in row {row}."
            ),
        }
    }
}

impl std::error::Error for PredictError {}
