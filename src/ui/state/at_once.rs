//! Runs all stages by itself after a change, where that takes less than a second.

use std::rc::Rc;

use super::{CenterView, EngineWish, State, Status};
use grove_recipe::Recipe;
use grove_recipe::models::Trees;
use grove_recipe::stage::{PATH, Stage, keys};

/// The longest run that starts by itself, in seconds.
const AT_ONCE: f64 = 1.0;

impl State {
    /// Returns whether the scores are those of an earlier recipe, so that a run renews them. The first run of a table is
    /// the person's.
    pub fn is_renewable(&self) -> bool {
        let shown = match self.place {
            CenterView::Stage(stage) => stage <= Stage::Evaluate,
            place => place == CenterView::Profile,
        };
        let stale = self.statuses().last() == Some(&Status::Stale);
        let recipe = self.recipe().filter(|recipe| recipe.check().is_ok());
        shown && stale && recipe.is_some() && self.reading_wanted().is_none()
    }

    /// Estimates the seconds that a run of the present recipe takes: training as it is estimated, the other stages as
    /// they took last. `None` while that is not known.
    pub fn seconds_to_run(&self) -> Option<f64> {
        let recipe = self.recipe()?;
        let folds = recipe.evaluate.repeats() * recipe.evaluate.n_splits;
        let models = if self.statuses()[Stage::Train as usize] == Status::Fresh {
            folds
        } else {
            1 + folds
        };
        let mut seconds = match models {
            0 => 0.0,
            _ => self.seconds_to_train(recipe)? * f64::from(models),
        };
        for (stage, status) in PATH.into_iter().zip(self.statuses()) {
            if stage != Stage::Train && status != Status::Fresh {
                seconds += self.seconds_taken(stage).unwrap_or(0.0);
            }
        }
        Some(seconds)
    }

    fn seconds_to_train(&self, recipe: &Rc<Recipe>) -> Option<f64> {
        if let Some(estimate) = self.estimates.of(recipe) {
            return estimate.refusal.is_none().then_some(estimate.seconds);
        }
        // A model without trees has no estimate.
        let before = &self.finished(Stage::Train)?.recipe.train;
        let same = recipe.train.model() == before.model();
        let fresh = self.statuses()[Stage::Train as usize] == Status::Fresh;
        let without = recipe.train.about().trees == Trees::None && self.estimates.answered(recipe);
        if fresh || same && without {
            self.seconds_taken(Stage::Train)
        } else {
            None
        }
    }

    fn seconds_taken(&self, stage: Stage) -> Option<f64> {
        Some(self.finished(stage)?.milliseconds? / 1000.0)
    }

    fn is_quick(&self) -> bool {
        self.seconds_to_run()
            .is_some_and(|seconds| seconds < AT_ONCE)
    }

    /// Returns the recipe to run at once: its scores are out of date, and the run takes less than a second.
    pub fn at_once_wanted(&self) -> Option<Rc<Recipe>> {
        let free = self.engine.may(EngineWish::Preview);
        if !(free && self.is_renewable() && self.is_quick() && self.failures.is_empty()) {
            return None;
        }
        let recipe = self.recipe()?;
        let now = keys(recipe);
        let tried = self.previewed.as_ref() == now.last();
        let ended =
            (self.ended_in.as_ref()).is_some_and(|(stage, key)| &now[*stage as usize] == key);
        (!tried && !ended).then(|| Rc::clone(recipe))
    }

    /// Returns whether what is out of date will be renewed without the person.
    pub fn renews_itself(&self) -> bool {
        self.engine.run().is_some() || self.is_estimating() || self.at_once_wanted().is_some()
    }
}
