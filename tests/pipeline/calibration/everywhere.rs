//! Everything that answers follows the calibration, and carries conformal answers: the model file, new rows, explanations,
//! exports.

use grove_engine::pace::{Pace, block_on};
use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::predict::predict;
use grove_engine::predict::row::predict_row;
use grove_engine::{explain, predict::fitted};
use grove_export::onnx::compare::compare;
use grove_export::onnx::export;
use grove_export::script::{TrainingFacts, pyspark, sklearn};
use grove_models::{Calibration, CalibrationMap, Conformal, Predictions, Sigmoid};
use grove_protocol::TableName::Raw;
use grove_protocol::onnx::OnnxLayout;
use grove_protocol::report::{EffectPlaces, ShapleyMethod};
use grove_recipe::{CalibrationMethod, ModelName, Task, ThresholdBy};
use std::rc::Rc;

use super::{METHODS, both, conformal, numbers, surrounded};
use crate::onnx::raw_rows;
use crate::threshold::{table, three};
use crate::tools::{finish, open, run};

const MODELS: [ModelName; 3] = [
    ModelName::RandomForest,
    ModelName::LogisticRegression,
    ModelName::GradientBoosting,
];

#[test]
fn a_model_file_keeps_everything_and_new_rows_follow_it() {
    for csv in [table(200), three(200)] {
        for method in METHODS {
            let (pipeline, _) = run(&csv, |recipe| both(recipe, method)).unwrap();
            let outcome = pipeline.outcome().unwrap();
            let bytes = grove_export::model::write(&outcome.fitted);
            assert_eq!(bytes[12], 9);
            assert_eq!(bytes.len(), grove_export::model::size(&outcome.fitted));
            let read = grove_export::model::read(&bytes).unwrap();
            assert_eq!(read, outcome.fitted);
            let (again, summary) = predict(&read, "test.csv", csv.as_bytes()).unwrap();
            let places: Vec<u32> = outcome.predictions.rows.iter().map(|row| row - 1).collect();
            assert_eq!(again.predicted.take(&places), outcome.predictions.predicted);
            let notes = summary.notes.join(" ");
            assert!(
                notes.contains("calibrated") && notes.contains("prediction_set"),
                "{notes}"
            );
            // The form, the table of the page and the file say the same.
            let header: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
            let sets = again.header().len() - 1;
            for place in 0..30u32 {
                let line = csv.lines().nth(place as usize + 1).unwrap();
                let values = header.iter().zip(line.split(','));
                let values = values.map(|(name, value)| (name.to_string(), value.to_owned()));
                let row = predict_row(&read, &values.collect::<Vec<_>>()).unwrap();
                let set = row.prediction_set.unwrap();
                let record = again.records().nth(place as usize).unwrap();
                assert_eq!(set.join("|"), record[sets]);
                let shown = again.page(place, 1)[0].cells[sets - 1].clone();
                assert_eq!(shown, Some(set.join("|")));
            }
        }
    }
}

#[test]
fn hostile_bytes_are_refused() {
    let (pipeline, _) = run(table(120), |recipe| {
        both(recipe, CalibrationMethod::Isotonic);
    })
    .unwrap();
    let good = &pipeline.outcome().unwrap().fitted;
    let refused = |change: &dyn Fn(&mut FittedPipeline)| {
        let mut bad = good.clone();
        change(&mut bad);
        let bytes = grove_export::model::write(&bad);
        let error = grove_export::model::read(&bytes).unwrap_err();
        assert!(error.problem.contains("contradicts itself"), "{error}");
        assert!(grove_export::model::check(&bytes).is_err());
    };
    let curve = |slope| CalibrationMap::Sigmoid(Sigmoid { slope, offset: 0.0 });
    refused(&|bad| bad.after.calibration = Calibration::new(vec![curve(f64::NAN)]));
    refused(&|bad| bad.after.calibration = Calibration::new(vec![curve(-1.0), curve(-1.0)]));
    refused(&|bad| {
        bad.conformal = Some(Conformal {
            level: 0.9,
            quantile: f64::NAN,
        });
    });
    // Under the version with a calibration, bytes that end too early.
    let mut bare = good.clone();
    (bare.after, bare.conformal) = Default::default();
    let mut cut = grove_export::model::write(&bare);
    assert_eq!(cut[12], 7);
    cut[12] = 9;
    assert!(grove_export::model::read(&cut).is_err());
    let whole = grove_export::model::write(good);
    for end in [0, 12, 40, whole.len() / 2, whole.len() - 1] {
        assert!(grove_export::model::read(&whole[..end]).is_err());
    }
}

#[test]
fn onnx_gives_the_same_probabilities_labels_and_sets() {
    for (csv, label) in [(table(200), "yes"), (three(200), "bee")] {
        for method in METHODS {
            for model in MODELS {
                let (pipeline, _) = run(&csv, |recipe| {
                    recipe.train.choose(model);
                    both(recipe, method);
                    recipe.evaluate.threshold_by = ThresholdBy::F1;
                    recipe.evaluate.pos_label = Some(label.into());
                })
                .unwrap();
                let outcome = pipeline.outcome().unwrap();
                let (fitted, rows) = (&outcome.fitted, raw_rows(&pipeline, outcome));
                let predicted = &outcome.predictions.predicted;
                assert!(fitted.after.calibration.is_some());
                for layout in [OnnxLayout::Table, OnnxLayout::Columns] {
                    let exported = export(fitted, layout).unwrap();
                    let last = exported.about.outputs.last().unwrap();
                    assert_eq!(last.name, "prediction_set");
                    let found = compare(fitted, &exported.bytes, &rows, predicted).unwrap();
                    assert_eq!((found.rows, found.label_mismatches), (rows.height(), 0));
                    assert!(found.largest_difference < 1e-9, "{found:?}");
                    // Trees and what follows them give the same bits.
                    if model == ModelName::RandomForest {
                        assert_eq!(found.largest_difference, 0.0);
                    }
                }
            }
        }
    }
}

