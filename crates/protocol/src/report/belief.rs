//! Reasons not to believe a score, each with the step that mends it.

use std::fmt;

use serde::{Deserialize, Serialize};

use grove_recipe::{KnownDoubt, Operation, Question, Recipe, SplitMethod, Step, list};

/// A reason not to believe the scores as they stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    /// What was asked of the run.
    pub question: Question,
    /// The columns that it is about.
    pub columns: Vec<String>,
    /// What was found, with its figures and the number of rows that were looked at, in full sentences.
    pub found: String,
    /// What to think about, in full sentences.
    pub advice: String,
    /// What to change in the recipe, so that its cause is gone.
    pub remedy: Remedy,
    /// The person knew it before the run.
    pub known: bool,
}

/// The step that mends a doubt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Leave columns out of the features.
    LeaveOut {
        /// The columns to leave out.
        columns: Vec<String>,
    },
    /// Of rows that are equal in these columns, the first stays.
    DropDuplicates {
        /// The columns in which rows are compared.
        columns: Vec<String>,
    },
    /// Split by group, so that no group is in two parts.
    SplitByGroup {
        /// The column whose values name the groups.
        column: String,
    },
    /// Split by time: train before, test after.
    SplitByTime {
        /// The column by which rows are ordered.
        column: String,
    },
    /// Another model, or other parameters: nothing that could be chosen without a person.
    ChangeModel,
}

impl Doubt {
    /// What the recipe says once the person knows it.
    pub fn acknowledged(&self) -> KnownDoubt {
        KnownDoubt {
            question: self.question,
            columns: self.columns.clone(),
        }
    }

    /// Whether a recipe says that the person knows it.
    pub fn is_known_to(&self, recipe: &Recipe) -> bool {
        let mut known = recipe.check.known.iter();
        known.any(|known| {
            let names = |column| known.columns.contains(column);
            known.question == self.question && self.columns.iter().all(names)
        })
    }
}

impl fmt::Display for Doubt {
    /// In words, with the step that mends it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} Step: {}.", self.found, self.advice, self.remedy)?;
        match self.known {
            true => f.write_str(" Acknowledged in the recipe."),
            false => Ok(()),
        }
    }
}

impl fmt::Display for Remedy {
    /// The step with what to write into the recipe, without a full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = self.label();
        match self {
            Remedy::LeaveOut { .. } => write!(f, "{label} (leave_out)"),
            Remedy::DropDuplicates { .. } => write!(f, "{label} (clean.steps: drop_duplicates)"),
            Remedy::SplitByGroup { column } => {
                write!(f, "{label} (group: {column}, split.method: group)")
            }
            Remedy::SplitByTime { column } => {
                write!(
                    f,
                    "{label} (split.method: time, split.time_column: {column})"
                )
            }
            Remedy::ChangeModel => write!(f, "{label} (train)"),
        }
    }
}

impl Remedy {
    /// What a button that takes the step says.
    pub fn label(&self) -> String {
        match self {
            Remedy::LeaveOut { columns } => format!("Leave out {}", list(columns)),
            Remedy::DropDuplicates { .. } => "Drop duplicates".into(),
            Remedy::SplitByGroup { column } => format!("Split by group {column}"),
            Remedy::SplitByTime { column } => format!("Split by time {column}"),
            Remedy::ChangeModel => "Change the model".into(),
        }
    }

    /// Takes the step in a recipe; `false` where a person has to choose.
    pub fn apply(&self, recipe: &mut Recipe) -> bool {
        match self {
            Remedy::LeaveOut { columns } => {
                for column in columns {
                    if !recipe.leave_out.contains(column) {
                        recipe.leave_out.push(column.clone());
                    }
                }
            }
            Remedy::DropDuplicates { columns } => {
                let columns = columns.clone();
                let step = Step::from(Operation::DropDuplicates { columns });
                recipe.clean.steps.push(step);
            }
            Remedy::SplitByGroup { column } => {
                recipe.leave_out.retain(|left| left != column);
                recipe.weight.take_if(|weight| weight == column);
                recipe.group = Some(column.clone());
                recipe.split.method = SplitMethod::Group;
            }
            Remedy::SplitByTime { column } => {
                recipe.split.time_column = Some(column.clone());
                recipe.split.method = SplitMethod::Time;
            }
            Remedy::ChangeModel => return false,
        }
        true
    }
}
