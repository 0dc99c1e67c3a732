//! Recipes in YAML: the same recipe, and the line of what is wrong.

use std::fs;

use grove_export::dvc::params;
use grove_recipe::columns::ColumnKind;
use grove_recipe::{Expectation, Rule};

use super::tools::{Project, demanding, ran, table};

#[test]
fn a_recipe_in_yaml_is_the_same_recipe() {
    let mut project = Project::new("yaml", &table(120), "kind", demanding);
    let hostile = [
        "a: b",
        "# no",
        "- x",
        "yes",
        "1",
        "1e3",
        "~",
        "null",
        " ",
        "é🎨\u{202e}",
        "\"q\" 'r' \\",
        "l\nm\u{85}",
        "${x}",
        "*a",
        "!b",
        "{",
        "%",
    ];
    for name in hostile {
        project
            .recipe
            .load
            .kinds
            .insert(name.into(), ColumnKind::Text);
        project.recipe.leave_out.push(name.into());
    }
    let rule = Rule::InSet {
        column: "colour".into(),
        values: hostile.map(String::from).to_vec(),
    };
    project
        .recipe
        .check
        .expectations
        .push(Expectation::new(rule));
    project.write_recipe();
    project.says(&["repro"]);
    fs::write(project.path("params.yaml"), params(&project.recipe)).expect("a file");
    assert_eq!(
        ran(&project.says(&["repro", "--recipe", "params.yaml"])),
        [""; 0]
    );
    project.says(&["run", "params.yaml", "data.csv", "--out", "results"]);
    // As the data was read; else it is the same.
    let pipeline = project.outcome();
    let as_read = pipeline.as_read(&project.recipe);
    assert_eq!(
        project.read("results/recipe.json"),
        (as_read.to_json() + "\n").into_bytes()
    );
    assert_eq!(
        project.read("results/model.grove"),
        project.read("stages/evaluate/model.grove")
    );
}

#[test]
fn what_is_wrong_is_said_with_its_line_in_the_yaml() {
    let project = Project::new("yaml errors", &table(30), "kind", |_| {});
    let good = params(&project.recipe);
    let line_of =
        |text: &str, part: &str| text.lines().position(|l| l.contains(part)).expect("a line") + 1;
    let wrong = [
        (
            "  n_estimators: 10",
            "  n_estimator: 10",
            "There is no parameter “n_estimator” here; did you mean n_estimators?",
        ),
        (
            "  n_estimators: 10",
            "  n_estimators: ten",
            "train.n_estimators is string \"ten\"; it must be a whole number",
        ),
        ("  n_estimators: 10", "  n_estimators: 0", "n_estimators"),
        (
            "  n_estimators: 10",
            "  n_estimators: 10\n  n_estimators: 11 # again",
            "“n_estimators” occurs twice.",
        ),
        (
            "  model: random_forest",
            "  model: forest",
            "train.model cannot be “forest”",
        ),
        (
            "  bootstrap: true",
            "  bootstrap: yes",
            "it must be true or false",
        ),
        ("  trim: true", "  trim: &a true", "A recipe has no anchors"),
        ("  trim: true", "  trim: [true", "This is not valid YAML"),
        (
            "  trim: true",
            "  ? [a]\n  : true",
            "The name of a parameter is a word.",
        ),
        (
            "seed: 42",
            "seed: 42\n---\na: 1",
            "There is a second document",
        ),
        ("seed: 42", "seed: 42.5", "seed is floating point 42.5"),
    ];
    for (part, by, expected) in wrong {
        let text = good.replacen(part, by, 1);
        assert_ne!(text, good, "{part}");
        fs::write(project.path("params.yaml"), &text).expect("a file");
        let said = project.fails(1, &["load"]);
        assert!(said.contains(expected), "{said}");
        // Where the last of the new lines is, or where the parser noticed.
        let line = line_of(&text, by.lines().last().expect("a line"));
        let told = said
            .split("Line ")
            .nth(1)
            .and_then(|rest| rest.split(',').next());
        let told: usize = told.and_then(|line| line.parse().ok()).expect("a line");
        let exact = !expected.contains("valid YAML") && !expected.contains("is a word");
        assert!(
            told == line || !exact && told >= line - 1,
            "line {line}: {said}"
        );
    }
}

#[test]
fn whatever_the_bytes_are_there_is_an_answer() {
    let project = Project::new("yaml noise", &table(30), "kind", |_| {});
    let deep = format!("a: {}1", "[".repeat(5000));
    let long = "a".repeat(1_100_000);
    for noise in [
        &b"\xff\xfe"[..],
        b"",
        b"- 1",
        b"a: *b",
        b"\t",
        b"%YAML 9",
        deep.as_bytes(),
        long.as_bytes(),
        b"a: !!python/object 1",
    ] {
        fs::write(project.path("params.yaml"), noise).expect("a file");
        let said = project.fails(1, &["load"]);
        assert!(said.starts_with("grove: params.yaml: "), "{said}");
    }
}
