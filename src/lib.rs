//! Grove: a machine-learning pipeline playground that lives in one static web page.
//!
//! The path of a row:
//! ```text
//! bytes ─ load ─ clean ─ check ─ split ─┬ train rows ─ featurize.fit ─ train ─┐
//!                                       └ test rows ── featurize.apply ───────┴ evaluate ─ export
//! new bytes ─ load ─ clean (replay) ─ featurize.apply ─ predict
//! ```

pub mod api;
pub mod forest;
#[cfg(feature = "ui")]
pub mod ui;
#[cfg(feature = "web")]
pub mod worker;
