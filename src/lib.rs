//! Grove: a machine-learning pipeline playground that lives in one static web page.
//!
//! The path of a row:
//! ```text
//! bytes ─ load ─ clean ─ check ─ split ─┬ train rows ─ featurize.fit ─ train ─┐
//!                                       └ test rows ── featurize.apply ───────┴ evaluate ─ export
//! new bytes ─ load ─ clean (replay) ─ featurize.apply ─ predict
//! ```
//! The page (`ui`) asks, the worker (`worker`) answers with the pipeline (`pipeline`), and both speak in plain
//! types (`api`). Runs are kept when the tab is closed (`storage`). Where there is no file, one can be made
//! (`synthetic`). The native command runs the same pipeline on files.

pub mod api;
pub mod forest;

#[cfg(feature = "engine")]
pub mod export;
#[cfg(feature = "engine")]
pub mod models;
#[cfg(feature = "engine")]
pub mod pipeline;
#[cfg(feature = "engine")]
pub mod storage;
#[cfg(feature = "engine")]
pub mod synthetic;

#[cfg(feature = "ui")]
pub mod ui;
#[cfg(any(feature = "engine", feature = "web"))]
pub mod worker;
