//! Rows in the plane of two columns.

use serde::{Deserialize, Serialize};

use grove_recipe::columns::ColumnKind;

/// The most rows that are drawn.
pub const PLANE_ROWS: u32 = 2000;

/// Rows in the plane of two columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaneReport {
    /// The horizontal column.
    pub x: PlaneAxis,
    /// The vertical column.
    pub y: PlaneAxis,
    /// The column by which rows are coloured; empty where none is chosen.
    pub target: String,
    /// The classes of the target; empty for values, and without a target.
    pub classes: Vec<String>,
    /// A sample of the rows with a value in both columns and in the target.
    pub points: Vec<PlanePoint>,
    /// The number of rows from which the sample was drawn.
    pub drawn_from: u32,
    /// The number of rows that lack a value, or have one of the categories that are not drawn.
    pub left_out: u32,
    /// The model's answers all over the plane.
    pub field: Option<PlaneField>,
}

/// A column as an axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaneAxis {
    /// The column's name.
    pub column: String,
    /// Its kind.
    pub kind: ColumnKind,
    /// The unit of its numbers, if it has one.
    pub unit: Option<String>,
    /// The categories in their order along the axis, from 0; empty for numbers and dates.
    pub categories: Vec<String>,
    /// Whether its values are categories or few whole numbers, each with a band of its own.
    pub bands: bool,
    /// The lower end of what is shown: a number, a date in days since 1970-01-01, or half a category before the first.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// A row in the plane.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanePoint {
    /// The data row in the file, counted from 1 below the header.
    pub row: u32,
    /// Its value on the horizontal axis.
    pub x: f64,
    /// Its value on the vertical axis.
    pub y: f64,
    /// The place of its class, or its value; 0 without a target.
    pub target: f64,
    /// Whether it is a test row of the run.
    pub test: bool,
    /// What the model of the run predicts for a test row: the place of a class, or a value.
    pub predicted: Option<f64>,
}

/// A model's answers on a grid over the plane, row by row from the lower left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaneField {
    /// The cells along the horizontal axis.
    pub columns: u32,
    /// The cells along the vertical axis.
    pub rows: u32,
    /// In the middle of each cell: the place of the most probable class, or the value.
    pub answers: Vec<f64>,
    /// How probable that class is; empty for values.
    pub certainty: Vec<f64>,
    /// The trees, or iterations, that have answered; 0 for a model without trees.
    pub trees: u32,
    /// The model's other columns, with the value at which each is held.
    pub held: Vec<(String, String)>,
    /// The columns of the two that the model does not use.
    pub unused: Vec<String>,
}
