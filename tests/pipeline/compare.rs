//! Runs beside one another: intervals beside scipy's (`tests/reference/compare.py` made them), what must hold exactly,
//! and what cannot be compared.

use grove_engine::Pipeline;
use std::task::Poll;

use grove_engine::compare;
use grove_engine::evaluate::scores;
use grove_engine::table::target::TargetValues;
use grove_models::Predictions;
use grove_protocol::report::{EvaluationOutcome, metrics_of};
use grove_protocol::tracking::{
    ActualTargets, ComparedRun, DifferenceVerdict, OtherRows, PredictedTargets, RunComparison,
    RunId, RunInfo, StoreError, TestPredictions,
};
use grove_recipe::{Operation, Recipe, Task};
use proptest::prelude::{ProptestConfig, any, prop};
use proptest::{prop_assert, prop_assert_eq, proptest};
use serde::Deserialize;

use crate::tools::{run, table};

#[derive(Deserialize)]
struct Reference {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    sample: String,
    rows: Vec<u32>,
    actual: Vec<f64>,
    first: Vec<f64>,
    second: Vec<f64>,
    found: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    metric: String,
    difference: f64,
    low: f64,
    high: f64,
    standard_error: f64,
}

type Run = (RunInfo, TestPredictions);

fn recipe() -> Recipe {
    crate::shared::recipe()
}

fn info(name: &str, recipe: Recipe) -> RunInfo {
    RunInfo::new(RunId(name.into()), recipe, 0.0)
}

fn compare(runs: &[&Run]) -> Result<RunComparison, StoreError> {
    let runs = runs.iter().map(|run| (*run).clone()).collect();
    let mut comparing = compare::compare(runs)?;
    let mut before = 0;
    loop {
        let polled = comparing.poll();
        let told = comparing.progress();
        if let Poll::Ready(comparison) = polled {
            assert_eq!(before, told.total);
            return Ok(comparison);
        }
        before += 1;
        assert_eq!(told.done, before, "of {}", told.total);
    }
}

fn of_classes(name: &str, labels: &[u32], probabilities: Vec<f64>) -> Run {
    let classes: Vec<String> = (0..probabilities.len() / labels.len())
        .map(|class| format!("class {class}"))
        .collect();
    let predicted = Predictions::of_classes(classes.len() as u32, probabilities.clone());
    let predicted = TestPredictions {
        rows: (1..=labels.len() as u32).collect(),
        actual: ActualTargets::Classes {
            labels: labels.to_vec(),
            classes,
        },
        predicted: PredictedTargets::Classes {
            labels: predicted.labels(),
            probabilities,
        },
    };
    (info(name, recipe()), predicted)
}

fn of_values(name: &str, actual: &[f64], predicted: Vec<f64>) -> Run {
    let predicted = TestPredictions {
        rows: (1..=actual.len() as u32).collect(),
        actual: ActualTargets::Values(actual.to_vec()),
        predicted: PredictedTargets::Values(predicted),
    };
    (info(name, recipe()), predicted)
}

/// What a pipeline leaves, as it is kept.
fn kept(name: &str, pipeline: &Pipeline) -> Run {
    let outcome = pipeline.outcome().unwrap();
    let table = &outcome.predictions;
    let predicted = TestPredictions {
        rows: table.rows.clone(),
        actual: match table.actual.clone().unwrap() {
            TargetValues::Classes { labels, classes } => ActualTargets::Classes { labels, classes },
            TargetValues::Values(values) => ActualTargets::Values(values),
        },
        predicted: match table.predicted.clone() {
            Predictions::Probabilities { values, .. } => PredictedTargets::Classes {
                labels: table.predicted.labels(),
                probabilities: values,
            },
            Predictions::Values(values) => PredictedTargets::Values(values),
        },
    };
    (info(name, outcome.fitted.recipe.clone()), predicted)
}

