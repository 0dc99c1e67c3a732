//! Experiment tracking: stored runs, comparisons, searches, registered models.

mod comparison;
mod news;
mod predicted;
mod registry;
mod run;
mod search;
mod table;

pub use comparison::{
    ChangedRow, ComparedRun, DifferenceVerdict, MetricDelta, OtherRows, RunComparison,
    RunDifference,
};
pub use news::{Notification, RunsNews, StoreError, Usage};
pub use predicted::{ActualTargets, PredictedTargets, TestPredictions};
pub use registry::{ALIASES, ModelVersion, RegisteredModel, VersionId};
pub use run::{RunDetail, RunId, RunInfo, StageRecord, TestRows};
pub use search::{SearchAxis, SearchMethod, SearchReport, SearchSpec, SearchValues};
pub use table::KeptTable;
