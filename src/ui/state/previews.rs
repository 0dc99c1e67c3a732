//! Runs quick stages as soon as their panel is shown, so that the effect of a change is visible at once.

use std::rc::Rc;

use super::{CenterView, EngineWish, State, Status};
use grove_recipe::Recipe;
use grove_recipe::stage::{Stage, keys};

/// The largest table for previews: its stages take well under a second.
const CELLS_AT_MOST: u64 = 2_000_000;

impl State {
    /// Returns the recipe to run without a further click: that of a table which was opened to be run.
    pub fn first_run_wanted(&self) -> Option<Rc<Recipe>> {
        let due = self.runs_when_open && self.data.is_some() && self.can_run();
        let recipe = self.recipe().filter(|recipe| due && recipe.has_target());
        recipe.cloned()
    }

    /// Returns whether the open table is small enough for what the page does by itself.
    pub(super) fn is_small(&self) -> bool {
        self.data
            .as_ref()
            .is_some_and(|data| u64::from(data.rows) * data.columns.len() as u64 <= CELLS_AT_MOST)
    }

    /// Returns the shown stage, with the recipe, if it or an earlier one is out of date.
    pub fn preview_wanted(&self) -> Option<(Rc<Recipe>, Stage)> {
        let CenterView::Stage(stage) = self.place else {
            return None;
        };
        if !stage.about().quick {
            return None;
        }
        let recipe = self.recipe()?;
        let free = self.engine.may(EngineWish::Preview) && self.reading_wanted().is_none();
        if !free || !self.is_small() {
            return None;
        }
        // The status is compared first, since keys are hashes and this is called at every change.
        let due = !matches!(self.statuses()[stage as usize], Status::Fresh);
        let tried = || self.previewed == keys(recipe).get(stage as usize).copied();
        let ended = || {
            (self.ended_in.as_ref())
                .is_some_and(|(stage, key)| &keys(recipe)[*stage as usize] == key)
        };
        let wanted = due && !tried() && !ended() && recipe.check_up_to(stage).is_ok();
        wanted.then(|| (Rc::clone(recipe), stage))
    }

    /// Returns whether a preview of the shown stage runs, or will in a moment.
    pub fn is_previewing(&self) -> bool {
        self.engine.run().is_some_and(|run| run.preview) || self.preview_wanted().is_some()
    }

    /// Returns whether a stage's failure belongs to a step that may still be edited, and is shown there alone.
    pub fn is_told_at_step(&self, stage: Stage) -> bool {
        let mut failures = self.failures.iter();
        let failure = failures.find(|failure| failure.error.stage == stage);
        failure.is_some_and(|failure| failure.preview && failure.error.step.is_some())
    }
}
