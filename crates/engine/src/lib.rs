//! The pipeline: its stages, run one step at a time over a cache of earlier outputs.
//!
//! ```text
//! load ─ clean ─ check ─ split ─ featurize ─ train ─ evaluate
//! ```
//! A stage whose key ([`grove_recipe::stage::keys`]) is unchanged is not run again.

pub mod check;
pub mod clean;
pub mod compare;
pub mod evaluate;
pub mod expression;
pub mod featurize;
pub mod load;
pub mod pace;
pub mod predict;
pub mod profile;
mod run;
pub mod search;
pub mod split;
pub mod table;
pub mod train;

pub use evaluate::outcome::RunOutcome;
pub use featurize::encoded_rows::{EncodedPart, EncodedRows};
pub use run::{
    Begun, Listed, PathStage, Pipeline, RunEvent, SharedBytes, StageInputs, StageNotes, StageOutput,
};
pub use train::stage::TrainedModel;
