//! The random forest: its semantics, its determinism, and its results beside scikit-learn's.
#![cfg(not(target_arch = "wasm32"))]

#[path = "forest/determinism.rs"]
mod determinism;
#[path = "forest/edges.rs"]
mod edges;
#[path = "forest/golden.rs"]
mod golden;
#[path = "forest/properties.rs"]
mod properties;
#[path = "forest/reference.rs"]
mod reference;
#[path = "forest/tools.rs"]
mod tools;
#[path = "forest/weights.rs"]
mod weights;
