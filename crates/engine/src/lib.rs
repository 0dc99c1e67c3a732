//! The pipeline: its stages, run one step at a time over a cache of earlier outputs.
//!
//! ```text
//! load ─ clean ─ check ─ split ─ featurize ─ train ─ evaluate
//! ```
//! A stage whose key ([`grove_recipe::stage::keys`]) is unchanged is not run again.

mod belief;
pub mod check;
mod classes;
pub mod clean;
pub mod columnar;
pub mod compare;
pub mod cross_validation;
pub mod dates;
mod encoded_rows;
pub mod encoder;
mod estimate;
pub mod evaluate;
pub mod expression;
pub mod featurize;
pub mod fitted;
mod intervals;
pub mod load;
mod odd_cells;
mod outcome;
pub mod pace;
mod permutation;
pub mod predict;
mod prediction_job;
pub mod predictions;
pub mod profile;
mod profiling;
mod proposal;
mod report;
mod run;
pub mod search;
pub mod split;
pub mod table;
pub mod target;
#[cfg(not(target_arch = "wasm32"))]
pub mod threads;
pub mod train;
mod training_job;
mod tree_picture;
pub mod tree_workers;
pub mod types;
mod weights;

pub use encoded_rows::{EncodedPart, EncodedRows};
pub use outcome::{RunOutcome, TrainedModel};
pub use run::{Pipeline, RunEvent, StageNotes, StageOutput};
