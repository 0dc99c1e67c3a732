//! Runs quick stages as soon as their panel is shown, so that a change is seen at once.

use std::rc::Rc;

use super::{CenterView, EngineWish, State, Status};
use grove_recipe::Recipe;
use grove_recipe::stage::{Stage, keys};

/// Tables of up to so many cells are prepared in well under a second.
const CELLS_AT_MOST: u64 = 2_000_000;

impl State {
    /// The stage that is looked at and what leads to it, where its output is not of the present recipe.
    pub fn preview_wanted(&self) -> Option<(Rc<Recipe>, Stage)> {
        let CenterView::Stage(stage) = self.place else {
            return None;
        };
        if !stage.about().quick {
            return None;
        }
        let (recipe, data) = self.recipe().zip(self.data.as_ref())?;
        let cells = u64::from(data.rows) * data.columns.len() as u64;
        let free = self.engine.may(EngineWish::Preview) && self.reading_wanted().is_none();
        if !free || cells > CELLS_AT_MOST {
            return None;
        }
        // Keys are hashes, and the page asks at every change.
        let due = !matches!(self.statuses()[stage as usize], Status::Fresh);
        let tried = || self.previewed == keys(recipe).get(stage as usize).copied();
        let ended = || {
            (self.ended_in.as_ref())
                .is_some_and(|(stage, key)| &keys(recipe)[*stage as usize] == key)
        };
        let wanted = due && !tried() && !ended() && recipe.check_up_to(stage).is_ok();
        wanted.then(|| (Rc::clone(recipe), stage))
    }

    /// The stage that is looked at runs by itself, now or in a moment.
    pub fn is_previewing(&self) -> bool {
        self.engine.run().is_some_and(|run| run.preview) || self.preview_wanted().is_some()
    }

    /// Whether a stage's failure belongs to a step that may still be written, and is told there alone.
    pub fn is_told_at_step(&self, stage: Stage) -> bool {
        let mut failures = self.failures.iter();
        let failure = failures.find(|failure| failure.error.stage == stage);
        failure.is_some_and(|failure| failure.preview && failure.error.step.is_some())
    }
}
