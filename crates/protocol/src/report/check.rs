//! The report of the check stage.

use serde::{Deserialize, Serialize};

use super::Doubt;
use super::bounds::{Bounded, LISTED_AT_MOST, at_most};

/// The findings of each expectation.
pub type Report = CheckReport;

/// What the check stage found of the cleaned data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckReport {
    /// What a model needs first, then the expectations of the recipe that are on, in their order.
    pub expectations: Vec<Finding>,
    /// What speaks against believing any score on these rows.
    #[serde(default)]
    pub belief: Vec<Doubt>,
}

/// Whether an expectation holds, and what follows where it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckVerdict {
    /// The expectation holds.
    Passed,
    /// Worth knowing; the run goes on.
    Warned,
    /// The run ends once everything has been checked.
    Stopped,
}

/// What was found of something that should be true of the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What is expected, such as `At least two classes`.
    pub name: String,
    /// The columns that fail it.
    pub columns: Vec<String>,
    /// Whether it holds, and what follows where it does not.
    pub verdict: CheckVerdict,
    /// Rows (or columns, as the message says) that fail, and how many were looked at. Both are 0 where it is about
    /// the table as a whole.
    pub failing: u32,
    /// Rows or columns that were looked at; 0 where it is about the table as a whole.
    pub of: u32,
    /// What was found, and what to do about it where it failed.
    pub message: String,
    /// Of an expectation in the recipe.
    pub of_rule: Option<RuleFindings>,
}

/// What is known besides of an expectation in the recipe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleFindings {
    /// Its place in the recipe, counted from 0.
    pub expectation: u32,
    /// The first rows that fail, by their numbers in the file.
    pub rows: Vec<u32>,
    /// Of a rule about a column's distribution; `None` for other rules.
    pub statistic: Option<Statistic>,
}

/// How far two distributions are apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statistic {
    /// Such as `Kolmogorov–Smirnov D`.
    pub name: String,
    /// The distance: D from 0 to 1, or χ² from 0.
    pub value: f64,
    /// How often it would be as large if nothing had changed, 0 to 1.
    pub p_value: f64,
}

impl Bounded for CheckReport {
    fn check(&self) -> Result<(), String> {
        at_most("findings", self.expectations.len(), LISTED_AT_MOST)
    }
}
