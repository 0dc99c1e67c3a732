//! The random forest: its semantics, its determinism, and its results beside scikit-learn's.
#![allow(
    clippy::disallowed_methods,
    reason = "native tests that read reference results"
)]

mod determinism;
mod edges;
mod fuzz;
mod golden;
mod properties;
mod quantiles;
mod reference;
mod scores;
mod shapley;
#[allow(dead_code, reason = "the tests of gradient boosting use the rest")]
mod tables;
mod tools;
mod trees;
mod weights;
