//! The stages of the pipeline in order, and the keys by which a stage is known to be stale.
//!
//! Why: `docs/decisions/0017-content-keyed-cache.md`.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Recipe;

/// A stage of the pipeline. `Predict` stands beside the path: it replays a fitted pipeline on new rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reads a file's bytes as a table.
    Load,
    /// Applies the steps of cleaning.
    Clean,
    /// Tests the expectations of the cleaned table.
    Check,
    /// Deals the rows to train, validation and test.
    Split,
    /// Turns columns into features.
    Featurize,
    /// Fits the model to the train rows.
    Train,
    /// Scores the model on rows that it has not seen.
    Evaluate,
    /// Predicts the target of new rows.
    Predict,
}

/// The stages that a run passes, first to last.
pub const PATH: [Stage; 7] = [
    Stage::Load,
    Stage::Clean,
    Stage::Check,
    Stage::Split,
    Stage::Featurize,
    Stage::Train,
    Stage::Evaluate,
];

impl Stage {
    /// The stage's name in recipes, files and automation handles.
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Load => "load",
            Stage::Clean => "clean",
            Stage::Check => "check",
            Stage::Split => "split",
            Stage::Featurize => "featurize",
            Stage::Train => "train",
            Stage::Evaluate => "evaluate",
            Stage::Predict => "predict",
        }
    }

    /// The version of what the stage does: raise it when its output changes for the same input, so that no earlier
    /// result is taken for one of the present Grove. `tests/pipeline/versions.rs` notices.
    pub const fn version(self) -> u32 {
        match self {
            // Since version 1, how a file is written is judged by the cells of all rows.
            Stage::Load => 2,
            Stage::Clean => 1,
            // Since version 1, findings write numbers as the rest of Grove does.
            Stage::Check => 2,
            Stage::Split => 1,
            Stage::Featurize => 1,
            Stage::Train => 1,
            Stage::Evaluate => 1,
            Stage::Predict => 1,
        }
    }

    /// The parts of the recipe that this stage reads, by their names in its JSON form: those of [`Stage::parameters`].
    pub(super) fn reads(self, recipe: &Recipe) -> &'static [&'static str] {
        match self {
            Stage::Clean if !recipe.clean.learns() => &["clean", "target"],
            stage => stage.may_read(),
        }
    }

    /// The parts that this stage reads of one recipe or another.
    pub const fn may_read(self) -> &'static [&'static str] {
        match self {
            Stage::Load => &["data.sha256", "load"],
            Stage::Clean => &[
                "clean", "target", "split", "seed", "task", "weight", "group",
            ],
            Stage::Check => &[
                "target",
                "task",
                "weight",
                "group",
                "leave_out",
                "check.expectations",
                "split",
                "seed",
            ],
            Stage::Split => &["split", "seed"],
            Stage::Featurize => &["featurize"],
            Stage::Train => &["train", "seed"],
            Stage::Evaluate => &["evaluate", "check.known"],
            Stage::Predict => &[],
        }
    }

    /// Everything in the recipe that this stage reads, in canonical form: JSON in the fields' order.
    fn parameters(self, recipe: &Recipe) -> Vec<u8> {
        fn canonical(parameters: &impl Serialize) -> Vec<u8> {
            // By way of a value: a writer of texts for each part would be as much code once more.
            let value = serde_json::to_value(parameters);
            let value = value.expect("a recipe holds nothing that JSON cannot");
            value.to_string().into_bytes()
        }
        let r = recipe;
        match self {
            Stage::Load => canonical(&(&r.data.sha256, &r.load)),
            // A step that learns splits the rows before it.
            Stage::Clean if r.clean.learns() => canonical(&(
                &r.clean, &r.target, &r.split, r.seed, r.task, &r.weight, &r.group,
            )),
            Stage::Clean => canonical(&(&r.clean, &r.target)),
            Stage::Check => canonical(&(
                (&r.target, r.task, &r.weight, &r.group, &r.leave_out),
                &r.check.expectations,
                (&r.split, r.seed),
            )),
            Stage::Split => canonical(&(&r.split, r.seed)),
            Stage::Featurize => canonical(&r.featurize),
            Stage::Train => canonical(&(&r.train, r.seed)),
            // What the person knows changes how scores are told, and nothing before.
            Stage::Evaluate => canonical(&(&r.evaluate, &r.check.known)),
            Stage::Predict => Vec::new(),
        }
    }
}

/// Identifies a stage's output: equal keys mean equal bits.
pub type Key = [u8; 32];

/// Identifies the forest of a recipe whatever the number of its trees: one with more of them begins with the
/// same trees.
pub fn forest_key(recipe: &Recipe) -> Key {
    let mut endless = recipe.clone();
    if let Some(forest) = endless.train.forest_mut() {
        forest.n_estimators = 0;
    }
    keys(&endless)[Stage::Train as usize]
}

/// The format of what is kept of stages (`stage.json`, `state.bin`, runs in the browser's database): raise it when the
/// same bytes would be read otherwise.
pub const KEPT_FORMAT: u32 = 2;

/// The key of each stage on [`PATH`]: SHA-256 of [`KEPT_FORMAT`], the stage's name, its version, its parameters and the
/// key before it.
pub fn keys(recipe: &Recipe) -> [Key; PATH.len()] {
    let mut before = Key::default();
    PATH.map(|stage| {
        let mut hash = Sha256::new();
        hash.update(KEPT_FORMAT.to_le_bytes());
        hash.update(stage.name());
        hash.update(stage.version().to_le_bytes());
        hash.update(stage.parameters(recipe));
        hash.update(before);
        before = hash.finalize().into();
        before
    })
}
