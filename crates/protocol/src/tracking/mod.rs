//! Runs that are kept, compared and searched, and the models that come of them.

mod comparison;
mod messages;
mod predicted;
mod registry;
mod run;
mod search;

pub use comparison::{Changed, Compared, Comparison, Delta, Difference, Verdict};
pub use messages::{Imported, RunsFile, StoreAnswer, StoreError, StoreRequest, Usage};
pub use predicted::{Actual, Answered, Predicted};
pub use registry::{ALIASES, ModelVersion, RegisteredModel, VersionId};
pub use run::{RunDetail, RunId, RunInfo, StageRecord, TestRows};
pub use search::{Axis, Search, SearchMethod, Searched, Values};
