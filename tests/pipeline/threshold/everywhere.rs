//! Everything that names a class follows the threshold: the model file, new rows, exports, comparisons, pictures.

use grove_engine::compare::compare as compare_runs;
use grove_engine::evaluate::scores;
use grove_engine::predict::predict;
use grove_engine::predict::row::predict_row;
use grove_engine::table::target::TargetValues;
use grove_export::onnx::compare::compare;
use grove_export::onnx::export;
use grove_protocol::onnx::OnnxLayout;
use grove_protocol::tracking::{RunId, RunInfo};
use grove_recipe::{ModelName, Recipe, ThresholdBy};
use sha2::{Digest, Sha256};

use super::{by, decision, table, three};
use crate::onnx::raw_rows;
use crate::tools::run;

fn low(recipe: &mut Recipe) {
    by(recipe, ThresholdBy::Fixed);
    recipe.evaluate.threshold = 0.15;
}

/// A table, and a threshold that changes its labels.
type Case = (String, Box<dyn Fn(&mut Recipe)>);

/// The data of [`table`] and [`three`].
fn cases() -> [Case; 2] {
    let of_three = |recipe: &mut Recipe| {
        low(recipe);
        recipe.evaluate.pos_label = Some("ant".into());
    };
    [
        (table(200), Box::new(low)),
        (three(200), Box::new(of_three)),
    ]
}

#[test]
fn a_model_file_keeps_the_threshold_and_new_rows_follow_it() {
    for (csv, change) in cases() {
        let (pipeline, _) = run(&csv, change).unwrap();
        let outcome = pipeline.outcome().unwrap();
        let predicted = &outcome.predictions.predicted;
        let plain = predicted.clone().decided_by(None);
        assert_ne!(predicted.labels(), plain.labels());

        let bytes = grove_export::model::write(&outcome.fitted);
        assert_eq!(bytes.len(), grove_export::model::size(&outcome.fitted));
        let read = grove_export::model::read(&bytes).unwrap();
        assert_eq!(read, outcome.fitted);
        let (again, summary) = predict(&read, "test.csv", csv.as_bytes()).unwrap();
        let rows = outcome.predictions.rows.iter();
        let places: Vec<u32> = rows.map(|row| row - 1).collect();
        assert_eq!(&again.predicted.take(&places), predicted);
        let told = summary.notes.iter();
        assert!(
            told.clone().any(|note| note.contains("at least 0.15")),
            "{told:?}"
        );
        let header: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
        for place in 0..40u32 {
            let line = csv.lines().nth(place as usize + 1).unwrap();
            let values = header.iter().zip(line.split(','));
            let values = values.map(|(name, value)| (name.to_string(), value.to_owned()));
            let row = predict_row(&read, &values.collect::<Vec<_>>()).unwrap();
            assert_eq!(row.class, again.predicted.take(&[place]).labels()[0]);
        }
        assert_eq!(again.counts().iter().map(|(_, n)| n).sum::<u32>(), 200);
    }
}

#[test]
fn a_file_of_before_is_read_and_a_bad_threshold_is_refused() {
    let (pipeline, _) = run(table(80), low).unwrap();
    let mut fitted = pipeline.outcome().unwrap().fitted.clone();
    let version = |bytes: &[u8]| u32::from_le_bytes(*bytes[12..].first_chunk().unwrap());
    let with = grove_export::model::write(&fitted);
    assert_eq!(version(&with), 8);
    let good = fitted.after.decision.take();
    let without = grove_export::model::write(&fitted);
    assert_eq!((version(&without), without.len() + 9), (7, with.len()));
    assert_eq!(
        grove_export::model::read(&without).unwrap().after.decision,
        None
    );
    // The same bytes with the other version lack the threshold.
    let mut cut = without.clone();
    cut[12] = 8;
    assert!(grove_export::model::read(&cut).is_err());
    for (class, threshold) in [
        (2, 0.5),
        (1, f64::NAN),
        (1, -0.01),
        (1, 1.01),
        (u32::MAX, 0.5),
    ] {
        let mut bad = good.unwrap();
        (bad.class, bad.threshold) = (class, threshold);
        fitted.after.decision = Some(bad);
        let bytes = grove_export::model::write(&fitted);
        let error = grove_export::model::read(&bytes).unwrap_err();
        assert!(error.problem.contains("contradicts itself"), "{error}");
        assert!(grove_export::model::check(&bytes).is_err());
    }
    // Nothing but its own bytes passes the checksum.
    let mut other = with.clone();
    *other.last_mut().unwrap() ^= 1;
    assert!(grove_export::model::read(&other).is_err());
    let payload = &with[12 + 4 + 32..];
    assert_eq!(&with[16..48], Sha256::digest(payload).as_slice());
}

