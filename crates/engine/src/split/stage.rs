//! Runs the split stage.

use std::rc::Rc;

use super::{SplitParts, report};
use crate::clean::Cleaned;
use crate::pace::Work;
use crate::run::{Begun, PathStage, SharedBytes, StageInputs};

/// What the stage makes.
pub type Output = SplitParts;

impl PathStage for SplitParts {
    fn begin(inputs: &StageInputs) -> Begun<Self> {
        let (cleaned, recipe) = (inputs.output::<Cleaned>(), inputs.recipe());
        Ok(Work::new(|_| async move {
            let parts = cleaned.parts(&recipe)?;
            let report = report(&cleaned.table, &parts, &recipe);
            Ok((parts, report))
        }))
    }

    fn weigh(self: &Rc<Self>) -> Vec<SharedBytes> {
        vec![SharedBytes::of(self, self.bytes())]
    }
}
