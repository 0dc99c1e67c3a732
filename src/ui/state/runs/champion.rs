//! Decides which model Predict uses: the one that was asked for, or else the champion, or else the one that was just
//! trained.

use std::rc::Rc;

use crate::ui::state::{CenterView, EngineWish, PendingAnswer, State};
use grove_protocol::tracking::{ModelVersion, VersionId};
use grove_recipe::stage::Stage;

impl State {
    /// Returns the version that the engine predicts with.
    pub fn version_in_use(&self) -> Option<&VersionId> {
        let (version, summary) = self.runs.in_use.as_ref()?;
        let (now, then) = (self.model.answer.as_ref()?, summary.as_ref()?);
        Rc::ptr_eq(now, then).then_some(version)
    }

    /// Returns the champion to ask for, once, if no other model was asked for.
    pub fn champion_wanted(&self) -> Option<VersionId> {
        let none = self.model.answer.is_none() && !self.model.waits.is_some();
        let here = self.place == CenterView::Stage(Stage::Predict);
        if !here || !none || self.runs.prefers_trained || !self.engine.may(EngineWish::Ask) {
            return None;
        }
        let champion = self.champion()?;
        let asked = self
            .runs
            .in_use
            .as_ref()
            .is_some_and(|(version, _)| *version == champion);
        (!asked).then_some(champion)
    }

    /// Returns whether the engine has the model of a run.
    pub fn has_trained(&self) -> bool {
        self.finished(Stage::Evaluate)
            .is_some_and(|finished| finished.key.is_some())
    }

    /// Records that the engine predicts with the model of the latest run.
    pub(in crate::ui::state) fn trained_in_use(&mut self) {
        self.model = PendingAnswer::NOTHING;
        if self.runs.in_use.is_some() {
            Rc::make_mut(&mut self.runs).in_use = None;
        }
    }

    /// Returns the champion; of several, the one that was registered last. Once a model was trained here, only a
    /// champion for the same target of the same data replaces it.
    pub fn champion(&self) -> Option<VersionId> {
        let rivals = |version: &ModelVersion| match (self.recipe(), self.has_trained()) {
            (Some(recipe), true) => {
                recipe.data.sha256 == version.recipe.data.sha256
                    && recipe.target == version.recipe.target
            }
            _ => true,
        };
        let versions = self
            .runs
            .models
            .iter()
            .flat_map(|model| model.versions.iter().map(|version| (&model.name, version)));
        let champions = versions
            .filter(|(_, version)| version.aliases.iter().any(|a| a == "champion"))
            .filter(|(_, version)| rivals(version));
        let (model, version) =
            champions.max_by(|(_, a), (_, b)| a.created.total_cmp(&b.created))?;
        Some(VersionId {
            model: model.clone(),
            version: version.version,
        })
    }
}
