//! Migrates recipes of earlier formats to the present one, step by step.
//!
//! Each step uses the defaults of its time, so that a recipe means what it meant when it was saved.

use serde_json::{Map, Value, json};

use super::RECIPE_FORMAT;

/// Converts a recipe of an earlier format, from 1 on, to the present one. What it lacks of its own format stays
/// missing, so that the reader names it.
pub fn migrate(recipe: &mut Value, format: u32) {
    const STEPS: [fn(&mut Map<String, Value>); RECIPE_FORMAT as usize - 1] = [
        models,
        values_when_loading,
        steps_of_cleaning,
        parameters_of_one_model,
    ];
    let Some(recipe) = recipe.as_object_mut() else {
        return;
    };
    for step in STEPS.iter().skip(format.saturating_sub(1) as usize) {
        step(recipe);
    }
    recipe.insert("format".into(), RECIPE_FORMAT.into());
}

/// Format 1 to 2: adds models other than the forest, and more parameters of trees.
fn models(recipe: &mut Map<String, Value>) {
    fill(
        recipe,
        "train",
        &json!({
            "model": "random_forest",
            "min_impurity_decrease": 0.0,
            "max_leaf_nodes": null,
            "cuts": "exact",
            "max_samples": 1.0,
            "ccp_alpha": 0.0,
            "monotonic_cst": {},
            "C": 1.0,
            "ridge_alpha": 1.0,
            "lasso_alpha": 1.0,
            "n_neighbors": 5,
            "neighbor_weights": "uniform",
            "var_smoothing": 1e-9
        }),
    );
}

/// Format 2 to 3: moves choices about values from clean to load. Values that could not be read ended the run.
fn values_when_loading(recipe: &mut Map<String, Value>) {
    let mut load = json!({ "on_bad_lines": "error", "kinds": {} });
    if let Some(clean) = part(recipe, "clean") {
        for name in ["trim", "missing_values"] {
            if let Some(value) = clean.shift_remove(name) {
                load[name] = value;
            }
        }
    }
    recipe.entry("load").or_insert(load);
}

/// Format 3 to 4: cleaning becomes a list of steps, one of which drops duplicates. Recipes of format 3 may be older or
/// newer than groups, time and fold columns, encodings of single columns, expectations and folds.
fn steps_of_cleaning(recipe: &mut Map<String, Value>) {
    if let Some(clean) = part(recipe, "clean") {
        let drops = clean.shift_remove("drop_duplicates") == Some(Value::Bool(true));
        let step = json!({ "on": true, "operation": { "drop_duplicates": { "columns": [] } } });
        let steps = if drops { vec![step] } else { Vec::new() };
        clean.entry("steps").or_insert(steps.into());
    }
    recipe
        .entry("check")
        .or_insert(json!({ "expectations": [] }));
    fill(
        recipe,
        "split",
        &json!({ "method": "random", "test_fold": [] }),
    );
    fill(recipe, "featurize", &json!({ "columns": {} }));
    let evaluate = json!({ "cross_validation": "none", "n_splits": 5, "n_repeats": 3 });
    recipe.entry("evaluate").or_insert(evaluate);
}

/// Format 4 to 5: the train part had the parameters of all models, of which each read its own. Keeps those of the
/// chosen model, under scikit-learn's names.
fn parameters_of_one_model(recipe: &mut Map<String, Value>) {
    const OF_TREES: [&str; 10] = [
        "max_depth",
        "min_samples_split",
        "min_samples_leaf",
        "min_impurity_decrease",
        "max_leaf_nodes",
        "max_features",
        "cuts",
        "class_weight",
        "ccp_alpha",
        "monotonic_cst",
    ];
    const OF_FORESTS: [&str; 3] = ["n_estimators", "bootstrap", "max_samples"];
    /// The model, the old name and the new one.
    const OF_OTHERS: [(&str, &str, &str); 6] = [
        ("logistic_regression", "C", "C"),
        ("ridge", "ridge_alpha", "alpha"),
        ("lasso", "lasso_alpha", "alpha"),
        ("k_neighbors", "n_neighbors", "n_neighbors"),
        ("k_neighbors", "neighbor_weights", "weights"),
        ("gaussian_nb", "var_smoothing", "var_smoothing"),
    ];
    let Some(train) = part(recipe, "train") else {
        return;
    };
    let model = train.get("model").and_then(Value::as_str);
    let model = model.unwrap_or("random_forest").to_owned();
    let (forest, tree) = (
        ["random_forest", "extra_trees"].contains(&&*model),
        model == "decision_tree",
    );
    let old = std::mem::take(train);
    for (name, value) in old {
        let name = match &*name {
            of_trees if OF_TREES.contains(&of_trees) => (forest || tree).then_some(name),
            of_forests if OF_FORESTS.contains(&of_forests) => forest.then_some(name),
            then if OF_OTHERS.iter().any(|(_, name, _)| *name == then) => {
                let own = OF_OTHERS
                    .iter()
                    .find(|(of, name, _)| *of == model && *name == then);
                own.map(|(_, _, now)| (*now).to_owned())
            }
            // It names the model, or is unknown, which the reader reports.
            _ => Some(name),
        };
        if let Some(name) = name {
            train.insert(name, value);
        }
    }
}

fn part<'r>(recipe: &'r mut Map<String, Value>, name: &str) -> Option<&'r mut Map<String, Value>> {
    recipe.get_mut(name)?.as_object_mut()
}

/// Adds the defaults that a part of the recipe lacks.
fn fill(recipe: &mut Map<String, Value>, name: &str, defaults: &Value) {
    let (Some(part), Some(defaults)) = (part(recipe, name), defaults.as_object()) else {
        return;
    };
    for (name, value) in defaults {
        part.entry(name).or_insert_with(|| value.clone());
    }
}
