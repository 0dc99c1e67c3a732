//! How a model's answers depend on one column.

use serde::{Deserialize, Serialize};

use grove_recipe::columns::ColumnKind;

/// The most values of a column that are tried where the model does not say where its answers change.
pub const VALUES_AT_MOST: usize = 200;

/// The most categories that are tried, the most frequent first.
pub const CATEGORIES_AT_MOST: usize = 50;

/// A column of the file along which the answers can be asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EffectColumn {
    /// The column's name in the file.
    pub name: String,
    /// The sum of the importances of what is made of it; of what several columns make, each has an equal part.
    pub importance: f64,
}

/// The effect of a column of the file on the answers. Answers have one number per class, or a single one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EffectReport {
    /// The column.
    pub column: String,
    /// Its kind.
    pub kind: ColumnKind,
    /// The names of the classes; empty for a regression.
    pub classes: Vec<String>,
    /// The numbers of the rows over which answers are averaged.
    pub rows: Vec<u32>,
    /// The values that the column is given.
    pub places: EffectPlaces,
    /// By place, the mean answer of the rows when all of them have that value (partial dependence).
    pub partial_dependence: Vec<Vec<f64>>,
    /// The mean answer when the value is missing, if it is missing in some row.
    pub missing: Option<Vec<f64>>,
    /// The answers of single rows (individual conditional expectation).
    pub lines: Vec<EffectLine>,
    /// For columns whose values are in order.
    pub accumulated: Option<AccumulatedEffects>,
}

/// The values that a column is given. Dates are days, moments microseconds, since 1970.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectPlaces {
    /// Every place where the model can change its answer: values up to the first threshold, between two of them, and above the
    /// last, so that there is one answer more than thresholds.
    Intervals {
        /// The thresholds, ascending. A value at a threshold belongs to the interval below it.
        thresholds: Vec<f64>,
        /// The values of the rows, ascending, without missing ones.
        seen: Vec<f64>,
    },
    /// Values that occur, ascending: all, or evenly many of each quantile.
    Values {
        /// The values.
        values: Vec<f64>,
        /// The values of the rows, ascending, without missing ones.
        seen: Vec<f64>,
    },
    /// Values without order, the most frequent first.
    Categories {
        /// The values.
        values: Vec<String>,
        /// How many of the rows have each.
        counts: Vec<u32>,
    },
}

/// The answers for one row, with its other columns as they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EffectLine {
    /// The number of the row in the file.
    pub row: u32,
    /// By place.
    pub answers: Vec<Vec<f64>>,
}

/// Accumulated local effects: differences of answers within narrow bins, of the rows that are there, summed from bin to bin
/// and centred to a mean of 0. Apley and Zhu, “Visualizing the effects of predictor variables”, 2020
/// (<https://arxiv.org/abs/1612.08468>).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccumulatedEffects {
    /// The ends of the bins, ascending.
    pub edges: Vec<f64>,
    /// The effect at each end.
    pub effects: Vec<Vec<f64>>,
    /// The rows in each bin.
    pub counts: Vec<u32>,
}
