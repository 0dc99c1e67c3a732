//! Asks what a form has to ask for to predict one row.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::RowForm;

/// Asks for the fields of one row, for the model that predicts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DescribeRow {
    /// What the fields are filled with.
    pub row: RowSource,
}

/// What the fields of a form are filled with. A row that is not there is as [`RowSource::Typical`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowSource {
    /// Typical values of the data that the model was trained on.
    Typical,
    /// The row at this place among those that can be taken, from 0.
    Place(u32),
    /// The row of this number in the file, from 1 below the header.
    Number(u32),
}

impl Call for DescribeRow {
    type Answer = RowForm;
    type Progress = Never;
}
