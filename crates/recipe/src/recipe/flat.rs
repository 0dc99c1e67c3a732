//! Flattens a recipe to a list of parameters with dotted names.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Recipe;
use crate::path::go_on;

/// Returns every parameter of a recipe, ordered by name: `train.n_estimators` → 100, `clean.steps.0.on` → true. Steps
/// and expectations are counted from 0; a list of plain values, and an empty list or map, is one value. O(parameters).
pub fn flat(recipe: &Recipe) -> BTreeMap<String, Value> {
    let mut leaves = BTreeMap::new();
    let whole = serde_json::to_value(recipe).expect("a recipe holds nothing that JSON cannot");
    flatten(String::new(), whole, &mut leaves);
    leaves
}

fn flatten(path: String, value: Value, leaves: &mut BTreeMap<String, Value>) {
    let below = |name: &str| {
        let mut below = path.clone();
        go_on(&mut below, name);
        below
    };
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                flatten(below(&name), value, leaves);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (index, value) in items.into_iter().enumerate() {
                flatten(below(&index.to_string()), value, leaves);
            }
        }
        value => {
            leaves.insert(path, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DataReference, Operation, Task};

    #[test]
    fn every_parameter_has_its_dotted_name() {
        let data = DataReference {
            name: "a.csv".into(),
            sha256: String::new(),
        };
        let ignored = vec!["id".to_string()];
        let mut recipe = Recipe::new(data, "kind".into(), Task::Classification, ignored);
        recipe.train.set("n_estimators", 7).unwrap();
        let operation = Operation::DropDuplicates {
            columns: Vec::new(),
        };
        recipe.clean.steps.push(operation.into());
        let flat = flat(&recipe);
        assert_eq!(flat["train.n_estimators"], 7);
        assert_eq!(flat["leave_out"], serde_json::json!(["id"]));
        assert_eq!(flat["clean.steps.0.on"], true);
        assert_eq!(flat["check.expectations"], serde_json::json!([]));
        assert_eq!(flat["featurize.columns"], serde_json::json!({}));
        assert!(!flat.contains_key("clean.steps"));
        assert!(flat.contains_key("seed") && flat.contains_key("data.sha256"));
    }
}
