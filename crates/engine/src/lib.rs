//! The pipeline: its stages, run one step at a time over a cache of earlier outputs.
//!
//! ```text
//! load ─ clean ─ check ─ split ─ featurize ─ train ─ evaluate
//! ```
//! A stage whose key ([`grove_recipe::stage::keys`]) is unchanged is not run again.
//!
//! # Train on a table, score, and predict new rows
//! ```
//! use grove_engine::predict::predict;
//! use grove_engine::{Pipeline, RunEvent};
//! use grove_recipe::Load;
//!
//! // Sixty rows: the class depends on the length.
//! let rows = (0..60).map(|i| format!("{}.5,{}\n", i, if i < 30 { "short" } else { "long" }));
//! let csv = format!("length,kind\n{}", rows.collect::<String>());
//!
//! let mut pipeline = Pipeline::default();
//! let data = pipeline.open("things.csv", csv.as_bytes(), &Load::default())?;
//! // With every parameter at its default, a random forest.
//! pipeline.begin(data.recipe("kind"))?;
//! while pipeline.step()? != RunEvent::Ended {}
//!
//! let outcome = pipeline.outcome().expect("a finished run has an outcome");
//! let accuracy = &outcome.evaluation.metrics[0];
//! assert_eq!(accuracy.name, "accuracy");
//! assert!(accuracy.value > Some(0.8));
//!
//! let (predictions, _) = predict(&outcome.fitted, "new.csv", b"length\n2.5\n55.5\n")?;
//! let named: Vec<&str> = predictions.predicted.labels().iter()
//!     .map(|&label| predictions.classes[label as usize].as_str())
//!     .collect();
//! assert_eq!(named, ["short", "long"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bootstrap;
pub mod check;
pub mod clean;
pub mod compare;
pub mod evaluate;
pub mod explain;
pub mod expression;
pub mod featurize;
pub mod load;
pub mod pace;
pub mod plane;
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
