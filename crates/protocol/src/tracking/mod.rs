//! Experiment tracking: stored runs, comparisons, searches, registered models.

mod comparison;
mod messages;
mod predicted;
mod registry;
mod run;
mod search;

pub use comparison::{
    ChangedRow, ComparedRun, DifferenceVerdict, MetricDelta, RunComparison, RunDifference,
};
pub use messages::{Imported, RunsFile, StoreAnswer, StoreError, StoreRequest, Usage};
pub use predicted::{ActualTargets, PredictedTargets, TestPredictions};
pub use registry::{ALIASES, ModelVersion, RegisteredModel, VersionId};
pub use run::{RunDetail, RunId, RunInfo, StageRecord, TestRows};
pub use search::{SearchAxis, SearchMethod, SearchReport, SearchSpec, SearchValues};
