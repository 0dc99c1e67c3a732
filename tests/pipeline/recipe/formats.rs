//! Recipes that earlier versions have saved.

use grove_recipe::columns::ColumnKind;
use grove_recipe::{Operation, RECIPE_FORMAT, Recipe, SplitMethod, Step};
use serde_json::{Value, json};

/// The recipe that every one of the files is: not all at its defaults.
fn expected() -> Recipe {
    let mut recipe: Recipe = crate::shared::recipe();
    recipe.data.sha256 = "0123456789abcdef".repeat(4);
    recipe.leave_out = ["animal_id", "name"].map(String::from).to_vec();
    recipe.seed = 7;
    recipe.clean.steps = vec![Step::from(Operation::DropDuplicates {
        columns: Vec::new(),
    })];
    recipe.split.test_size = 0.3;
    recipe.split.validation_size = 0.0;
    recipe.split.method = SplitMethod::Random;
    recipe.train.set("n_estimators", 30).unwrap();
    // What counted as missing then.
    let missing = [
        "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "?",
    ];
    recipe.load.missing_values = missing.map(String::from).to_vec();
    // As it was proposed then.
    recipe.train.set("max_depth", ()).unwrap();
    recipe
}

#[test]
fn each_earlier_format_is_brought_to_the_present() {
    for (file, on_bad_lines) in [
        (include_str!("format_1.json"), "error"),
        (include_str!("format_2.json"), "error"),
        (include_str!("format_3_early.json"), "warn"),
        (include_str!("format_3.json"), "warn"),
    ] {
        let recipe = Recipe::from_json(file).unwrap();
        let read = serde_json::to_value(&recipe).unwrap();
        let mut expected = serde_json::to_value(expected()).unwrap();
        assert_eq!(read["load"]["on_bad_lines"], on_bad_lines);
        expected["load"]["on_bad_lines"] = on_bad_lines.into();
        assert_eq!(read, expected);
        assert_eq!(recipe.format, RECIPE_FORMAT);
        assert_eq!(Recipe::from_json(&recipe.to_json()), Ok(recipe));
    }
}

#[test]
fn what_was_chosen_goes_along() {
    let text = include_str!("format_2.json")
        .replace("\"trim\": true", "\"trim\": false")
        .replace("\"drop_duplicates\": true", "\"drop_duplicates\": false")
        .replace("\"?\"", "\"-\"");
    let recipe = Recipe::from_json(&text).unwrap();
    assert!(!recipe.load.trim);
    assert!(recipe.load.missing_values.contains(&"-".to_string()));
    assert!(recipe.clean.steps.is_empty());
    let text =
        include_str!("format_3.json").replace("\"kinds\": {}", "\"kinds\": {\"age\": \"decimal\"}");
    let recipe = Recipe::from_json(&text).unwrap();
    assert_eq!(recipe.load.kinds["age"], ColumnKind::Decimal);
}

#[test]
fn errors_are_found_in_the_text_that_was_read() {
    for (from, to, path) in [
        (
            "\"n_estimators\": 30",
            "\"n_estimators\": 0",
            "train.n_estimators",
        ),
        (
            "\"missing_target\": \"drop_rows\"",
            "\"missing_target\": \"drop\"",
            "clean.missing_target",
        ),
        (
            "\"test_size\": 0.3",
            "\"test_sise\": 0.3",
            "split.test_sise",
        ),
    ] {
        for file in [include_str!("format_1.json"), include_str!("format_3.json")] {
            let text = file.replace(from, to);
            let found = Recipe::from_json(&text).unwrap_err();
            assert_eq!(found.path.as_deref(), Some(path), "{found}");
            let line = text.lines().nth(found.line.unwrap() as usize - 1).unwrap();
            assert!(line.contains(to), "{found}");
        }
    }
}

#[test]
fn later_formats_are_refused_with_what_to_do() {
    let text = include_str!("format_3.json").replace("\"format\": 3", "\"format\": 6");
    let found = Recipe::from_json(&text).unwrap_err();
    assert_eq!(found.line, Some(2));
    assert!(found.problem.contains("reads formats up to 5"), "{found}");
    assert!(found.advice.contains("reload"), "{found}");
}

/// A recipe of format 4, whose train part had the parameters of all models.
fn format_4(train: Value) -> Value {
    let earlier: Value = serde_json::from_str(include_str!("format_3.json")).unwrap();
    let mut recipe = json!(expected());
    recipe["format"] = 4.into();
    recipe["train"] = earlier["train"].clone();
    for (name, value) in train.as_object().unwrap() {
        recipe["train"][name] = value.clone();
    }
    recipe
}

#[test]
fn of_all_parameters_those_of_the_chosen_model_stay() {
    for (then, now) in [
        (
            json!({ "model": "ridge", "ridge_alpha": 2.5, "lasso_alpha": 3.0, "n_estimators": 7 }),
            json!({ "model": "ridge", "alpha": 2.5 }),
        ),
        (
            json!({ "model": "lasso", "ridge_alpha": 2.5, "lasso_alpha": 3.0 }),
            json!({ "model": "lasso", "alpha": 3.0 }),
        ),
        (
            json!({ "model": "logistic_regression", "C": 0.5 }),
            json!({ "model": "logistic_regression", "C": 0.5 }),
        ),
        (
            json!({ "model": "k_neighbors", "n_neighbors": 3, "neighbor_weights": "distance" }),
            json!({ "model": "k_neighbors", "n_neighbors": 3, "weights": "distance" }),
        ),
        (
            json!({ "model": "gaussian_nb", "var_smoothing": 0.01, "C": 1e99 }),
            json!({ "model": "gaussian_nb", "var_smoothing": 0.01 }),
        ),
        (json!({ "model": "dummy" }), json!({ "model": "dummy" })),
    ] {
        let mut recipe = expected();
        recipe.train = serde_json::from_value(now).unwrap();
        let read = Recipe::from_json(&format_4(then).to_string());
        assert_eq!(read, Ok(recipe));
    }
    let tree = json!({ "model": "decision_tree", "max_depth": 4, "n_estimators": 9 });
    let read = Recipe::from_json(&format_4(tree).to_string()).unwrap();
    assert_eq!(read.train.get("max_depth"), Some(json!(4)));
    assert_eq!(
        (read.train.get("n_estimators"), read.train.trees()),
        (None, 1)
    );
    let forest = json!({ "model": "extra_trees", "bootstrap": false, "max_samples": 0.5 });
    let read = Recipe::from_json(&format_4(forest).to_string()).unwrap();
    assert_eq!(read.train.get("bootstrap"), Some(json!(false)));
    assert_eq!(read.train.get("max_samples"), Some(json!(0.5)));
}

#[test]
fn what_there_never_was_is_an_error_in_every_format() {
    for (text, words) in [
        (format_4(json!({ "n_estimatorz": 7 })), "n_estimatorz"),
        (format_4(json!({ "model": "ridgy" })), "did you mean ridge?"),
    ] {
        let found = Recipe::from_json(&text.to_string()).unwrap_err();
        assert!(found.to_string().contains(words), "{found}");
        assert!(found.path.unwrap().starts_with("train."));
    }
}
