//! To begin without a recipe, or with one that says only what is not as by default.

use std::fs;

use grove_recipe::{ModelName, Recipe, Task};

use super::tools::{Project, error, ran, table};

const FILES: [&str; 4] = [
    "model.grove",
    "metrics.json",
    "predictions.csv",
    "recipe.json",
];

/// What a command that ends well prints.
fn prints(project: &Project, arguments: &[&str]) -> String {
    let output = project.run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", error(&output));
    String::from_utf8(output.stdout).expect("text")
}

/// A folder with the data alone.
fn bare(name: &str, target: &str) -> Project {
    let project = Project::new(name, &table(120), target, |recipe| {
        recipe.train.set("n_estimators", 100).unwrap();
        recipe.leave_out = vec!["id".into()];
    });
    fs::remove_file(project.path("recipe.json")).expect("a file");
    project
}

fn expect_the_same(project: &Project, one: &str, other: &str) {
    for file in FILES {
        let [one, other] = [one, other].map(|folder| project.read(&format!("{folder}/{file}")));
        assert!(one == other, "{file}");
    }
}

#[test]
fn a_target_is_enough() {
    let project = bare("target", "kind");
    let said = prints(&project, &["run", "data.csv", "--target", "kind"]);
    assert!(
        said.starts_with("load      120 rows × 12 columns\n"),
        "{said}"
    );
    // What the page proposes is what runs.
    let pipeline = project.outcome();
    let outcome = pipeline.outcome().expect("it ended");
    let expected = grove_export::predictions::write(&outcome.predictions);
    assert!(project.read("results/predictions.csv") == expected);
    assert!(project.read("results/model.grove") == grove_export::model::write(&outcome.fitted));
    // Scores with intervals beside the baseline's, where the files are, and what to do with them.
    let score = said
        .lines()
        .find(|line| line.starts_with("  accuracy "))
        .expect("a score");
    assert_eq!(score.split_whitespace().count(), 4, "{score}");
    assert!(said.contains("baseline\n"), "{said}");
    assert!(
        said.contains(&format!("written to results: {}", FILES.join(", "))),
        "{said}"
    );
    assert!(
        said.contains("grove predict results/model.grove NEW.csv"),
        "{said}"
    );
    assert!(
        said.contains("grove run results/recipe.json data.csv --out results --export"),
        "{said}"
    );
}

#[test]
fn what_a_run_leaves_runs_again_and_gives_the_same() {
    let project = bare("again", "amount");
    prints(
        &project,
        &["run", "data.csv", "--target", "amount", "--out", "first"],
    );
    let recipe = project.read("first/recipe.json");
    let recipe = Recipe::from_bytes(&recipe).expect("a whole recipe");
    assert_eq!(recipe.task, Task::Regression);
    assert_eq!(recipe.data.sha256.len(), 64);
    // Nothing is left to detect.
    let load = serde_json::to_value(&recipe.load).expect("JSON");
    assert!(
        load.as_object()
            .expect("fields")
            .values()
            .all(|value| !value.is_null()),
        "{load}"
    );
    prints(
        &project,
        &["run", "first/recipe.json", "data.csv", "--out", "second"],
    );
    expect_the_same(&project, "first", "second");
}

#[test]
fn a_recipe_is_what_differs_from_the_defaults() {
    let project = bare("partial", "kind");
    let run = |recipe: &str, name: &str, out: &str| {
        fs::write(project.path(name), recipe).expect("a file");
        prints(&project, &["run", name, "data.csv", "--out", out]);
    };
    prints(
        &project,
        &["run", "data.csv", "--target", "kind", "--out", "whole"],
    );
    run("{target: kind}", "braces.yaml", "braces");
    expect_the_same(&project, "whole", "braces");
    run(
        "{\"format\": 4, \"target\": \"kind\", \"train\": {}}",
        "some.json",
        "some",
    );
    expect_the_same(&project, "whole", "some");
    let other = "target: flag\ntrain:\n  model: dummy\nclean:\n  steps:\n    - operation: { drop_duplicates: {} }\n\
                 check:\n  expectations:\n    - rule: { not_null: { column: kind } }\n";
    run(other, "other.yaml", "other");
    let recipe = Recipe::from_bytes(&project.read("other/recipe.json")).expect("a recipe");
    assert_eq!((recipe.train.model(), recipe.seed), (ModelName::Dummy, 42));
    assert!(recipe.clean.steps[0].on && recipe.check.expectations[0].on);
    assert_eq!(recipe.leave_out, ["id"]);
    // The command's word goes before the recipe's.
    prints(
        &project,
        &[
            "run",
            "other.yaml",
            "data.csv",
            "--target",
            "amount",
            "--out",
            "aimed",
        ],
    );
    let recipe = Recipe::from_bytes(&project.read("aimed/recipe.json")).expect("a recipe");
    assert_eq!(
        (recipe.target.as_str(), recipe.task),
        ("amount", Task::Regression)
    );
    let whole = [
        "run",
        "data.csv",
        "--target",
        "whole",
        "--task",
        "classification",
        "--out",
        "task",
    ];
    prints(&project, &whole);
    let recipe = Recipe::from_bytes(&project.read("task/recipe.json")).expect("a recipe");
    assert_eq!(recipe.task, Task::Classification);
}

