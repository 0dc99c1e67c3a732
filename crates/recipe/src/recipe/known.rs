//! The questions about the trustworthiness of scores, and those that the person has dismissed.

use serde::{Deserialize, Serialize};

/// What is asked of every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Does a column alone give the target away?
    Leak,
    /// Are test rows equal to train rows?
    Copies,
    /// Are rows of one person or thing in train and in test?
    Groups,
    /// Are train rows later than test rows?
    Time,
    /// Is the model worse than one that learned nothing?
    Baseline,
    /// Are its probabilities worse than those of one that learned nothing?
    LogLoss,
}

impl Question {
    /// The name in recipes and automation handles.
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

    /// What is in doubt, as a heading.
    pub const fn title(self) -> &'static str {
        match self {
            Question::Leak => "The target may be given away",
            Question::Copies => "Test rows are equal to train rows",
            Question::Groups => "Test rows may be about someone the model knows",
            Question::Time => "Train rows are later than test rows",
            Question::Baseline => "Worse than the baseline",
            Question::LogLoss => "Probabilities are worse than the baseline's",
        }
    }
}

/// What the person knows and does not want to be warned of again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownDoubt {
    /// The question whose warning was dismissed.
    pub question: Question,
    /// The columns that it is known of; none where the question is about no column.
    #[serde(default)]
    pub columns: Vec<String>,
}
