//! What is wrong with a recipe's text is found where it stands.

use grove_recipe::{Draft, Recipe, RecipeError};

use super::full;

/// Reads the recipe with one of its parts written otherwise; the error is on the line that was changed.
#[track_caller]
fn wrong(from: &str, to: &str) -> RecipeError {
    let text = full().to_json();
    assert!(text.contains(from), "{from}");
    let line = text[..text.find(from).unwrap()].matches('\n').count() as u32 + 1;
    let found = Recipe::from_json(&text.replacen(from, to, 1)).unwrap_err();
    assert_eq!(found.line, Some(line), "{found}");
    found
}

#[track_caller]
fn says(found: &RecipeError, path: &str, words: &[&str]) {
    assert_eq!(found.path.as_deref(), Some(path), "{found}");
    for words in words {
        assert!(found.to_string().contains(words), "{found}");
    }
}

#[test]
fn values_out_of_range_are_found_by_their_path() {
    let found = wrong("\"n_estimators\": 20", "\"n_estimators\": 0");
    says(
        &found,
        "train.n_estimators",
        &["n_estimators is 0", "from 1 to"],
    );
    assert_eq!(found.column, Some(21));

    let found = wrong("\"n_bins\": 5", "\"n_bins\": 1");
    says(
        &found,
        "featurize.columns.\"price in €\".n_bins",
        &["n_bins is 1"],
    );
    let found = wrong("\"age\": 1", "\"age\": 2");
    says(&found, "train.monotonic_cst.age", &["must be 1 or -1"]);
    let found = wrong("\"skip_rows\": null", "\"skip_rows\": 10001");
    says(&found, "load.skip_rows", &["10001"]);
    let found = wrong(
        "\"cross_validation\": \"none\",\n    \"n_splits\": 5",
        "\"n_splits\": 1,\n\"cross_validation\": \"none\"",
    );
    says(&found, "evaluate.n_splits", &["n_splits is 1"]);
}

#[test]
fn the_second_of_two_columns_is_not_taken_for_the_first() {
    let text = full().to_json();
    let second = text.rfind("\"n_bins\": 5").unwrap();
    let (before, after) = text.split_at(second);
    let damaged = [before, &after.replacen("5", "1", 1)].concat();
    let found = Recipe::from_json(&damaged).unwrap_err();
    says(
        &found,
        "featurize.columns.\"price.net\".n_bins",
        &["price.net"],
    );
    let line = before.matches('\n').count() as u32 + 1;
    assert_eq!(found.line, Some(line));
}

#[test]
fn steps_and_expectations_are_found_by_their_place() {
    // A step that is on must be complete.
    let mut recipe = full();
    let filter = recipe
        .clean
        .steps
        .iter_mut()
        .enumerate()
        .find(|(_, step)| step.operation.name() == "filter");
    let (place, step) = filter.unwrap();
    step.on = true;
    let text = recipe.to_json();
    let found = Recipe::from_json(&text).unwrap_err();
    says(
        &found,
        &format!("clean.steps.{place}.operation.filter.condition"),
        &["The condition is missing"],
    );
    assert_eq!(
        text.lines()
            .nth(found.line.unwrap() as usize - 1)
            .unwrap()
            .trim(),
        "\"condition\": \"\""
    );

    let found = wrong(
        "\"not_null\": {\n            \"column\": \"name\"\n          }",
        "\"in_set\": {\"column\": \"name\", \"values\": []}",
    );
    says(
        &found,
        "check.expectations.1.rule.in_set.values",
        &["Expectation 2", "values is empty"],
    );
}

