//! Resumes a run from stage outputs of another process.

use std::rc::Rc;

use super::{PathStage, Pipeline};
use crate::load::Loaded;
use grove_protocol::report::StageReport;
use grove_recipe::Recipe;
use grove_recipe::stage::{Stage, keys};

impl Pipeline {
    /// The opened file as it was read.
    pub fn loaded(&self) -> Option<&Loaded> {
        self.loaded.as_deref()
    }

    /// Takes a file that was read earlier, in place of the one that is open. Its bytes are not there, so that it
    /// cannot be read otherwise; its table need only be there for cleaning.
    pub fn restore_file(&mut self, loaded: Loaded) {
        self.forget(Stage::Load);
        self.bytes = Vec::new().into();
        self.loaded = Some(Rc::new(loaded));
        self.read = None;
    }

    /// Takes the output that a stage behind loading has made earlier by this recipe.
    pub fn restore<T: PathStage>(&mut self, recipe: &Recipe, output: T, report: &StageReport) {
        let key = keys(recipe)[T::STAGE as usize];
        self.cache.put(T::STAGE, key, output.into_output(), report);
    }
}
