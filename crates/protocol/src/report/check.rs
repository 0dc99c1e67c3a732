//! The report of the check stage.

use serde::{Deserialize, Serialize};

use super::Doubt;
use super::bounds::{Bounded, LISTED_AT_MOST, at_most};

/// The findings of each expectation.
pub type Report = CheckReport;

/// What the check stage found in the cleaned data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckReport {
    /// First what a model needs, then the expectations of the recipe that are on, in their order.
    pub expectations: Vec<Finding>,
    /// Reasons to doubt any score on these rows.
    #[serde(default)]
    pub belief: Vec<Doubt>,
}

/// Whether an expectation holds, and the consequence if it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckVerdict {
    /// The expectation holds.
    Passed,
    /// It fails, and the run goes on.
    Warned,
    /// It fails, and the run ends once everything has been checked.
    Stopped,
}

/// The result of one expectation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The expectation, such as `At least two classes`.
    pub name: String,
    /// The columns that fail it.
    pub columns: Vec<String>,
    /// Whether it holds, and the consequence if it does not.
    pub verdict: CheckVerdict,
    /// How many rows (or columns, as the message says) fail. 0 where the expectation is about the whole table.
    pub failing: u32,
    /// How many rows or columns were checked; 0 where the expectation is about the whole table.
    pub of: u32,
    /// What was found, and what to do about it if it failed.
    pub message: String,
    /// For an expectation of the recipe.
    pub of_rule: Option<RuleFindings>,
}

/// More about an expectation of the recipe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleFindings {
    /// Its place in the recipe, from 0.
    pub expectation: u32,
    /// The first rows that fail, by their numbers in the file.
    pub rows: Vec<u32>,
    /// For a rule about a column's distribution.
    pub statistic: Option<Statistic>,
}

/// The distance of two distributions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statistic {
    /// Such as `Kolmogorov–Smirnov D`.
    pub name: String,
    /// The distance: D from 0 to 1, or χ² from 0.
    pub value: f64,
    /// The probability of a distance at least as large if nothing had changed, 0 to 1.
    pub p_value: f64,
}

impl Bounded for CheckReport {
    fn check(&self) -> Result<(), String> {
        at_most("findings", self.expectations.len(), LISTED_AT_MOST)
    }
}