#[test]
fn unknown_names_are_named_with_the_nearest_known_one() {
    let found = wrong("\"seed\": 42", "\"sead\": 42");
    says(
        &found,
        "sead",
        &["no parameter “sead”", "did you mean seed?"],
    );
    assert_eq!(found.column, Some(3));
    let found = wrong("\"min_samples_leaf\"", "\"min_sample_leaf\"");
    says(
        &found,
        "train.min_sample_leaf",
        &["did you mean min_samples_leaf?"],
    );
    let found = wrong(
        "\"model\": \"random_forest\"",
        "\"model\": \"random_forests\"",
    );
    says(
        &found,
        "train.model",
        &["did you mean random_forest?", "extra_trees"],
    );
    let found = wrong(
        "\"encoding\": \"one_hot\"",
        "\"encoding\": \"`, expected `\"",
    );
    says(
        &found,
        "featurize.encoding",
        &["cannot be “`, expected `”", "ordinal"],
    );
}

#[test]
fn wrong_types_are_said_in_words() {
    for (from, to, path, words) in [
        (
            "\"seed\": 42",
            "\"seed\": -1",
            "seed",
            "seed is integer -1; it must be a whole number",
        ),
        (
            "\"seed\": 42",
            "\"seed\": 1.5",
            "seed",
            "it must be a whole number",
        ),
        (
            "\"seed\": 42",
            "\"seed\": 5000000000",
            "seed",
            "it must be a whole number",
        ),
        (
            "\"test_size\": 0.25",
            "\"test_size\": \"a, expected b\"",
            "split.test_size",
            "it must be a number",
        ),
        (
            "\"bootstrap\": true",
            "\"bootstrap\": 1",
            "train.bootstrap",
            "it must be true or false",
        ),
        ("\"animal_id\"", "7", "leave_out.0", "it must be a text"),
        (
            "\"validation_size\": 0.1",
            "\"validation_size\": null",
            "split.validation_size",
            "must be a number",
        ),
        (
            "\"n_features\": 256",
            "\"n_features\": 100",
            "featurize.columns.\"price in €\".n_features",
            "power of two, such as 128",
        ),
    ] {
        let found = wrong(from, to);
        says(&found, path, &[words]);
    }
}

#[test]
fn a_parameter_that_is_there_twice_is_found_the_second_time() {
    let found = wrong(
        "\"target\": \"outcome\"",
        "\"seed\": 7, \"target\": \"outcome\"",
    );
    says(&found, "seed", &["“seed” occurs twice"]);
}

#[test]
fn what_is_missing_has_its_default_or_is_missed_where_it_belongs() {
    let text = full().to_json();
    for line in ["  \"seed\": 42,\n", "  \"format\": 5,\n"] {
        let less = text.replacen(line, "", 1);
        assert_ne!(less, text, "{line}");
        assert_eq!(Recipe::from_json(&less), Ok(full()));
    }
    let trees = text.replacen("    \"n_estimators\": 20,\n", "", 1);
    let read = Recipe::from_json(&trees).unwrap();
    assert_eq!(read.train.trees(), 100);

    let target = text.replacen("  \"target\": \"outcome\",\n", "", 1);
    let found = Recipe::from_json(&target).unwrap_err();
    assert_eq!(
        (found.line, found.column, found.path.as_deref()),
        (Some(1), Some(1), None)
    );
    assert!(found.problem.contains("“target”"), "{found}");
    let hash = format!("\"sha256\": \"{}\"", full().data.sha256);
    let unhashed = text.replacen(&format!(",\n    {hash}"), "", 1);
    for text in [unhashed.clone(), unhashed.replace(['\n', ' '], "")] {
        let found = Recipe::from_json(&text).unwrap_err();
        says(&found, "data", &["data lacks the parameter “sha256”"]);
        let line = text.lines().nth(found.line.unwrap() as usize - 1).unwrap();
        let at = line
            .char_indices()
            .nth(found.column.unwrap() as usize - 1)
            .unwrap()
            .0;
        assert!(line[..at].trim_end().ends_with("\"data\":"), "{found}");
    }
}

