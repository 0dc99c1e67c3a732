//! Asks what a form has to ask for to predict one row.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::RowForm;

/// Asks for the fields of one row, for the model that predicts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DescribeRow {
    /// The place of the row to take among those that can be taken, from 0; `None` for typical values.
    pub row: Option<u32>,
}

impl Call for DescribeRow {
    type Answer = RowForm;
    type Progress = Never;
}