#[test]
fn onnx_gives_the_same_labels_in_both_layouts() {
    for (csv, change) in cases() {
        for model in [
            ModelName::RandomForest,
            ModelName::LogisticRegression,
            ModelName::GradientBoosting,
        ] {
            let (pipeline, _) = run(&csv, |recipe| {
                recipe.train.choose(model);
                change(recipe);
            })
            .unwrap();
            let outcome = pipeline.outcome().unwrap();
            let (fitted, rows) = (&outcome.fitted, raw_rows(&pipeline, outcome));
            let predicted = &outcome.predictions.predicted;
            for layout in [OnnxLayout::Table, OnnxLayout::Columns] {
                let exported = export(fitted, layout).unwrap();
                let meaning = &exported.about.outputs[0].meaning;
                assert!(meaning.contains("at least 0.15"), "{meaning}");
                let found = compare(fitted, &exported.bytes, &rows, predicted).unwrap();
                assert_eq!((found.rows, found.label_mismatches), (rows.height(), 0));
                assert!(found.largest_difference < 1e-9);
            }
        }
    }
}

#[test]
fn scores_of_stored_predictions_follow_the_labels_that_were_stored() {
    for (csv, change) in cases() {
        let (pipeline, _) = run(&csv, change).unwrap();
        let outcome = pipeline.outcome().unwrap();
        let stored = outcome.predictions.predicted();
        let grove_protocol::tracking::PredictedTargets::Classes { labels, .. } = &stored.predicted
        else {
            panic!("classes")
        };
        assert_eq!(labels, &outcome.predictions.predicted.labels());
        let actual: &TargetValues = outcome.predictions.actual.as_ref().unwrap();
        let accuracy = scores(actual, &outcome.predictions.predicted)[0].1;
        assert_eq!(accuracy, outcome.evaluation.metrics[0].value);
        let permutation = outcome.evaluation.permutation.as_ref().unwrap();
        assert_eq!(Some(permutation.score), accuracy);
    }
}

#[test]
fn stored_runs_are_compared_by_what_each_decided() {
    for (csv, change) in cases() {
        let plain = run(&csv, |recipe| by(recipe, ThresholdBy::None)).unwrap();
        let decided = run(&csv, change).unwrap();
        let outcomes = [&plain, &decided].map(|(pipeline, _)| pipeline.outcome().unwrap());
        let stored = outcomes.map(|outcome| {
            let recipe = outcome.fitted.recipe.clone();
            let id = RunId::new(f64::from(outcome.evaluation.rows), [1; 5]);
            let info = RunInfo::new(id, recipe, 0.0);
            (info, outcome.predictions.predicted())
        });
        let compared = compare_runs(stored.to_vec()).unwrap().finish();
        for (outcome, run) in outcomes.iter().zip(&compared.runs) {
            for (metric, delta) in outcome.evaluation.metrics.iter().zip(&run.deltas) {
                assert_eq!((&metric.name, metric.value), (&delta.metric, delta.value));
            }
        }
        let accuracy = outcomes.map(|outcome| outcome.evaluation.metrics[0].value);
        assert_ne!(accuracy[0], accuracy[1]);
    }
}

#[test]
fn metrics_and_card_tell_the_threshold() {
    let (pipeline, reports) = run(table(200), low).unwrap();
    let outcome = pipeline.outcome().unwrap();
    let recipe = &outcome.fitted.recipe;
    let metrics = grove_export::metrics::write(&outcome.evaluation, recipe);
    let metrics: serde_json::Value = serde_json::from_slice(&metrics).unwrap();
    assert_eq!(metrics["decision"]["threshold"], 0.15);
    let counts = decision(outcome).test;
    let told = &metrics["decision"]["test"]["true_positives"];
    assert_eq!(*told, counts.true_positives);
    let card = String::from_utf8(grove_export::card::write(recipe, &reports)).unwrap();
    let report = grove_export::report::write(recipe, &reports, None);
    for text in [card, String::from_utf8(report).unwrap()] {
        assert!(text.contains("A row is yes if its probability is at least 0.15"));
        assert!(text.contains("A thousand such rows cost"));
    }
}
