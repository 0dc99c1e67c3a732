//! The random forest: its semantics, its determinism, and its results beside scikit-learn's.

mod determinism;
mod edges;
mod golden;
mod properties;
mod reference;
mod tools;
mod weights;