#[test]
fn intervals_are_scipys_within_what_chance_does() {
    let reference: Reference =
        serde_json::from_str(include_str!("../reference/compare.json")).unwrap();
    for case in reference.cases {
        let labels: Vec<u32> = case.actual.iter().map(|value| *value as u32).collect();
        let numbers = case.sample == "diabetes";
        let run = |name, said| match numbers {
            true => of_values(name, &case.actual, said),
            false => of_classes(name, &labels, said),
        };
        let runs = [run("a", case.first), run("b", case.second)];
        let comparison = compare(&[&runs[0], &runs[1]]).unwrap();
        assert_eq!(comparison.rows as usize, case.rows.len());
        assert_eq!((comparison.resamples, comparison.level), (1000, 0.95));
        let deltas = &comparison.runs[1].deltas;
        assert_eq!(deltas.len(), case.found.len());
        for (ours, theirs) in deltas.iter().zip(&case.found) {
            let what = format!("{} {} {ours:?}", case.sample, theirs.metric);
            assert_eq!(ours.metric, theirs.metric);
            let difference = ours.difference.unwrap();
            assert!((difference - theirs.difference).abs() < 1e-9, "{what}");
            let (low, high) = ours.interval.unwrap();
            // Four standard errors of such a percentile of 1,000 normal draws, and one row more or less.
            let few = 0.34 * theirs.standard_error;
            let step = match theirs.metric.as_str() {
                "accuracy" => 1.0 / case.rows.len() as f64,
                _ => 0.0,
            };
            for (ours, theirs) in [(low, theirs.low), (high, theirs.high)] {
                assert!((ours - theirs).abs() <= few + step, "{what}: {theirs}");
            }
            let expected = match (theirs.low > 0.0, theirs.high < 0.0) {
                (false, false) => DifferenceVerdict::WithinNoise,
                (up, _) if up == ours.higher_is_better => DifferenceVerdict::Better,
                _ => DifferenceVerdict::Worse,
            };
            // Where chance does not decide it.
            let nearest = theirs.low.abs().min(theirs.high.abs());
            if nearest > few + step {
                assert_eq!(ours.verdict, Some(expected), "{what}");
            }
        }
    }
}

/// A row's class, and what two runs make of it.
type Drawn = (u32, u8, u8, u8, u8);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn against_itself_nothing_differs_and_the_other_way_around_the_sign_does(
        rows in prop::collection::vec((0u32..3, 0u8..6, 0u8..6, 0u8..6, 0u8..6), 8..60),
        seed in any::<u32>(),
    ) {
        let labels: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let shares = |of: fn(&Drawn) -> [u8; 2]| -> Vec<f64> {
            let shares = rows.iter().flat_map(|row| {
                let [a, b] = of(row).map(f64::from);
                [a / 16.0, b / 16.0, 1.0 - (a + b) / 16.0]
            });
            shares.collect()
        };
        let (first, second) = (shares(|row| [row.1, row.2]), shares(|row| [row.3, row.4]));
        let actual: Vec<f64> = labels.iter().map(|label| f64::from(*label)).collect();
        for mut runs in [
            [of_classes("a", &labels, first.clone()), of_classes("b", &labels, second.clone())],
            [of_values("a", &actual, first[..actual.len()].to_vec()),
             of_values("b", &actual, second[..actual.len()].to_vec())],
        ] {
            runs[0].0.recipe.seed = seed;
            let [a, b] = &runs;
            let same = compare(&[a, a]).unwrap();
            for delta in &same.runs[1].deltas {
                if delta.value.is_some() {
                    prop_assert_eq!(delta.difference, Some(0.0));
                }
                if let Some(interval) = delta.interval {
                    prop_assert_eq!(interval, (0.0, 0.0));
                    prop_assert_eq!(delta.verdict, Some(DifferenceVerdict::WithinNoise));
                }
            }
            prop_assert!(same.parameters.is_empty());
            let same = &same.runs[1];
            prop_assert!(same.changed.is_empty() && same.better == 0 && same.worse == 0);

            let (there, back) = (compare(&[a, b]).unwrap(), compare(&[b, a]).unwrap());
            for (delta, negated) in there.runs[1].deltas.iter().zip(&back.runs[1].deltas) {
                prop_assert_eq!(delta.difference, negated.difference.map(|by| -by));
                prop_assert_eq!(delta.interval, negated.interval.map(|(low, high)| (-high, -low)));
                let opposite = negated.verdict.map(|verdict| match verdict {
                    DifferenceVerdict::Better => DifferenceVerdict::Worse,
                    DifferenceVerdict::Worse => DifferenceVerdict::Better,
                    DifferenceVerdict::WithinNoise => DifferenceVerdict::WithinNoise,
                });
                prop_assert_eq!(delta.verdict, opposite);
            }
            prop_assert_eq!(there.runs[1].better, back.runs[1].worse);
            prop_assert_eq!(there.runs[1].changed.len(), back.runs[1].changed.len());
        }
    }
}

