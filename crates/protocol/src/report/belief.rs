//! Reasons to doubt a score, each with the change that removes it.

use std::fmt;

use serde::{Deserialize, Serialize};

use grove_recipe::{KnownDoubt, Operation, Question, Recipe, SplitMethod, Step, list};

/// A reason to doubt the scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    /// The question that was checked.
    pub question: Question,
    /// The columns concerned.
    pub columns: Vec<String>,
    /// What was found, with its figures and the number of rows that were checked, in full sentences.
    pub found: String,
    /// What to consider, in full sentences.
    pub advice: String,
    /// The change of the recipe that removes the cause.
    pub remedy: Remedy,
    /// Whether the person had noted it in the recipe before the run.
    pub known: bool,
}

/// The change of the recipe that removes a doubt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Leave columns out of the features.
    LeaveOut {
        /// The columns to leave out.
        columns: Vec<String>,
    },
    /// Of rows that are equal in these columns, keep the first.
    DropDuplicates {
        /// The columns in which rows are compared.
        columns: Vec<String>,
    },
    /// Add a cleaning step.
    Clean {
        /// What the step does.
        operation: Operation,
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
    /// Choose another model or other parameters: no change that could be made without a person.
    ChangeModel,
}

impl Doubt {
    /// Returns the entry of a recipe that acknowledges the doubt.
    pub fn acknowledged(&self) -> KnownDoubt {
        KnownDoubt {
            question: self.question,
            columns: self.columns.clone(),
        }
    }

    /// Returns whether a recipe has the entry for this doubt.
    pub fn is_known_to(&self, recipe: &Recipe) -> bool {
        let mut known = recipe.check.known.iter();
        known.any(|known| {
            let names = |column| known.columns.contains(column);
            known.question == self.question && self.columns.iter().all(names)
        })
    }
}

impl fmt::Display for Doubt {
    /// Describes the doubt and the change that removes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} To do: {}.", self.found, self.advice, self.remedy)?;
        match self.known {
            true => f.write_str(" Acknowledged in the recipe."),
            false => Ok(()),
        }
    }
}

impl fmt::Display for Remedy {
    /// Describes the change with the parameter to write into the recipe, without a full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = self.label();
        match self {
            Remedy::LeaveOut { .. } => write!(f, "{label} (leave_out)"),
            Remedy::DropDuplicates { .. } => write!(f, "{label} (clean.steps: drop_duplicates)"),
            Remedy::Clean { operation } => {
                write!(f, "{label} (clean.steps: {})", operation.name())
            }
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
    /// Returns the label of the button that makes the change.
    pub fn label(&self) -> String {
        match self {
            Remedy::LeaveOut { columns } => format!("Leave out {}", list(columns)),
            Remedy::DropDuplicates { .. } => "Drop duplicates".into(),
            Remedy::Clean { operation } => operation.sentence(),
            Remedy::SplitByGroup { column } => format!("Split by group {column}"),
            Remedy::SplitByTime { column } => format!("Split by time {column}"),
            Remedy::ChangeModel => "Change the model".into(),
        }
    }

    /// Makes the change in a recipe; returns `false` where a person has to choose.
    pub fn apply(&self, recipe: &mut Recipe) -> bool {
        match self {
            Remedy::LeaveOut { columns } => {
                for column in columns {
                    if !recipe.leave_out.contains(column) {
                        recipe.leave_out.push(column.clone());
                    }
                }
            }
            Remedy::DropDuplicates { .. } | Remedy::Clean { .. } => {
                recipe.clean.steps.extend(self.step());
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

    /// Returns the cleaning step that the change adds, if it adds one.
    fn step(&self) -> Option<Step> {
        let operation = match self {
            Remedy::DropDuplicates { columns } => Operation::DropDuplicates {
                columns: columns.clone(),
            },
            Remedy::Clean { operation } => operation.clone(),
            _ => return None,
        };
        Some(operation.into())
    }

    /// Returns whether a recipe has the change.
    pub fn is_in(&self, recipe: &Recipe) -> bool {
        match self {
            Remedy::LeaveOut { columns } => columns
                .iter()
                .all(|column| recipe.leave_out.contains(column)),
            Remedy::DropDuplicates { .. } | Remedy::Clean { .. } => self
                .step()
                .is_some_and(|step| recipe.clean.steps.contains(&step)),
            Remedy::SplitByGroup { column } => {
                recipe.split.method == SplitMethod::Group && recipe.group.as_ref() == Some(column)
            }
            Remedy::SplitByTime { column } => {
                let by = recipe.split.time_column.as_ref();
                recipe.split.method == SplitMethod::Time && by == Some(column)
            }
            Remedy::ChangeModel => false,
        }
    }

    /// Takes the change out of a recipe that has it, and leaves the rest of the recipe as it is.
    pub fn put_back(&self, recipe: &mut Recipe) {
        match self {
            Remedy::LeaveOut { columns } => recipe.leave_out.retain(|left| !columns.contains(left)),
            Remedy::DropDuplicates { .. } | Remedy::Clean { .. } => {
                let step = self.step();
                let steps = &mut recipe.clean.steps;
                if let Some(place) = steps.iter().rposition(|known| Some(known) == step.as_ref()) {
                    steps.remove(place);
                }
            }
            Remedy::SplitByGroup { .. } | Remedy::SplitByTime { .. } => {
                recipe.split.method = SplitMethod::Random;
            }
            Remedy::ChangeModel => {}
        }
    }
}
