//! The test rows behind a number of the evaluation.
//!
//! Why: `docs/decisions/0044-rows-behind-a-number.md`.

use serde::{Deserialize, Serialize};

use super::rows::TableRow;
use crate::call::{Call, Never};

/// Asks for test rows of the latest run: `count` of those selected from row `from` on, or fewer where they end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowsBehind {
    /// Which test rows.
    pub of: Selection,
    /// Their order.
    pub sort: RowOrder,
    /// Place of the first row among those selected, from 0.
    pub from: u32,
    /// The most rows to return.
    pub count: u32,
}

/// Gets all selected rows in this order as a CSV file, which comes with the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaveBehind {
    /// Which test rows.
    pub of: Selection,
    /// Their order.
    pub sort: RowOrder,
}

/// Which test rows. Classes are places in the evaluation's list. A class that is not in it, a range without values, and a
/// selection that is about the other task select no row.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// All of them.
    All,
    /// Those of a classification that were predicted as another class.
    Mistakes,
    /// A cell of the confusion matrix.
    Cell {
        /// What the rows are.
        actual: u32,
        /// What they were predicted as.
        predicted: u32,
    },
    /// A row of the confusion matrix: those that are of this class.
    Actual {
        /// The class.
        class: u32,
    },
    /// A column of the confusion matrix: those that were predicted as this class.
    Predicted {
        /// The class.
        class: u32,
    },
    /// Those of a regression whose residual, actual − predicted, is from `low` to below `high`; up to `high` itself where
    /// no residual is larger. An end that is one of a bin of the histogram, but for rounding, is that end.
    Residuals {
        /// In the target's unit.
        low: f64,
        /// In the target's unit.
        high: f64,
    },
    /// Those whose probability of a class is from `low` to below `high`; up to `high` itself where it is 1.
    Probability {
        /// The class.
        class: u32,
        /// From 0 to 1.
        low: f64,
        /// From 0 to 1.
        high: f64,
    },
}

/// The order of the rows. Missing values are last, and equal ones in the order of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOrder {
    /// The surest mistakes first and the surest right rows last; of a regression, the largest absolute residuals first.
    #[default]
    WorstFirst,
    /// By what is in a column of [`BehindPage::columns`]; numbers by their value, texts by their bytes, classes in the order
    /// of the evaluation's list.
    By {
        /// Its place. By a column that is not there, rows are in the order of the file.
        column: u32,
        /// Whether the largest come first.
        falling: bool,
    },
}

/// Some of the selected rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BehindPage {
    /// How many rows are selected.
    pub total: u32,
    /// The columns of the table as it was opened, then the actual target, the prediction, and how sure it is: the
    /// probability of the predicted class, or the residual.
    pub columns: Vec<BehindColumn>,
    /// With a cell for each column.
    pub rows: Vec<TableRow>,
}

/// A column of the selected rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BehindColumn {
    /// Its name, which no other column has.
    pub name: String,
    /// Whether it holds numbers.
    pub is_number: bool,
}

impl Call for RowsBehind {
    type Answer = BehindPage;
    type Progress = Never;
}

impl Call for SaveBehind {
    type Answer = ();
    type Progress = Never;
}