#[test]
fn runs_of_a_pipeline_differ_in_what_was_changed() {
    let csv: String = (0..300u32).fold("size,weight,kind\n".into(), |csv, i| {
        let kind = ["cat", "dog"][(i * i % 23 / 12) as usize];
        format!("{csv}{},{},{kind}\n", i * 5 % 23, i * i % 23 + i % 7)
    });
    let runs: Vec<Run> = [1u32, 20]
        .map(|n_estimators| {
            let (pipeline, _) = run(&csv, |recipe| {
                recipe.target = "kind".into();
                recipe.task = Task::Classification;
                recipe.leave_out.clear();
                recipe.train.set("n_estimators", n_estimators).unwrap();
                recipe
                    .train
                    .set("max_depth", (n_estimators == 1).then_some(1))
                    .unwrap();
            })
            .unwrap();
            kept(&format!("{n_estimators} trees"), &pipeline)
        })
        .into();
    let comparison = compare(&[&runs[0], &runs[1]]).unwrap();
    let parameters: Vec<(&str, Vec<Option<&str>>)> = comparison
        .parameters
        .iter()
        .map(|of| {
            let values = of.values.iter().map(Option::as_deref).collect();
            (of.parameter.as_str(), values)
        })
        .collect();
    assert_eq!(
        parameters,
        [
            ("train.max_depth", vec![Some("1"), Some("null")]),
            ("train.n_estimators", vec![Some("1"), Some("20")]),
        ]
    );
    let [first, second] = &comparison.runs[..] else {
        panic!()
    };
    assert_eq!(first.id.0, "1 trees");
    for delta in &first.deltas {
        assert!(delta.value.is_some());
        assert_eq!(
            (delta.difference, delta.interval, delta.verdict),
            (None, None, None)
        );
    }
    let accuracy = &second.deltas[0];
    assert_eq!(
        accuracy.verdict,
        Some(DifferenceVerdict::Better),
        "{accuracy:?}"
    );
    // Every change of a verdict is a hit gained or lost.
    let hits = |outcome: &EvaluationOutcome| match outcome {
        EvaluationOutcome::Classes { confusion, .. } => confusion[0][0] + confusion[1][1],
        EvaluationOutcome::Numbers { .. } => panic!(),
    };
    let gained = hits(&second.outcome) - hits(&first.outcome);
    assert_eq!(second.better - second.worse, gained);
    assert_eq!(second.changed.len() as u32, second.better + second.worse);
    assert!(
        second
            .changed
            .iter()
            .all(|row| row.better == (row.this == row.actual))
    );
    assert!(second.changed.is_sorted_by_key(|row| row.row));
}

