//! Asks for the residuals of the latest run along a column.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::ResidualsReport;

/// Asks for the residuals of the test rows of the latest run along a column of the cleaned table. Refused for classes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResidualsAlong {
    /// The column's name.
    pub column: String,
}

impl Call for ResidualsAlong {
    type Answer = ResidualsReport;
    type Progress = Never;
}
