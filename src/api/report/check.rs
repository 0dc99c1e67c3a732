//! What checking found.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckReport {
    pub expectations: Vec<Expectation>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Passed,
    /// Worth knowing; the run goes on.
    Warned,
}

/// Something that should be true of the data. One whose failure makes a model impossible stops the run as an error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expectation {
    /// What is expected, such as `At least two classes`.
    pub name: String,
    /// The columns that fail it.
    pub columns: Vec<String>,
    pub verdict: Verdict,
    /// Rows (or columns, as the message says) that fail, and how many were looked at.
    pub failing: u32,
    pub of: u32,
    /// What was found, and what to do about it where it failed.
    pub message: String,
}