#[test]
fn the_largest_changes_are_listed_and_all_are_counted() {
    let actual: Vec<f64> = (0..500).map(f64::from).collect();
    let said = |by: &dyn Fn(f64) -> f64| actual.iter().map(|value| value + by(*value)).collect();
    let first = of_values("a", &actual, said(&|_| 10.0));
    let second = of_values(
        "b",
        &actual,
        said(&|value| match value as u32 {
            0..100 => 10.0,
            100..200 => value,
            _ => -9.0,
        }),
    );
    let comparison = compare(&[&first, &second]).unwrap();
    let second = &comparison.runs[1];
    assert_eq!((second.better, second.worse), (300, 100));
    assert_eq!(second.changed.len(), 200);
    let worst = &second.changed[0];
    assert_eq!((worst.row, worst.better), (200, false));
    assert_eq!(
        [&worst.actual, &worst.first, &worst.this],
        ["199", "209", "398"]
    );
    assert_eq!(
        second.changed[100].row, 201,
        "equal changes are in the order of the file"
    );

    let labels = vec![0; 500];
    let sure = |class: usize| {
        (0..500)
            .flat_map(move |_| [1 - class, class])
            .map(|p| p as f64)
    };
    let runs = [0, 1].map(|class| of_classes("c", &labels, sure(class).collect()));
    let comparison = compare(&[&runs[0], &runs[1]]).unwrap();
    let second = &comparison.runs[1];
    assert_eq!(
        (second.changed.len(), second.better, second.worse),
        (200, 0, 500)
    );
    let area = second
        .deltas
        .iter()
        .find(|delta| delta.metric == "roc_auc")
        .unwrap();
    assert_eq!(
        (area.value, area.difference, area.verdict),
        (None, None, None)
    );
}

#[test]
fn many_rows_are_resampled_less_often() {
    let resamples = |rows: u32, runs: usize| {
        let actual: Vec<f64> = (0..rows).map(f64::from).collect();
        let run = of_values("a", &actual, actual.clone());
        let mut comparing = compare::compare(vec![run; runs]).unwrap();
        assert!(comparing.poll().is_pending());
        comparing.progress().total / runs as u32
    };
    assert_eq!(resamples(10_000, 2), 1000);
    assert_eq!(resamples(10_000, 10), 200);
    assert_eq!(resamples(1_000_000, 2), 100);
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let actual: Vec<f64> = (0..20).map(f64::from).collect();
    let run = of_values("a", &actual, actual.clone());
    let refused = |runs: &[&Run], words: &str| {
        let error = compare(runs).unwrap_err();
        assert!(error.problem.contains(words), "{error:?}");
        assert!(
            error.problem.ends_with('.') && error.advice.ends_with('.'),
            "{error:?}"
        );
    };
    refused(&[], "two runs are needed");
    refused(&[&run], "two runs are needed");
    refused(&[&run; 11], "11 runs");
    assert!(compare(&[&run; 10]).is_ok());

    let none = of_values("b", &[], Vec::new());
    refused(&[&run, &none], "Run b has no scores on test rows");
    let labels: Vec<u32> = (0..20).map(|row| row % 2).collect();
    let classes = of_classes("c", &labels, (0..40).map(|_| 0.5).collect());
    refused(&[&run, &classes], "a predicts numbers and Run c classes");
    assert!(compare(&[&classes, &classes]).is_ok());

    let mut broken = classes.clone();
    broken.1.rows.pop();
    refused(&[&classes, &broken], "cannot be read");
    let nan = of_values("b", &actual, vec![f64::NAN; 20]);
    refused(&[&run, &nan], "not numbers");
}

/// The only other run beside the first.
fn beside(first: &Run, other: &Run) -> (ComparedRun, u32) {
    let mut comparison = compare(&[first, other]).unwrap();
    assert_eq!(comparison.runs[0].other_rows, None);
    (comparison.runs.remove(1), comparison.resamples)
}