#[test]
fn onnx_gives_the_same_intervals() {
    for level in [0.8, 0.99] {
        let (pipeline, _) = run(numbers(120), |recipe| {
            recipe.target = "price".into();
            recipe.task = Task::Regression;
            conformal(recipe, level);
        })
        .unwrap();
        let outcome = pipeline.outcome().unwrap();
        assert_eq!(surrounded(outcome).quantile.is_none(), level == 0.99);
        let exported = export(&outcome.fitted, OnnxLayout::Columns).unwrap();
        let names = exported
            .about
            .outputs
            .iter()
            .map(|output| output.name.as_str());
        let expected = ["prediction", "conformal_low", "conformal_high"];
        assert!(names.eq(expected));
        let rows = raw_rows(&pipeline, outcome);
        let predicted = &outcome.predictions.predicted;
        let found = compare(&outcome.fitted, &exported.bytes, &rows, predicted).unwrap();
        assert_eq!(found.largest_difference, 0.0);
    }
}

#[test]
fn explanations_of_calibrated_answers_add_up_to_them() {
    for method in METHODS {
        for model in [ModelName::RandomForest, ModelName::LogisticRegression] {
            let (pipeline, _) = run(table(160), |recipe| {
                recipe.train.choose(model);
                both(recipe, method);
            })
            .unwrap();
            let outcome = pipeline.outcome().unwrap();
            let rows: Vec<u32> = (0..24).collect();
            let rows = Rc::new(pipeline.table(Raw).unwrap().take(&rows));
            let pace = Pace::default();
            let report = explain::shapley(&outcome.fitted, Rc::clone(&rows), 20, &pace);
            let report = block_on(report).unwrap();
            assert_eq!(report.method, ShapleyMethod::EverySubset);
            assert!(explain::answers_needed(&outcome.fitted).unwrap() > 0);
            let encoded = explain::encode(&outcome.fitted, &rows).unwrap();
            let given = outcome.fitted.predict(&encoded);
            let own = fitted::predict(&outcome.fitted.model, &encoded);
            assert_ne!(given, own.clone());
            let Predictions::Probabilities { values, .. } = given else {
                panic!("classes")
            };
            for (row, answer) in report.rows.iter().zip(values.chunks_exact(2).skip(20)) {
                assert_eq!(row.answer, answer);
                assert!(row.residual.iter().all(|residual| residual.abs() < 1e-9));
            }
        }
    }
}

/// Between the cuts of trees, too, effects are those of the answers that are given.
#[test]
fn effects_are_those_of_calibrated_answers() {
    for method in METHODS {
        let (pipeline, _) = run(table(160), |recipe| both(recipe, method)).unwrap();
        let outcome = pipeline.outcome().unwrap();
        let rows: Vec<u32> = (0..30).collect();
        let rows = Rc::new(pipeline.table(Raw).unwrap().take(&rows));
        let pace = Pace::default();
        let report = explain::effect(&outcome.fitted, Rc::clone(&rows), "size", &pace);
        let report = block_on(report).unwrap();
        let EffectPlaces::Intervals { thresholds, .. } = &report.places else {
            panic!("intervals")
        };
        // The first row's answer at its own value is what it is predicted.
        let encoded = explain::encode(&outcome.fitted, &rows).unwrap();
        let Predictions::Probabilities { values, .. } = outcome.fitted.predict(&encoded) else {
            panic!("classes")
        };
        let size = encoded.columns()[0][0];
        let place = thresholds.partition_point(|cut| *cut < size);
        let line = &report.lines[0].answers[place];
        assert!((line[1] - values[1]).abs() < 1e-12, "{line:?} {values:?}");
    }
}

#[test]
fn scripts_carry_the_fitted_numbers() {
    for method in METHODS {
        let (mut pipeline, data, mut recipe) = open(table(200).as_bytes()).unwrap();
        both(&mut recipe, method);
        finish(&mut pipeline, &recipe).unwrap();
        let outcome = pipeline.outcome().unwrap();
        let facts = TrainingFacts::of(&pipeline, &recipe, &data).unwrap();
        let script = String::from_utf8(sklearn::write(&facts)).unwrap();
        let quantile = outcome.fitted.conformal.unwrap().quantile;
        let quantile = format!("QUANTILE = {quantile}");
        assert!(script.contains(&quantile), "{script}");
        assert!(script.contains("def calibrated(") && script.contains("(\"yes\", "));
        assert!(script.contains("\"conformal_coverage\": coverage(actual, rows, trained)"));
        let spark = String::from_utf8(pyspark::train(&facts)).unwrap();
        assert!(spark.contains("Grove's probabilities are calibrated"));
    }
}
