//! Writes Python scripts that train the same model elsewhere, on the same rows.
//!
//! Why: `docs/decisions/0029-mlflow-and-scripts.md`.

mod after;
mod boosting;
mod columns;
mod estimator;
mod gbt;
pub mod pyspark;
pub mod sklearn;
mod training_facts;

pub use training_facts::TrainingFacts;

use super::text::quoted;

/// Writes a value as Python.
fn python(value: impl Into<serde_json::Value>) -> String {
    use serde_json::Value;
    match value.into() {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::String(text) => quoted(&text),
        value => value.to_string(),
    }
}

/// Replaces each `__NAME__` of a template. Values are not searched again, so that nothing in them is replaced.
fn filled(template: &str, values: &[(&str, String)]) -> String {
    let mut pieces = template.split("__");
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    let mut after_name = false;
    for piece in pieces {
        let value = values.iter().find(|(name, _)| *name == piece);
        match value.filter(|_| !after_name) {
            Some((_, value)) => {
                filled.push_str(value);
                after_name = true;
            }
            None => {
                if !after_name {
                    filled.push_str("__");
                }
                filled.push_str(piece);
                after_name = false;
            }
        }
    }
    filled
}
