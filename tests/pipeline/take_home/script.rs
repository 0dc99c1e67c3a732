//! Scripts for scikit-learn and Spark.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;
use grove_engine::split::SplitParts;
use grove_export::script::{TrainingFacts, pyspark, sklearn};
use grove_recipe::{ModelName, Operation, Task};

use super::{HOSTILE, Run, all_columns, plain, run, table};

fn training_facts(run: &Run) -> TrainingFacts<'_> {
    TrainingFacts::of(&run.pipeline, &run.recipe, &run.data).unwrap()
}

fn scripts(run: &Run) -> [String; 2] {
    let training_facts = training_facts(run);
    let scripts = [
        sklearn::write(&training_facts),
        pyspark::train(&training_facts),
    ];
    scripts.map(|script| String::from_utf8(script).unwrap())
}

/// What becomes of each row, as a script reads it.
fn dealt(script: &str) -> Vec<u8> {
    let field = |name: &str| {
        let line = script.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap().trim_matches('"').to_owned()
    };
    let rows: usize = field("ROWS_READ = ").parse().unwrap();
    let mut packed = Vec::new();
    let bytes = STANDARD.decode(field("ROWS = ")).unwrap();
    ZlibDecoder::new(&bytes[..])
        .read_to_end(&mut packed)
        .unwrap();
    let part = |row: usize| packed[row / 4] >> (row % 4 * 2) & 3;
    (0..rows).map(part).collect()
}

#[test]
fn hostile_names_are_texts_on_one_line() {
    let plain = plain();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let (hostile, plain) = (
        run(&table(&HOSTILE), all_columns),
        run(&table(&plain), all_columns),
    );
    for (hostile, plain) in scripts(&hostile).iter().zip(&scripts(&plain)) {
        assert_eq!(hostile.lines().count(), plain.lines().count());
        assert!(hostile.contains(r#""say \"hi\"\\""#));
        assert!(hostile.contains(r#""two\nlines""#));
        assert!(hostile.contains(r#""\"\"\"""#));
        assert!(hostile.contains(r#""__ROWS__""#));
        assert!(!hostile.contains('\u{202e}'));
        assert_eq!(dealt(hostile).len(), 80);
    }
}

#[test]
fn rows_are_those_of_the_run() {
    let csv = table(&["a", "b"]);
    let run = run(&csv, |recipe| {
        all_columns(recipe);
        recipe.split.validation_size = 0.2;
    });
    let parts = run.pipeline.made::<SplitParts>(&run.recipe).expect("parts");
    for script in scripts(&run) {
        let dealt = dealt(&script);
        let of = |part: u8| {
            (0u32..)
                .zip(&dealt)
                .filter(|(_, of)| **of == part)
                .map(|(row, _)| row)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(1), parts.train);
        assert_eq!(of(2), parts.validation);
        assert_eq!(of(3), parts.test);
        assert!(script.contains(&run.recipe.data.sha256));
    }
}

#[test]
fn rows_that_were_dropped_are_left_out_by_their_places_in_the_file() {
    let mut csv = String::from("x,y,kind\n");
    for row in 0..60 {
        let kind = if row % 10 == 3 {
            ""
        } else {
            ["cat", "dog"][row % 2]
        };
        csv.push_str(&format!("{row},{},{kind}\n", row % 7));
    }
    let run = run(csv.as_bytes(), |recipe| recipe.target = "kind".into());
    let dealt = dealt(&scripts(&run)[0]);
    assert_eq!(dealt.len(), 60);
    for (row, part) in dealt.iter().enumerate() {
        assert_eq!(*part == 0, row % 10 == 3, "row {row}");
    }
}

#[test]
fn a_cleaned_table_is_read_in_place_of_a_file_that_was_repaired() {
    let run = run(&table(&["a", "b"]), |recipe| {
        all_columns(recipe);
        let condition = "a > 1".to_owned();
        recipe
            .clean
            .steps
            .push(Operation::Filter { condition }.into());
    });
    for script in scripts(&run) {
        assert!(script.contains("FILE = \"cleaned.csv\""));
        assert!(script.contains("SHA256 = None"));
        assert_eq!(
            dealt(&script).len() as u32,
            training_facts(&run).rows.len() as u32
        );
    }
}

#[test]
fn what_is_missing_or_new_is_told_in_the_file() {
    for script in scripts(&run(&table(&["a", "b"]), all_columns)) {
        assert!(script.contains("missing") && script.contains("did not have"));
    }
}

#[test]
fn every_model_has_its_estimator() {
    for (model, call) in [
        (
            ModelName::RandomForest,
            "RandomForestClassifier(n_estimators=5, max_depth=None",
        ),
        (ModelName::ExtraTrees, "ExtraTreesClassifier(n_estimators=5"),
        (
            ModelName::DecisionTree,
            "DecisionTreeClassifier(max_depth=None",
        ),
        (
            ModelName::LogisticRegression,
            "make_pipeline(StandardScaler(), LogisticRegression(C=1",
        ),
        (ModelName::KNeighbors, "KNeighborsClassifier(n_neighbors=5"),
        (
            ModelName::GaussianNB,
            "GaussianNB(var_smoothing=0.000000001",
        ),
        (ModelName::Dummy, "DummyClassifier(strategy=\"prior\""),
    ] {
        let run = run(&table(&["a", "b"]), |recipe| {
            all_columns(recipe);
            recipe.train.choose(model);
        });
        let [script, _] = scripts(&run);
        assert!(script.contains(call), "{call}");
        let class = call
            .rsplit("(), ")
            .next()
            .unwrap()
            .split('(')
            .next()
            .unwrap();
        assert!(script.contains(&format!(" import {class}\n")), "{class}");
    }
    let run = run(&table(&["a", "b", "c"]), |recipe| {
        all_columns(recipe);
        recipe.target = "c".into();
        recipe.task = Task::Regression;
        recipe.train.choose(ModelName::Ridge);
    });
    assert!(scripts(&run)[0].contains("make_pipeline(StandardScaler(), Ridge(alpha=1"));
}
