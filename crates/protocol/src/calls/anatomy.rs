//! Shows what the trees say of one row, and how it differs from the train rows.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::RowAnatomy;

/// Asks for the anatomy of a row with these values, by the model of [`crate::calls::PredictRow`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShowAnatomy {
    /// The columns' names and values.
    pub values: Vec<(String, String)>,
    /// The class whose votes are told, as a position among the classes; `None` for the one that is decided.
    pub class: Option<u32>,
    /// The tree whose path is told, from 1; the last one where there are less.
    pub tree: u32,
}

impl Call for ShowAnatomy {
    type Answer = RowAnatomy;
    type Progress = Never;
}
