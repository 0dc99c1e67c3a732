//! A stored run: its recipe, its scores, and the person's notes.

use serde::{Deserialize, Serialize};

use crate::report::{CrossValidationReport, Doubt, Metric, StageReport};
use grove_recipe::Recipe;

/// Names a run in every tab and in exported files: its beginning in time, then chance, so that names sort by age and
/// two tabs never give the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(pub String);

impl RunId {
    /// The name of a run that began this many milliseconds after 1970: 12 hexadecimal digits of these, then 10 of chance.
    pub fn new(started: f64, chance: [u8; 5]) -> Self {
        let chance: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
        Self(format!(
            "{:012x}{chance}",
            started as u64 & 0xffff_ffff_ffff
        ))
    }

    /// Whether it is written as [`RunId::new`] writes it, as in a file it may not be.
    pub fn is_sound(&self) -> bool {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        self.0.len() == 22 && self.0.bytes().all(digit)
    }
}

/// The facts about a run in a list of runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunInfo {
    /// Unique among the runs of all tabs.
    pub id: RunId,
    /// The experiment that it belongs to.
    pub experiment: String,
    /// The search that it is a part of.
    pub parent: Option<RunId>,
    /// As the person calls it; empty at first.
    pub name: String,
    /// Milliseconds since 1970 in UTC.
    pub started: f64,
    /// Wall-clock time of the run, or of a candidate of a search.
    pub milliseconds: f64,
    /// With the hash of the data, and nothing left to detect in how they are read.
    pub recipe: Recipe,
    /// On the test rows; empty where a search scored by folds alone.
    pub metrics: Vec<Metric>,
    /// `None` where no folds were scored.
    pub cross_validation: Option<CrossValidationReport>,
    /// What spoke against believing them, and whether the person knew.
    #[serde(default)]
    pub belief: Vec<Doubt>,
    /// `None` where no test row was scored.
    pub test_rows: Option<TestRows>,
    /// Of the model; 0 where none is kept.
    pub model_bytes: f64,
    /// What the person says of the run; of a search, at first what was searched or why a candidate failed.
    pub note: String,
    /// Words of the person's choice; empty at first.
    pub tags: Vec<String>,
    /// When it was put aside to be deleted, in milliseconds since 1970.
    pub deleted: Option<f64>,
}

impl RunInfo {
    /// A run of which nothing is known but its recipe. It belongs to the experiment that is called as the data are.
    pub fn new(id: RunId, recipe: Recipe, started: f64) -> Self {
        Self {
            id,
            experiment: recipe.data.name.clone(),
            parent: None,
            name: String::new(),
            started,
            milliseconds: 0.0,
            recipe,
            metrics: Vec::new(),
            cross_validation: None,
            belief: Vec::new(),
            test_rows: None,
            model_bytes: 0.0,
            note: String::new(),
            tags: Vec::new(),
            deleted: None,
        }
    }
}

/// Which rows a run was scored on: runs are compared on the same rows or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestRows {
    /// How many rows were scored.
    pub count: u32,
    /// SHA-256 of the rows' numbers in the file and of their targets, in lower-case hexadecimal.
    pub sha256: String,
}

/// Everything that is kept of a run but its model and its predictions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunDetail {
    /// The facts in a list of runs, with recipe and scores.
    pub info: RunInfo,
    /// Of each stage in the order of the path: what its pictures are drawn from.
    pub stages: Vec<StageRecord>,
}

/// A stage of a run that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageRecord {
    /// The report of the stage when it finished.
    pub report: StageReport,
    /// `None` where its output was known already.
    pub milliseconds: Option<f64>,
}
