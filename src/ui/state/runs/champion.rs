//! Which of the registered models Predict uses: the one that was asked for, or else the champion.

use std::rc::Rc;

use crate::api::stage::Stage;
use crate::api::tracking::VersionId;
use crate::ui::state::{Engine, Place, State};

impl State {
    /// The version that the engine predicts with, while it does.
    pub fn version_in_use(&self) -> Option<&VersionId> {
        let (version, summary) = self.runs.in_use.as_ref()?;
        let (now, then) = (self.model.answer.as_ref()?, summary.as_ref()?);
        Rc::ptr_eq(now, then).then_some(version)
    }

    /// The champion to predict with, where no model was trained or loaded: of several, the one that was registered
    /// last. It is asked for once.
    pub fn champion_wanted(&self) -> Option<VersionId> {
        let none = self.model.answer.is_none() && self.model.id.is_none() && self.run.is_none();
        let here = self.place == Place::Stage(Stage::Predict);
        if !here || !none || self.has_trained() || self.engine != Engine::Ready {
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

    /// Whether the engine holds the model of a run.
    pub fn has_trained(&self) -> bool {
        self.finished(Stage::Evaluate)
            .is_some_and(|finished| finished.key.is_some())
    }

    fn champion(&self) -> Option<VersionId> {
        let versions = self
            .runs
            .models
            .iter()
            .flat_map(|model| model.versions.iter().map(|version| (&model.name, version)));
        let champions =
            versions.filter(|(_, version)| version.aliases.iter().any(|a| a == "champion"));
        let (model, version) =
            champions.max_by(|(_, a), (_, b)| a.created.total_cmp(&b.created))?;
        Some(VersionId {
            model: model.clone(),
            version: version.version,
        })
    }
}
