//! The files to take home: read back as they were written, and refused when they are not whole.

use std::ops::Range;
use std::sync::OnceLock;

use grove_engine::predict::predict;
use grove_export::{metrics, model, predictions, recipe};
use grove_models::Predictions;
use grove_recipe::stage::Stage;
use grove_recipe::{ModelName, RECIPE_FORMAT, Recipe};
use proptest::prelude::{Strategy, any, prop, proptest};
use sha2::{Digest, Sha256};

use crate::tools::{every_encoding, run, table};

fn trained() -> (Vec<u8>, grove_engine::Pipeline) {
    let (pipeline, _) = run(table(60), |_| {}).unwrap();
    let bytes = model::write(&pipeline.outcome().unwrap().fitted);
    (bytes, pipeline)
}

fn refusal(bytes: &[u8]) -> String {
    let error = model::read(bytes).unwrap_err();
    assert_eq!(error.stage, Stage::Predict);
    assert!(!error.advice.is_empty());
    error.problem
}

#[test]
fn a_model_file_gives_back_the_pipeline_and_its_predictions() {
    let (bytes, pipeline) = trained();
    let outcome = pipeline.outcome().unwrap();
    let read = model::read(&bytes).unwrap();
    assert_eq!(read, outcome.fitted);
    assert_eq!(model::write(&read), bytes);
    // A test row of the run and the same row of a new file are predicted alike, bit for bit.
    let (again, _) = predict(&read, "again.csv", table(60).as_bytes()).unwrap();
    let by_row = |records: Vec<Vec<String>>, row: u32| {
        records
            .into_iter()
            .find(|record| record[0] == row.to_string())
            .unwrap()
    };
    for &row in &outcome.predictions.rows {
        let mut then = by_row(outcome.predictions.records().collect(), row);
        then.remove(1);
        assert_eq!(then, by_row(again.records().collect(), row));
    }
}

/// Whatever the encodings, a test row and the same row of a new file are predicted alike, bit for bit.
#[test]
fn every_encoding_is_kept_in_the_file() {
    let (csv, change) = every_encoding(80);
    for model in [ModelName::RandomForest, ModelName::LogisticRegression] {
        let (pipeline, _) = run(&csv, |recipe| {
            change(recipe);
            recipe.train.choose(model);
        })
        .unwrap();
        let outcome = pipeline.outcome().unwrap();
        let bytes = model::write(&outcome.fitted);
        let read = model::read(&bytes).unwrap();
        assert_eq!(read, outcome.fitted);
        let (columns, places) = read.featurizer.origins();
        assert_eq!(columns.len(), 28);
        assert_eq!(places.len(), read.featurizer.features().len());
        for (feature, place) in read.featurizer.features().iter().zip(places) {
            assert_eq!(feature.column, columns[place as usize]);
        }
        let (again, summary) = predict(&read, "again.csv", csv.as_bytes()).unwrap();
        assert_eq!(summary.rows, 80);
        let (then, now) = (&outcome.predictions.predicted, &again.predicted);
        let (
            Predictions::Probabilities { values: then, .. },
            Predictions::Probabilities { values: now, .. },
        ) = (then, now)
        else {
            panic!("classes are predicted")
        };
        for (row, then) in outcome.predictions.rows.iter().zip(then.chunks(2)) {
            let at = (*row as usize - 1) * 2;
            assert_eq!(then, &now[at..at + 2], "{row}");
        }
    }
}

#[test]
fn a_file_that_is_no_model() {
    assert_eq!(refusal(b""), "This is not a Grove model.");
    assert_eq!(refusal(b"a,b\n1,2\n"), "This is not a Grove model.");
}

#[test]
fn a_truncated_model() {
    let (bytes, _) = trained();
    for length in [12, 14, 20, 60, bytes.len() - 1] {
        assert!(
            refusal(&bytes[..length]).starts_with("The model file is cut off"),
            "{length}"
        );
    }
}

#[test]
fn a_changed_model() {
    let (mut bytes, _) = trained();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    assert_eq!(refusal(&bytes), "The model file is cut off or was changed.");
}

#[test]
fn a_model_of_another_version() {
    let (mut bytes, _) = trained();
    bytes[12] = 99;
    assert_eq!(
        refusal(&bytes),
        "The model file has version 99; this Grove reads versions 7 to 9."
    );
}

