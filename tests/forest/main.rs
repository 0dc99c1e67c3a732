//! The random forest: its semantics, its determinism, and its results beside scikit-learn's.
#![expect(clippy::disallowed_methods, reason = "native tests read files")]

mod determinism;
mod edges;
mod golden;
mod properties;
mod reference;
mod tools;
mod weights;
