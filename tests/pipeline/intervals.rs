//! Intervals: what a regression says about where a target should lie, and how often it does.

use grove_engine::Pipeline;
use grove_engine::predict::predict;
use grove_export::{metrics, predictions};
use grove_protocol::report::{Detail, Evaluation, EvaluationOutcome};
use grove_recipe::stage::Stage;
use grove_recipe::{ModelName, Task};

use crate::tools::{detail, run, table, target};

const DIABETES: &[u8] = include_bytes!("../../www/samples/diabetes.csv");

fn learned(model: ModelName, min_samples_leaf: u32) -> (Pipeline, Evaluation) {
    let (pipeline, reports) = run(DIABETES, |recipe| {
        recipe.train.choose(model);
        if let Some(forest) = recipe.train.forest_mut() {
            forest.n_estimators = 60;
        }
        if let Some(tree) = recipe.train.tree_mut() {
            tree.min_samples_leaf = min_samples_leaf;
        }
    })
    .unwrap();
    let Detail::Evaluate(evaluation) = detail(&reports, Stage::Evaluate) else {
        panic!("another detail");
    };
    let evaluation = Evaluation::clone(evaluation);
    (pipeline, evaluation)
}

/// Actual value, prediction and interval of each test row, as the file says.
fn records(pipeline: &Pipeline) -> Vec<[f64; 4]> {
    let csv = predictions::write(&pipeline.outcome().unwrap().predictions);
    let mut lines = std::str::from_utf8(&csv).unwrap().lines();
    let header = "row,actual,prediction,prediction_p05,prediction_p95";
    assert_eq!(lines.next(), Some(header));
    let record = |line: &str| {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        [cells[1], cells[2], cells[3], cells[4]]
    };
    lines.map(record).collect()
}

#[test]
fn the_report_is_what_the_file_says() {
    use ModelName::{DecisionTree, ExtraTrees, RandomForest};
    for model in [RandomForest, ExtraTrees, DecisionTree] {
        let (pipeline, evaluation) = learned(model, 5);
        let records = records(&pipeline);
        let rows = f64::from(evaluation.rows);
        let held = records
            .iter()
            .filter(|[actual, _, low, high]| (low..=high).contains(&actual))
            .count();
        let width = records
            .iter()
            .map(|[_, _, low, high]| high - low)
            .sum::<f64>();
        let report = evaluation.intervals.as_ref().unwrap();
        assert_eq!(report.level, 0.9);
        assert_eq!(report.coverage, held as f64 / rows);
        assert!((report.mean_width - width / rows).abs() < 1e-9 * width);
        if model != DecisionTree {
            // 89 test rows: 0.9 give or take four standard deviations.
            assert!((report.coverage - 0.9).abs() < 0.13, "{}", report.coverage);
        }
        let EvaluationOutcome::Numbers { points, .. } = &evaluation.outcome else {
            panic!("another outcome");
        };
        let points: Vec<[f64; 4]> = points
            .iter()
            .map(|point| {
                let (low, high) = point.interval.unwrap();
                [point.actual, point.predicted, low, high]
            })
            .collect();
        assert_eq!(points, records);
        let recipe = &pipeline.outcome().unwrap().fitted.recipe;
        let file: serde_json::Value =
            serde_json::from_slice(&metrics::write(&evaluation, recipe)).unwrap();
        assert_eq!(file["test"]["intervals"]["coverage"], report.coverage);
    }
}

#[test]
fn new_rows_get_the_test_rows_intervals() {
    let (pipeline, _) = learned(ModelName::RandomForest, 5);
    let outcome = pipeline.outcome().unwrap();
    let (predicted, summary) = predict(&outcome.fitted, "diabetes.csv", DIABETES).unwrap();
    let header = ["row", "prediction", "prediction_p05", "prediction_p95"];
    assert_eq!(summary.header, header);
    let all: Vec<Vec<String>> = predicted.records().collect();
    for of_test in outcome.predictions.records() {
        let row: usize = of_test[0].parse().unwrap();
        assert_eq!(all[row - 1][1..], of_test[2..]);
    }
}

#[test]
fn other_models_have_no_intervals() {
    let (pipeline, evaluation) = learned(ModelName::Ridge, 1);
    assert_eq!(evaluation.intervals, None);
    let header = pipeline.outcome().unwrap().predictions.header();
    assert_eq!(header, ["row", "actual", "prediction"]);
    let (pipeline, _) = run(table(60), target("kind", Task::Classification)).unwrap();
    let outcome = pipeline.outcome().unwrap();
    assert_eq!(outcome.evaluation.intervals, None);
    assert_eq!(outcome.predictions.header().len(), 5);
}
