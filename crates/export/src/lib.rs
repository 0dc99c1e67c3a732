//! Exports: one module per format, each a function from values to bytes.

pub mod annotated;
pub mod behind;
pub mod bundle;
pub mod card;
pub mod curve;
pub mod dvc;
pub mod explanation;
pub mod fingerprint;
pub mod formulas;
pub mod link;
pub mod metrics;
pub mod mlflow;
pub mod mlruns;
pub mod model;
pub mod onnx;
pub mod plots;
pub mod predictions;
pub mod recipe;
pub mod report;
pub mod script;
pub mod stages;
pub mod table;
pub mod take_home;
pub mod text;
