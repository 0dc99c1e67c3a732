//! Two runs in a row are compared by the page itself, once both are stored.

use super::kept::{list, refused, run, told};
use super::{after, answer, ask, opened, recipe, run_begun, run_ended, trees};
use crate::ui::state::{Action, Edit, PendingRequest, State, reduce};
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::{CallName, RunProgress};
use grove_protocol::report::{Detail, Evaluation, EvaluationOutcome, Metric, StageReport};
use grove_protocol::tracking::{
    ComparedRun, DifferenceVerdict, MetricDelta, RunComparison, RunInfo,
};
use grove_recipe::Task;
use grove_recipe::stage::{PATH, Stage};

fn outcome() -> EvaluationOutcome {
    EvaluationOutcome::Numbers {
        points: Vec::new(),
        residual_min: 0.0,
        residual_max: 0.0,
        residual_counts: Vec::new(),
    }
}

fn accuracy(value: f64) -> Metric {
    run(1, 1, value).metrics.remove(0)
}

/// Runs every stage; the accuracy is so much.
fn scored(state: State, id: u32, value: f64) -> State {
    let evaluation = Evaluation {
        task: Task::Classification,
        rows: 38,
        metrics: vec![accuracy(value)],
        validation: None,
        outcome: outcome(),
        intervals: None,
        importances: Vec::new(),
        permutation: None,
        cross_validation: None,
        decision: None,
        calibration: None,
        conformal: None,
        belief: Vec::new(),
        resamples: 0,
    };
    let reports = PATH.map(|stage| match stage {
        Stage::Evaluate => StageReport {
            detail: Detail::Evaluate(Box::new(evaluation.clone())),
            ..super::report(stage)
        },
        _ => super::report(stage),
    });
    let finished = reports.into_iter().skip(1).map(|report| {
        let done = RunProgress::Finished {
            report,
            milliseconds: 1.0,
        };
        answer(id, Response::Run(CallEvent::Progress(done)))
    });
    let state = after(run_begun(state, id), finished);
    reduce(state, answer(id, run_ended()))
}

/// The present run as it is stored, with what was detected in the file.
fn as_stored(state: &State, number: u32) -> RunInfo {
    let mut stored = run(number, 1, 0.9);
    stored.recipe = recipe(state).clone();
    let data = state.data.as_ref().expect("a file is open");
    stored.recipe.load = data.layout.fix(&data.load);
    stored
}

/// Two runs that differ in the number of trees, of which the first is stored.
fn twice() -> State {
    let state = scored(opened("a.csv"), 2, 0.9);
    let first = as_stored(&state, 1);
    let state = reduce(state, told(list(vec![first], Vec::new())));
    let change = trees(&state, 7);
    scored(reduce(state, change), 3, 0.8)
}

fn asked(state: State) -> State {
    let second = as_stored(&state, 2);
    let state = reduce(state, told(list(vec![second], Vec::new())));
    let runs = state.noise_wanted().expect("both are stored");
    assert!(runs[0] < runs[1], "the oldest first");
    reduce(state, ask(9, PendingRequest::Noise { runs }))
}

fn compared(verdict: DifferenceVerdict) -> Response {
    let delta = MetricDelta {
        metric: "accuracy".into(),
        higher_is_better: true,
        value: Some(0.8),
        difference: Some(-0.1),
        interval: Some((-0.3, 0.1)),
        verdict: Some(verdict),
    };
    let of = |deltas| ComparedRun {
        other_rows: None,
        id: run(1, 1, 0.9).id,
        outcome: outcome(),
        deltas,
        changed: Vec::new(),
        better: 0,
        worse: 0,
    };
    let comparison = RunComparison {
        rows: 38,
        parameters: Vec::new(),
        runs: vec![of(Vec::new()), of(vec![delta])],
        resamples: 1000,
        level: 0.95,
    };
    Response::CompareRuns(CallEvent::Answer(Ok(Some(comparison))))
}

fn said(state: &State) -> Option<DifferenceVerdict> {
    state.before()?.delta("accuracy")?.verdict
}

#[test]
fn what_moved_is_said_to_be_noise_or_more() {
    let state = twice();
    assert_eq!(state.noise_wanted(), None, "the second is not stored yet");
    let before = state.before().expect("a run before");
    assert_eq!(before.value("accuracy"), Some(0.9));
    let state = asked(state);
    assert_eq!(state.noise_wanted(), None, "one question at a time");
    for verdict in [DifferenceVerdict::WithinNoise, DifferenceVerdict::Worse] {
        let state = reduce(state.clone(), answer(9, compared(verdict)));
        assert_eq!(said(&state), Some(verdict));
        assert_eq!(state.noise_wanted(), None, "it is known");
        assert_eq!(state.runs.comparison, None, "nobody asked for a comparison");
        // It is about these two runs.
        let change = trees(&state, 8);
        let third = scored(reduce(state, change), 10, 0.85);
        assert_eq!(said(&third), None);
    }
}

#[test]
fn runs_that_cannot_be_compared_are_asked_about_once() {
    let state = reduce(asked(twice()), refused(9, CallName::CompareRuns));
    assert_eq!(said(&state), None);
    assert_eq!(state.noise_wanted(), None);
    assert_eq!(state.runs.error, None, "nobody asked");
}

#[test]
fn other_test_rows_are_not_compared() {
    let state = scored(opened("a.csv"), 2, 0.9);
    let first = as_stored(&state, 1);
    let seed = Action::RecipeEdited {
        field: "seed",
        edit: Edit::Seed(7),
    };
    let state = after(state, [told(list(vec![first], Vec::new())), seed]);
    let state = scored(state, 3, 0.8);
    let second = as_stored(&state, 2);
    let state = reduce(state, told(list(vec![second], Vec::new())));
    assert!(state.before().is_some_and(|before| !before.same_rows));
    assert_eq!(state.noise_wanted(), None);
}