#[test]
fn runs_on_other_test_rows_stand_side_by_side_without_intervals() {
    let actual: Vec<f64> = (0..20).map(f64::from).collect();
    let run = of_values("a", &actual, actual.clone());
    let mut other = of_values("b", &actual, vec![3.0; 20]);
    other.1.rows = (11..=30).collect();
    // Rows 11 to 20 are in both, and row 11 is 10 here and 0 there.
    let shared = |count, shared| Some(OtherRows { count, shared });
    let (compared, resamples) = beside(&run, &other);
    assert_eq!((compared.other_rows, resamples), (shared(20, 0), 0));
    assert!(compared.changed.is_empty() && (compared.better, compared.worse) == (0, 0));
    for delta in &compared.deltas {
        assert_eq!((delta.interval, delta.verdict), (None, None));
        assert_eq!(
            delta.value.is_some(),
            delta.difference.is_some(),
            "{delta:?}"
        );
    }
    other.1.actual = ActualTargets::Values((10..30).map(f64::from).collect());
    assert_eq!(beside(&run, &other).0.other_rows, shared(20, 10));
    let fewer = of_values("b", &actual[..12], actual[..12].to_vec());
    assert_eq!(beside(&run, &fewer).0.other_rows, shared(12, 12));
    let cleaned = of_values("b", &[&[0.5], &actual[1..]].concat(), actual.clone());
    assert_eq!(beside(&run, &cleaned).0.other_rows, shared(20, 19));
    let mut elsewhere = other.clone();
    elsewhere.0.recipe.data.sha256 = "another table".into();
    assert_eq!(beside(&run, &elsewhere).0.other_rows, shared(20, 0));

    let labels: Vec<u32> = (0..20).map(|row| row % 2).collect();
    let two = of_classes("c", &labels, (0..40).map(|_| 0.5).collect());
    let three = of_classes("d", &labels, (0..60).map(|_| 0.25).collect());
    assert_eq!(beside(&two, &three).0.other_rows, shared(20, 20));

    // Those on the same rows have the intervals that they have without the others.
    let near = of_values(
        "n",
        &actual,
        actual.iter().map(|value| value + 1.0).collect(),
    );
    let alone = compare(&[&run, &near]).unwrap();
    let all = compare(&[&run, &other, &near]).unwrap();
    assert_eq!(all.runs[2].deltas, alone.runs[1].deltas);
    assert_eq!(all.resamples, alone.resamples);
    assert!(
        all.runs[2]
            .deltas
            .iter()
            .any(|delta| delta.interval.is_some())
    );
}

#[test]
fn cleaning_steps_are_one_difference() {
    let actual: Vec<f64> = (0..20).map(f64::from).collect();
    let run = of_values("a", &actual, actual.clone());
    let mut other = run.clone();
    let dropping = |column: &str| Operation::DropColumns {
        columns: vec![column.into()],
    };
    other.0.recipe.clean.steps = vec![dropping("a").into(), dropping("b").into()];
    let comparison = compare(&[&run, &other]).unwrap();
    let [steps] = &comparison.parameters[..] else {
        panic!("{:?}", comparison.parameters);
    };
    assert_eq!(steps.parameter, "clean.steps");
    assert_eq!(steps.values[1].as_deref(), Some("\"Drop a; Drop b\""));
}

#[test]
fn the_metrics_of_a_task_are_those_that_are_counted() {
    let names = |target: TargetValues, predicted: Predictions| -> Vec<&str> {
        let scores = scores(&target, &predicted).into_iter();
        scores.map(|(name, _)| name).collect()
    };
    let labels = TargetValues::Classes {
        labels: vec![0],
        classes: vec!["a".into()],
    };
    let sure = Predictions::of_classes(1, vec![1.0]);
    assert_eq!(names(labels, sure), metrics_of(Task::Classification));
    let values = names(
        TargetValues::Values(vec![1.0]),
        Predictions::Values(vec![1.0]),
    );
    assert_eq!(values, metrics_of(Task::Regression));
    let (pipeline, _) = run(table(40), |_| {}).unwrap();
    let metrics = &pipeline.outcome().unwrap().evaluation.metrics;
    assert!(
        metrics
            .iter()
            .map(|metric| &*metric.name)
            .eq(metrics_of(Task::Classification).iter().copied())
    );
}
