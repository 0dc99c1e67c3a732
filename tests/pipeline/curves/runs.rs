//! Intervals in a run: where they are told, what has none, and what earlier builds wrote.

use grove_engine::evaluate::curves::{AnsweredRows, curves};
use grove_engine::pace::{Pace, block_on};
use grove_engine::table::target::TargetValues;
use grove_models::Predictions;
use grove_protocol::calls::{Curves, Open};
use grove_protocol::report::{CurvesReport, Evaluation, INTERVAL_NOTE, Metric};
use grove_recipe::{Load, Recipe, Task, ThresholdBy};
use grove_worker::session::Session;
use serde_json::Value;

use crate::asking::{ask, refused, session, try_ask};
use crate::threshold::{by, decision, table, three};
use crate::tools::run;

fn kind(recipe: &mut Recipe) {
    recipe.target = "kind".into();
}

fn evaluated(csv: &str, change: impl FnOnce(&mut Recipe)) -> (Evaluation, String) {
    let (pipeline, reports) = run(csv, change).unwrap();
    let sentence = reports.last().unwrap().sentence.clone();
    (pipeline.outcome().unwrap().evaluation.clone(), sentence)
}

/// A table, and what its recipe says.
type Case<'a> = (String, &'a dyn Fn(&mut Recipe));

#[test]
fn every_score_has_its_interval_everywhere() {
    let numbers = |recipe: &mut Recipe| {
        recipe.target = "size".into();
        recipe.task = Task::Regression;
    };
    let cases: [Case; 3] = [
        (table(300), &kind),
        (three(300), &kind),
        (table(300), &numbers),
    ];
    for (csv, change) in cases {
        let (pipeline, reports) = run(&csv, change).unwrap();
        let outcome = pipeline.outcome().unwrap();
        let evaluation = &outcome.evaluation;
        assert_eq!(evaluation.resamples, 1000);
        for metric in &evaluation.metrics {
            let ((low, high), value) = (metric.interval.unwrap(), metric.value.unwrap());
            assert!(low <= value && value <= high, "{metric:?}");
            let (low, high) = metric.difference.unwrap();
            let difference = value - metric.baseline.unwrap();
            assert!(low <= difference && difference <= high, "{metric:?}");
        }
        let recipe = &outcome.fitted.recipe;
        let written = grove_export::metrics::write(evaluation, recipe);
        let written: Value = serde_json::from_slice(&written).unwrap();
        for metric in &evaluation.metrics {
            let ends = |of: &str| {
                serde_json::from_value::<Option<(f64, f64)>>(
                    written["test"][of][&metric.name].clone(),
                )
            };
            assert_eq!(ends("score_intervals").unwrap(), metric.interval);
            assert_eq!(ends("difference_intervals").unwrap(), metric.difference);
        }
        let text = evaluation.metrics[0].interval_text().unwrap();
        assert!(reports.last().unwrap().sentence.contains(&text));
        let card = String::from_utf8(grove_export::card::write(recipe, &reports)).unwrap();
        let html = String::from_utf8(grove_export::report::write(recipe, &reports, None)).unwrap();
        for told in [&card, &html] {
            assert!(
                told.contains(&text) && told.contains(INTERVAL_NOTE),
                "{told}"
            );
        }
    }
}

#[test]
fn noise_cannot_be_told_from_the_baseline() {
    let mut csv = String::from("size,kind\n");
    for row in 0..200u32 {
        let coin = row.wrapping_mul(2_654_435_761) >> 31;
        csv += &format!(
            "{},{}\n",
            row.wrapping_mul(40_503) % 97,
            ["heads", "tails"][coin as usize]
        );
    }
    let (noise, _) = evaluated(&csv, kind);
    assert!(noise.metrics[0].may_be_baseline(), "{:?}", noise.metrics[0]);
    let (told, _) = evaluated(&table(300), kind);
    assert!(!told.metrics[0].may_be_baseline(), "{:?}", told.metrics[0]);
}

#[test]
fn a_threshold_decides_what_is_resampled() {
    let (plain, _) = evaluated(&table(300), kind);
    let (low, _) = evaluated(&table(300), |recipe| {
        by(recipe, ThresholdBy::Fixed);
        recipe.evaluate.threshold = 0.1;
    });
    assert_ne!(plain.metrics[0].interval, low.metrics[0].interval);
    // Probabilities, and so their order, are the same.
    assert_eq!(plain.metrics[4].interval, low.metrics[4].interval);
}

