//! Tells how the answers depend on a column.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::EffectReport;

/// Asks how the answers of the latest run's model depend on a column of the file, on rows that it was trained on. Where that
/// would take more than a moment, it is refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The column's name.
    pub column: String,
}

impl Call for Effect {
    type Answer = EffectReport;
    type Progress = Never;
}