#[test]
fn a_draft_knows_what_was_given() {
    let draft = Draft::from_json("{\"target\": \"age\", \"data\": {\"sha256\": \"\"}}").unwrap();
    assert_eq!(draft.target(), Some("age"));
    assert_eq!((draft.sha256(), draft.data_name()), (None, None));
    assert!(!draft.is_whole());
    assert_eq!(draft.recipe().train, Recipe::default().train);
    assert_eq!(Draft::from_json("{}").unwrap().target(), None);
    assert!(Draft::from_json(&full().to_json()).unwrap().is_whole());
    // Earlier formats are brought to this one before.
    let earlier = Draft::from_json("{\"format\": 1, \"target\": \"age\"}").unwrap();
    assert_eq!(earlier.target(), Some("age"));
    let found = Draft::from_json("{\"target\": \"age\", \"sede\": 1}").unwrap_err();
    says(&found, "sede", &["did you mean seed?"]);
}

#[test]
fn broken_json_is_found_where_it_breaks() {
    let found = wrong("\"target\": \"outcome\",\n", "\"target\": \"outcome\",,\n");
    assert!(
        found.problem.starts_with("This is not valid JSON"),
        "{found}"
    );
    // The comma is missed at the next token.
    let text = full().to_json().replacen("42,", "42", 1);
    let found = Recipe::from_json(&text).unwrap_err();
    let line = text.lines().nth(found.line.unwrap() as usize - 1).unwrap();
    assert_eq!(line.trim(), "\"target\": \"outcome\",");
    assert_eq!(found.column, Some(3));
    assert!(found.advice.contains("comma"), "{found}");

    for (text, line) in [
        ("", 1),
        ("{", 1),
        ("{\n", 2),
        ("[1,\n2", 2),
        ("{\n\"ä\" 1}", 2),
    ] {
        let found = Recipe::from_json(text).unwrap_err();
        assert_eq!(found.line, Some(line), "{text:?}: {found}");
    }
    let deep = "[".repeat(100_000);
    assert!(
        Recipe::from_json(&deep)
            .unwrap_err()
            .problem
            .contains("recursion")
    );
}

#[test]
fn what_is_no_recipe_says_so() {
    for text in [
        "{}",
        "[]",
        "null",
        "7",
        "\"recipe\"",
        "{\"format\": \"4\"}",
        "{\"format\": 0}",
        "{\"format\": -1}",
    ] {
        let found = Recipe::from_json(text).unwrap_err();
        assert!(
            found.problem.starts_with("This is not a Grove recipe"),
            "{found}"
        );
        assert_eq!(found.line, Some(1));
    }
    let large = Recipe::from_json(&" ".repeat(1_000_001)).unwrap_err();
    assert!(large.problem.contains("too large"));
    let letters = Recipe::from_bytes(b"{\n\"a\": \"\xFF\"}").unwrap_err();
    assert_eq!((letters.line, letters.column), (Some(2), Some(7)));
    let mut marked = "\u{feff}".to_string();
    marked.push_str(&full().to_json());
    assert_eq!(Recipe::from_bytes(marked.as_bytes()), Ok(full()));
}

#[test]
fn a_parameter_of_another_model_is_told_with_the_models_that_have_it() {
    let found = wrong("\"n_estimators\": 20", "\"n_neighbors\": 20");
    says(
        &found,
        "train.n_neighbors",
        &[
            "no parameter “n_neighbors” here",
            "These models have it: k_neighbors.",
        ],
    );
    // Wherever the model stands.
    let text = "{\"target\": \"kind\", \"train\": {\n\"alpha\": \"much\",\n\"model\": \"ridge\"}}";
    let found = Draft::from_json(text).unwrap_err();
    says(&found, "train.alpha", &["must be a number"]);
    assert_eq!(found.line, Some(2));
    let text = "{\"train\": {\"model\": \"ridge\", \"alpha\": 1, \"alpha\": 2}}";
    let found = Draft::from_json(text).unwrap_err();
    assert!(found.to_string().contains("alpha"), "{found}");
    let text = "{\"train\": 5}";
    let found = Draft::from_json(text).unwrap_err();
    says(&found, "train", &["it must be an object with parameters"]);
}
