//! The pipeline: one file per stage, run one step at a time over a cache of what is already known.
//!
//! ```text
//! load ─ clean ─ check ─ split ─ featurize ─ train ─ evaluate
//! ```
//! A stage whose key ([`grove_recipe::stage::keys`]) is unchanged is not run again.

mod answers;
mod belief;
pub mod check;
mod classes;
pub mod clean;
pub mod columnar;
pub mod compare;
pub mod crew;
pub mod cross_validation;
pub mod dates;
mod encoded;
pub mod encoder;
mod estimate;
pub mod evaluate;
pub mod expression;
pub mod featurize;
pub mod fitted;
mod foreman;
mod intervals;
pub mod load;
mod odd_cells;
mod outcome;
pub mod pace;
mod permutation;
mod picture;
pub mod predict;
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
pub mod types;
mod weights;

pub use encoded::{Encoded, Part};
pub use outcome::{Outcome, Trained};
pub use run::{Event, Made, Pipeline, Told};