#[test]
fn the_report_draws_the_curves_of_the_positive_class() {
    let (pipeline, reports) = run(table(300), |recipe| {
        by(recipe, ThresholdBy::Fixed);
        recipe.evaluate.threshold = 0.3;
        recipe.evaluate.pos_label = Some("no".into());
    })
    .unwrap();
    let outcome = pipeline.outcome().unwrap();
    assert_eq!(decision(outcome).pos_label, "no");
    let predicted = outcome.predictions.predicted();
    let recipe = &outcome.fitted.recipe;
    let scenes = grove_export::report::scenes(recipe, &reports, Some(&predicted));
    let titles: Vec<&str> = scenes.iter().map(|scene| scene.title.as_str()).collect();
    for title in [
        "ROC curve: no",
        "Precision and recall: no",
        "Cumulative gain: no",
        "Calibration: no",
        "Cost curve",
    ] {
        assert_eq!(
            titles.iter().filter(|of| **of == title).count(),
            1,
            "{titles:?}"
        );
    }
    let html = grove_export::report::write(recipe, &reports, Some(&predicted));
    let html = String::from_utf8(html).unwrap();
    assert!(html.contains("curve-band") && html.contains("data-threshold=\"0.3\""));
}

#[test]
fn the_area_has_the_same_interval_as_curve_and_as_score() {
    for csv in [table(300), three(300)] {
        let (pipeline, _) = run(&csv, kind).unwrap();
        let outcome = pipeline.outcome().unwrap();
        let (
            Some(TargetValues::Classes { labels, classes }),
            Predictions::Probabilities { values, .. },
        ) = (&outcome.predictions.actual, &outcome.predictions.predicted)
        else {
            panic!("classes");
        };
        let rows = AnsweredRows {
            labels,
            classes,
            probabilities: values,
        };
        let of = |class| {
            let pace = Pace::default();
            block_on(curves(rows, class, Some(&outcome.evaluation), 42, &pace))
        };
        let metric = &outcome.evaluation.metrics[4];
        assert_eq!(of(None).roc.interval, metric.interval);
        assert!((of(None).roc.area.unwrap() - metric.value.unwrap()).abs() < 1e-12);
        assert!(of(Some(1)).roc.interval.is_some());
    }
}

#[test]
fn a_run_of_an_earlier_build_is_read_without_intervals() {
    let metric =
        r#"{"name":"accuracy","value":0.5,"baseline":0.25,"higher_is_better":true,"note":null}"#;
    let metric: Metric = serde_json::from_str(metric).unwrap();
    assert_eq!((metric.interval, metric.difference), (None, None));
    assert!(metric.interval_text().is_none() && !metric.may_be_baseline());
    let (evaluation, _) = evaluated(&table(100), kind);
    let mut before = serde_json::to_value(&evaluation).unwrap();
    before.as_object_mut().unwrap().remove("resamples");
    for metric in before["metrics"].as_array_mut().unwrap() {
        metric
            .as_object_mut()
            .unwrap()
            .retain(|name, _| name != "interval" && name != "difference");
    }
    let read: Evaluation = serde_json::from_value(before).unwrap();
    assert_eq!((read.resamples, read.rows), (0, evaluation.rows));
}

#[test]
fn the_page_asks_for_the_curves_of_a_class() {
    let mut session = session();
    assert!(
        refused(&mut session, Curves { class: None }, b"")
            .problem
            .contains("No run")
    );
    let mut trained = |csv: &str, target: &str, task| {
        let open = Open {
            name: "table.csv".into(),
            load: Load::default(),
        };
        let data = ask(&mut session, open, csv.as_bytes());
        let mut recipe = data.recipe(target);
        recipe.task = task;
        recipe.train.set("n_estimators", 5).unwrap();
        ask(&mut session, crate::shared::run(recipe), b"");
        let several = ask_for(&mut session, None);
        (
            several,
            ask_for(&mut session, Some(0)),
            ask_for(&mut session, Some(3)),
        )
    };
    let (two, first, none) = trained(&table(200), "kind", Task::Classification);
    assert_eq!(two.unwrap().class.as_deref(), Some("yes"));
    assert_eq!(first.unwrap().class.as_deref(), Some("no"));
    assert!(none.unwrap_err().contains("no such class"));
    let (average, ant, _) = trained(&three(200), "kind", Task::Classification);
    assert_eq!(average.unwrap().class, None);
    assert_eq!(ant.unwrap().class.as_deref(), Some("ant"));
    let (values, ..) = trained(&table(200), "size", Task::Regression);
    assert!(values.unwrap_err().contains("no curves"));
}

fn ask_for(session: &mut Session, class: Option<u32>) -> Result<CurvesReport, String> {
    let answer = try_ask(session, Curves { class }, b"");
    answer
        .map(|(report, _)| report)
        .map_err(|error| error.problem)
}
