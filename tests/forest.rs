//! The random forest: its semantics, its determinism, and its results beside scikit-learn's.

#[path = "forest/edges.rs"]
mod edges;
#[path = "forest/tools.rs"]
mod tools;