/// A file with a right checksum over these contents.
fn sealed(payload: &[u8]) -> Vec<u8> {
    let (bytes, _) = trained();
    let mut file = bytes[..16].to_vec();
    file.extend(Sha256::digest(payload));
    file.extend(payload);
    file
}

proptest! {
    /// So it is with a model of every encoding: with wrong numbers, lengths and orders in them.
    #[test]
    fn forged_encodings_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)
    ) {
        static TRAINED: OnceLock<(String, Vec<u8>, Range<usize>)> = OnceLock::new();
        let (csv, payload, encodings) = TRAINED.get_or_init(|| {
            let (csv, change) = every_encoding(40);
            let (pipeline, _) = run(&csv, |recipe| {
                change(recipe);
                recipe.train.choose(ModelName::GaussianNB);
            })
            .unwrap();
            let fitted = &pipeline.outcome().unwrap().fitted;
            let recipe = postcard::to_allocvec(&fitted.recipe).unwrap().len();
            let featurizer = postcard::to_allocvec(&fitted.featurizer).unwrap().len();
            (csv, model::write(fitted)[48..].to_vec(), recipe..recipe + featurizer)
        });
        let mut payload = payload.clone();
        for (place, byte) in changes {
            payload[encodings.start + place.index(encodings.len())] = byte;
        }
        if let Ok(fitted) = model::read(&sealed(&payload)) {
            let _ = predict(&fitted, "rows.csv", csv.as_bytes());
        }
    }

    /// A forged model with a right checksum is refused or predicts; it never breaks the reader.
    #[test]
    fn forged_models_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)
    ) {
        let (bytes, _) = trained();
        let mut payload = bytes[48..].to_vec();
        for (place, byte) in changes {
            let place = place.index(payload.len());
            payload[place] = byte;
        }
        if let Ok(fitted) = model::read(&sealed(&payload)) {
            let _ = predict(&fitted, "rows.csv", table(10).as_bytes());
        }
    }

    #[test]
    fn random_bytes_are_no_model(payload in prop::collection::vec(0u8.., 0..300).no_shrink()) {
        let _ = model::read(&sealed(&payload));
    }
}

#[test]
fn a_recipe_gives_itself_back() {
    let (_, pipeline) = trained();
    let original = &pipeline.outcome().unwrap().fitted.recipe;
    let text = String::from_utf8(recipe::write(original)).unwrap();
    assert_eq!(&Recipe::from_json(&text).unwrap(), original);
}

#[test]
fn recipes_that_cannot_be_read_say_why() {
    let (_, pipeline) = trained();
    let text =
        String::from_utf8(recipe::write(&pipeline.outcome().unwrap().fitted.recipe)).unwrap();
    let why = |from: &str, to: &str| {
        let found = Recipe::from_json(&text.replace(from, to)).unwrap_err();
        found.problem
    };
    let broken = Recipe::from_json("{").unwrap_err();
    assert!(broken.problem.starts_with("This is not valid JSON"));
    let format = format!("\"format\": {RECIPE_FORMAT}");
    assert_eq!(
        why(&format, "\"format\": 7"),
        format!(
            "This recipe has format 7; this version of Grove reads formats up to {RECIPE_FORMAT}."
        )
    );
    assert!(why("\"seed\"", "\"sead\"").contains("no parameter “sead” here; did you mean seed?"));
    assert!(why("\"min_samples_leaf\": 1", "\"min_samples_leaf\": 0").contains("from 1 to"));
    assert!(why("\"one_hot\"", "\"two_hot\"").contains("two_hot"));
}

#[test]
fn metrics_and_predictions_say_what_the_page_says() {
    let (_, pipeline) = trained();
    let outcome = pipeline.outcome().unwrap();
    let json: serde_json::Value =
        serde_json::from_slice(&metrics::write(&outcome.evaluation, &outcome.fitted.recipe))
            .unwrap();
    let accuracy = outcome.evaluation.metrics[0].value;
    assert_eq!(json["test"]["metrics"]["accuracy"].as_f64(), accuracy);
    assert_eq!(json["classes"], serde_json::json!(["cat", "dog"]));
    assert_eq!(json["confusion_matrix"].as_array().unwrap().len(), 2);

    let csv = String::from_utf8(predictions::write(&outcome.predictions)).unwrap();
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some("row,actual,prediction,probability_cat,probability_dog")
    );
    assert_eq!(lines.count(), outcome.predictions.rows.len());
}
