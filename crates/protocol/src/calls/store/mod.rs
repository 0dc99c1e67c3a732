//! The calls that the store of runs answers. Each can fail with [`crate::call::Unanswered::StoreFailed`]; nothing was
//! changed then.

mod comparison;
mod files;
mod models;
mod runs;
mod tables;

pub use comparison::{CompareRuns, StopComparing};
pub use files::{ExportRuns, ImportRuns, Imported, RunsFile, Visit};
pub use models::{DeleteVersion, DescribeModel, RegisterModel, RemoveAlias, SetAlias, UseVersion};
pub use runs::{AnnotateRun, DeleteRuns, ListRuns, OpenRun, PurgeRuns, RestoreRuns};
pub use tables::{ForgetAll, KeepTables, ReadTable, TableChange};
