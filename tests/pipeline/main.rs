//! The pipeline, natively: every stage, what goes wrong, and what must never happen.

mod asking;
mod bad_input;
mod belief;
mod cache;
mod calls;
mod check;
mod clean;
mod columnar;
mod compare;
mod cross_validation;
mod encodings;
mod estimator;
mod expression;
mod featurize;
mod files;
mod golden;
mod intervals;
mod leakage;
mod load;
mod memory;
mod metrics;
mod onnx;
mod pace;
mod permutation;
mod predict;
mod profile;
mod profile_warnings;
mod protocol;
mod recipe;
mod search;
mod split;
mod splitting;
mod storage;
mod synthetic;
mod take_home;
mod targets;
mod tools;
mod training;
mod tree_workers;
mod ugly;
mod versions;
mod weights;

#[path = "../shared/mod.rs"]
mod shared;