#[test]
fn what_is_wrong_in_a_partial_recipe_is_named_with_its_place() {
    let project = bare("partial errors", "kind");
    for (recipe, expected) in [
        (
            "target: kind\ntrian: {}\n",
            "Line 2, column 1: There is no parameter “trian” here; did you mean train?",
        ),
        (
            "target: kind\ntrain:\n  n_estimators: 0\n",
            "Line 3, column 3: n_estimators is 0",
        ),
        (
            "target: kind\ndata: { sha256: 00ff }\n",
            "made for other data than data.csv",
        ),
        (
            "target: knd\n",
            "data.csv has no column knd to predict; did you mean kind?",
        ),
        ("format: 99\ntarget: kind\n", "reads formats up to 5"),
        ("- target\n", "This is not a Grove recipe"),
        ("seed: 1\n", "Which column should be predicted?"),
    ] {
        fs::write(project.path("wrong.yaml"), recipe).expect("a file");
        let said = project.fails(1, &["run", "wrong.yaml", "data.csv"]);
        assert!(said.contains(expected), "{said}");
    }
    assert!(!project.path("results").exists());
}

#[test]
fn without_a_target_it_asks_for_one() {
    let project = bare("asking", "kind");
    for command in ["run", "new"] {
        let said = project.fails(1, &[command, "data.csv"]);
        assert!(said.contains("Which column should be predicted?"), "{said}");
        assert!(said.contains("\n  --target flag "), "{said}");
        assert!(said.contains("The columns are id, size"), "{said}");
    }
    assert!(!project.path("results").exists());
}

#[test]
fn a_new_recipe_has_every_choice_with_what_it_means() {
    let project = bare("new", "kind");
    let text = prints(&project, &["new", "data.csv", "--target", "kind"]);
    for line in [
        "target: kind\n",
        "  # Trees: More trees give more stable predictions and take longer; they do not overfit. From 1 to 5000;\n  # by default \
         100.\n  n_estimators: 100\n",
        "Detected: comma.",
    ] {
        assert!(text.contains(line), "{text}");
    }
    fs::write(project.path("recipe.yaml"), &text).expect("a file");
    prints(
        &project,
        &["run", "recipe.yaml", "data.csv", "--out", "new"],
    );
    prints(
        &project,
        &["run", "data.csv", "--target", "kind", "--out", "none"],
    );
    expect_the_same(&project, "new", "none");
    let fewer = text.replace("n_estimators: 100", "n_estimators: 7");
    fs::write(project.path("recipe.yaml"), fewer).expect("a file");
    prints(
        &project,
        &["run", "recipe.yaml", "data.csv", "--out", "new"],
    );
    let recipe = Recipe::from_bytes(&project.read("new/recipe.json")).expect("a recipe");
    assert_eq!(recipe.train.trees(), 7);
}

#[test]
fn a_project_needs_no_more() {
    let project = bare("partial project", "kind");
    fs::write(
        project.path("params.yaml"),
        "{target: kind, train: {n_estimators: 5}}",
    )
    .expect("a file");
    let said = project.fails(1, &["clean"]);
    assert!(said.contains("does not name its data file"), "{said}");
    assert_eq!(
        ran(&project.says(&["repro", "--data", "data.csv"])).len(),
        7
    );
    let recipe = "{target: kind, data: {name: data.csv}, train: {n_estimators: 5}}";
    fs::write(project.path("params.yaml"), recipe).expect("a file");
    assert_eq!(ran(&project.says(&["repro"])), [""; 0]);
    assert_eq!(ran(&project.says(&["train"])), [""; 0]);
    fs::write(project.path("params.yaml"), recipe.replace('5', "6")).expect("a file");
    assert_eq!(ran(&project.says(&["repro"])), ["train", "evaluate"]);
}
