//! The questions about the trustworthiness of scores, and the warnings that the person has dismissed.

use serde::{Deserialize, Serialize};

/// The questions that are checked in every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Does a column alone reveal the target?
    Leak,
    /// Are test rows equal to train rows?
    Copies,
    /// Are rows of one person or thing in train and in test?
    Groups,
    /// Are train rows later than test rows?
    Time,
    /// Is the model worse than the baseline?
    Baseline,
    /// Are its probabilities worse than the baseline's?
    LogLoss,
}

impl Question {
    /// Returns the name in recipes, tests and scripts.
    pub const fn name(self) -> &'static str {
        match self {
            Question::Leak => "leak",
            Question::Copies => "copies",
            Question::Groups => "groups",
            Question::Time => "time",
            Question::Baseline => "baseline",
            Question::LogLoss => "log_loss",
        }
    }

    /// Returns the heading of a warning.
    pub const fn title(self) -> &'static str {
        match self {
            Question::Leak => "A column may reveal the target",
            Question::Copies => "Test rows are equal to train rows",
            Question::Groups => "Train and test rows may be about the same person or thing",
            Question::Time => "Train rows are later than test rows",
            Question::Baseline => "Worse than the baseline",
            Question::LogLoss => "Probabilities are worse than the baseline's",
        }
    }
}

/// A warning that the person has dismissed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownDoubt {
    /// The question whose warning was dismissed.
    pub question: Question,
    /// The columns for which it was dismissed; empty if the question is about no column.
    #[serde(default)]
    pub columns: Vec<String>,
}
