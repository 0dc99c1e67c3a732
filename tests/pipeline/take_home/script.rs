//! Scripts for scikit-learn and Spark.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;
use grove_engine::split::SplitParts;
use grove_export::script::{TrainingFacts, pyspark, sklearn};
use grove_recipe::{ColumnEncoding, Encoding, ModelName, Operation, Recipe, Task};

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

/// Boosts with the second column's categories as they are.
fn boosting(recipe: &mut Recipe) {
    all_columns(recipe);
    let own = ColumnEncoding {
        encoding: Some(Encoding::Categorical),
        ..ColumnEncoding::default()
    };
    recipe.featurize.columns.insert("b".into(), own);
    recipe.train.choose(ModelName::GradientBoosting);
    recipe.train.set("max_iter", 7).unwrap();
}

#[test]
fn boosting_has_its_parameters_and_its_categories() {
    let run = run(&table(&["a", "b"]), boosting);
    let [sklearn, pyspark] = scripts(&run);
    for text in [
        "HistGradientBoostingClassifier(learning_rate=0.1, max_iter=7, max_leaf_nodes=31, max_depth=None",
        "early_stopping=\"auto\"",
        "max_features=1.0",
        "random_state=42",
        "OrdinalEncoder(handle_unknown=\"use_encoded_value\", unknown_value=numpy.nan, max_categories=255)",
        "categories = [place for name in [\"1\"] for place",
        "learner.set_params(**of_features(prepare, learned_from.shape[1]))",
        "Categories are split as they are.",
    ] {
        assert!(sklearn.contains(text), "{text} is not in\n{sklearn}");
    }
    for text in [
        "loss=",
        "quantile=",
        "cat_smooth=",
        "intervals=",
        "X_val",
        "monotonic_cst={",
    ] {
        assert!(!sklearn.contains(text), "{text} is in\n{sklearn}");
    }
    for text in [
        "import GBTClassifier\n",
        "GBTClassifier(maxIter=7, stepSize=0.1, maxDepth=5, minInstancesPerNode=20",
        "MLlib limits their depth",
    ] {
        assert!(pyspark.contains(text), "{text} is not in\n{pyspark}");
    }
}

#[test]
fn boosting_watches_the_rows_of_the_split() {
    let script = |validation: f64, stopping: &str| {
        let run = run(&table(&["a", "b"]), |recipe| {
            boosting(recipe);
            recipe.split.validation_size = validation;
            recipe.train.set("early_stopping", stopping).unwrap();
        });
        let [script, _] = scripts(&run);
        script
    };
    let watching = script(0.2, "on");
    assert!(watching.contains("early_stopping=True"));
    assert!(watching.contains("\"X_val\": prepare.transform(table[watched])"));
    assert!(watching.contains("the same validation rows"));
    let drawing = script(0.0, "on");
    assert!(!drawing.contains("X_val") && drawing.contains("Grove draws others"));
    for stopping in ["off", "auto"] {
        assert!(!script(0.2, stopping).contains("X_val"), "{stopping}");
    }
}

#[test]
fn boosting_of_numbers_has_its_loss_and_its_directions() {
    let scripts = |loss: &str| {
        let run = run(&table(&["a", "b", "c"]), |recipe| {
            boosting(recipe);
            recipe.target = "c".into();
            recipe.task = Task::Regression;
            recipe.train.set("loss", loss).unwrap();
            recipe.train.set("quantile", 0.9).unwrap();
            let directions = recipe.train.directions_mut().unwrap();
            directions.insert("a".into(), -1);
            directions.insert("b".into(), 1);
        });
        scripts(&run)
    };
    let [sklearn, pyspark] = scripts("quantile");
    assert!(
        sklearn.contains("loss=\"quantile\", quantile=0.9"),
        "{sklearn}"
    );
    assert!(sklearn.contains("in {\"0\": -1}.items()"), "{sklearn}");
    assert!(pyspark.contains("GBTRegressor(") && pyspark.contains("lossType=\"absolute\""));
    assert!(pyspark.contains("takes the place of\nGrove's quantile"));
    let [sklearn, pyspark] = scripts("squared_error");
    assert!(sklearn.contains("loss=\"squared_error\"") && !sklearn.contains("quantile="));
    assert!(pyspark.contains("lossType=\"squared\"") && !pyspark.contains("takes the place"));
    let [_, pyspark] = scripts("gamma");
    assert!(pyspark.contains("squared error takes the place of Grove's loss"));
}
