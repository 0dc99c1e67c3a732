//! The clean stage: a list of steps that are applied in order.

use serde::{Deserialize, Serialize};

use super::{About, Reads, reads};
use crate::Operation;
use crate::error::StageError;
use crate::parameters as p;
use crate::parameters::{Fields, TextKind, own_form};
use crate::stage::Stage;
use crate::{options, parameters};

options! {
    /// What happens to rows whose target is missing.
    pub enum MissingTarget {
        /// They are left out of the table.
        DropRows = "drop_rows" "drop them",
        /// The run stops where there is one.
        Stop = "stop" "stop the run",
    }
}

/// An operation on the table, with its switch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// A step that is off stays in the list and does nothing.
    #[serde(default = "on")]
    pub on: bool,
    /// What the step does.
    pub operation: Operation,
}

const fn on() -> bool {
    true
}

impl From<Operation> for Step {
    fn from(operation: Operation) -> Self {
        Self {
            on: on(),
            operation,
        }
    }
}

parameters! {
    /// The clean part of a recipe.
    #[derive(Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    pub struct Clean {
        /// At most [`p::STEPS_AT_MOST`], first to last.
        steps: Vec<Step> = Text { label: "Steps", help: "", holds: TextKind::Any },
        /// What happens to rows whose target is missing.
        missing_target: MissingTarget = Choice {
            label: "Rows without a target",
            help: "A row without a target can be used neither for training nor for scoring.",
            options: MissingTarget::OPTIONS,
        },
    }
}

own_form!(Vec<Step>);

impl Clean {
    /// Returns the steps that are on, each with its place in the list.
    pub fn active(&self) -> impl Iterator<Item = (u32, &Operation)> {
        let numbered = (0..).zip(&self.steps);
        numbered.filter_map(|(place, step)| step.on.then_some((place, &step.operation)))
    }

    /// Returns whether a step that is on learns from rows.
    pub fn learns(&self) -> bool {
        self.active().any(|(_, operation)| operation.learns())
    }

    /// Checks every step that is on. The error names the first that lacks something or has a value out of its range.
    fn check(&self) -> Result<(), StageError> {
        const ADVICE: &str = "Change it and run again.";
        if self.steps.len() > p::STEPS_AT_MOST {
            let problem = format!(
                "There are {} steps; at most {} are possible.",
                self.steps.len(),
                p::STEPS_AT_MOST
            );
            let error = StageError::new(Stage::Clean, problem, ADVICE);
            return Err(error.of_parameter("clean.steps".into()));
        }
        self.active().try_for_each(|(place, operation)| {
            operation.check().map_err(|misfit| {
                let misfit = misfit.within(operation.name()).within("operation");
                let misfit = misfit.within_list(place as usize).within("steps");
                let path = misfit.within("clean");
                StageError::new(Stage::Clean, path.problem, ADVICE)
                    .in_step(place)
                    .of_parameter(path.path)
            })
        })
    }
}

/// What is read of a recipe none of whose steps learns.
const WITHOUT_LEARNING: Reads = reads! { clean, target };

/// The declaration of the clean stage.
pub const ABOUT: About = About {
    title: "Clean",
    does: "Repairs cells and rows, step by step.",
    part: "How cells and rows are repaired.",
    version: 1,
    needs: &[Stage::Load],
    // A step that learns splits the rows before it.
    reads: reads! { clean, target, split, seed, task, weight, group },
    reads_less: Some(|recipe| (!recipe.clean.learns()).then_some(WITHOUT_LEARNING)),
    check: |recipe| recipe.clean.check(),
    parameters: |recipe| recipe.clean.declared(),
    quick: true,
};
