//! Resumes a run from stage outputs of another process.

use std::rc::Rc;

use super::{Pipeline, StageOutput};
use crate::load::Loaded;
use grove_protocol::report::StageReport;
use grove_recipe::Recipe;
use grove_recipe::stage::{Stage, keys};

impl Pipeline {
    /// The opened file as it was read.
    pub fn loaded(&self) -> Option<&Loaded> {
        self.loaded.as_deref()
    }

    /// Takes up a file that was read earlier, in place of the one that is open. Its bytes are not there, so that it
    /// cannot be read otherwise; its table need only be there for cleaning.
    pub fn put_back_file(&mut self, loaded: Loaded) {
        self.forget(Stage::Load);
        self.bytes = Vec::new().into();
        self.loaded = Some(Rc::new(loaded));
        self.read = None;
    }

    /// Takes up what a stage behind loading made earlier by this recipe.
    pub fn put_back(&mut self, recipe: &Recipe, made: StageOutput, report: &StageReport) {
        let key = keys(recipe)[report.stage as usize];
        self.cache.put(report.stage, key, made, report);
    }
}
