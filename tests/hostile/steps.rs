//! Steps of cleaning that make much of little, in a recipe and in a model that replays them.

use grove_engine::{Pipeline, RunEvent};
use grove_export::model;
use grove_recipe::{DataReference, Operation, Recipe, Task, Within};

use super::reader::{Folder, READ, run, says_with};

fn ten_for_one(column: &str) -> Operation {
    Operation::Replace {
        columns: vec![column.into()],
        to_replace: "a".into(),
        within: Within::Part,
        value: "a".repeat(10),
    }
}

#[test]
fn replacements_of_replacements() {
    let folder = Folder::new("steps");
    let rows: String = (0..500).map(|n| format!("a,{n}\n")).collect();
    let table = format!("word,n\n{rows}");
    let steps = |operations: Vec<Operation>| {
        move |recipe: &mut Recipe| {
            recipe.clean.steps = operations.into_iter().map(Into::into).collect();
        }
    };
    let grown = vec![ten_for_one("word"); 8];
    says_with(
        &folder,
        "grown.csv",
        table.as_bytes(),
        "longer than 256 MB in total",
        steps(grown.clone()),
    );
    says_with(&folder, "step.csv", table.as_bytes(), "tep 6", steps(grown));
    says_with(
        &folder,
        "some.csv",
        table.as_bytes(),
        READ,
        steps(vec![ten_for_one("word"); 3]),
    );
    // A single text that is too long, and columns that are made of others.
    says_with(
        &folder,
        "one.csv",
        b"word,n\na,1\nb,2\n",
        "longer than 1 MB",
        steps(vec![ten_for_one("word"); 8]),
    );
    let concat = |n: usize| Operation::Derive {
        column: format!("d{n}"),
        expression: format!("word || '{}'", "a".repeat(3_000)),
    };
    let rows: String = (0..20_000).map(|n| format!("w{n},{n}\n")).collect();
    let many = format!("word,n\n{rows}");
    says_with(
        &folder,
        "derived.csv",
        many.as_bytes(),
        "longer than 256 MB in total",
        steps((0..20).map(concat).collect()),
    );
}

#[test]
fn a_model_that_replays_them() {
    let folder = Folder::new("replay");
    let rows: String = (0..60)
        .map(|n| format!("{},{}\n", if n % 3 == 0 { "x" } else { "y" }, n % 3))
        .collect();
    let table = format!("word,n\n{rows}");
    let mut pipeline = Pipeline::default();
    let opened = pipeline
        .open("t.csv", table.as_bytes(), &Default::default())
        .expect("a table");
    let data = DataReference {
        name: opened.name.clone(),
        sha256: opened.sha256.clone(),
    };
    let mut recipe = Recipe::new(data, "n".into(), Task::Classification, Vec::new());
    recipe.train.set("n_estimators", 2).unwrap();
    recipe.clean.steps = vec![ten_for_one("word").into(); 9];
    pipeline.begin(recipe).expect("a run");
    while !matches!(pipeline.step().expect("a step"), RunEvent::Ended) {}
    let bytes = model::write(&pipeline.outcome().expect("it ended").fitted);
    folder.write("model.grove", &bytes);
    folder.write("new.csv", b"word\na\nx\n");
    let ended = run(
        &folder,
        &["predict", "model.grove", "new.csv", "--out", "out.csv"],
    );
    assert_eq!(ended.code, Some(1), "{}", ended.said);
    assert!(ended.said.contains("longer than 1 MB"), "{}", ended.said);
    assert!(ended.said.contains("Replace “a” by"), "{}", ended.said);
    folder.write("fine.csv", b"word\nx\ny\n");
    let ended = run(
        &folder,
        &["predict", "model.grove", "fine.csv", "--out", "out.csv"],
    );
    assert_eq!(ended.code, Some(0), "{}", ended.said);
}
