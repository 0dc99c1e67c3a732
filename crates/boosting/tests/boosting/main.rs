//! Gradient boosting: its semantics, its determinism, and its results beside scikit-learn's.
#![allow(
    clippy::disallowed_methods,
    reason = "native tests that read reference results"
)]

mod bytes;
mod categories;
mod determinism;
mod edges;
mod errors;
mod fuzz;
mod golden;
mod monotonic;
mod predictions;
mod reference;
mod sharing;
mod stopping;
mod tools;
