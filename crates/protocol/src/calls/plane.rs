//! Rows in the plane of two columns, with a model's answers behind them.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::{PlaneField, PlaneReport};
use grove_recipe::Recipe;

/// Asks for rows of the recipe's table in the plane of two columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plane {
    /// Names the target, and for a field the run.
    pub recipe: Recipe,
    /// The horizontal column; `None` to have it chosen.
    pub x: Option<String>,
    /// The vertical column, likewise.
    pub y: Option<String>,
    /// Whose answers are behind the rows.
    pub of: PlaneSource,
}

/// Whose answers are behind the rows of a plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlaneSource {
    /// Nobody's: the rows are those of the table as it was opened.
    Table,
    /// The trees that have grown so far, while the recipe is run. There is no field where none has, or where there are
    /// too many to put together by the way.
    Growing,
    /// The model that the recipe's run has trained.
    Trained,
}

impl Call for Plane {
    type Answer = PlaneReport;
    type Progress = Never;
}

/// Grows a forest on a small table of two moons, beside everything else, to show on the first visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrowMoons;

/// The moons, and the answers of the forest as it grew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrownMoons {
    /// The rows, without a field.
    pub plane: PlaneReport,
    /// The answers at growing numbers of trees.
    pub fields: Vec<PlaneField>,
}

impl Call for GrowMoons {
    type Answer = GrownMoons;
    type Progress = Never;
}
