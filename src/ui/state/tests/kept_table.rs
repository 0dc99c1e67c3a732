//! The table of runs: which rows and columns it shows, in which order, and which are selected.

use super::kept::{gone, handled, id, kept, list, run};
use super::{after, answer, opened};
use crate::ui::state::{RunColumn, RunsAction, RunsView, State, reduce};
use grove_protocol::tracking::RunInfo;

/// Returns the numbers of the runs that are shown, from the top down.
fn shown(state: &State) -> Vec<u32> {
    let runs = &state.runs;
    let number = |line: &crate::ui::state::RunLine| {
        let id = &runs.rows[line.run].info.id.0;
        id.trim_start_matches("run-").parse().expect("a number")
    };
    runs.shown.lines.iter().map(number).collect()
}

fn with(runs: Vec<RunInfo>) -> State {
    reduce(opened("a.csv"), answer(0, list(runs, Vec::new())))
}

fn filtered(state: State, filter: &str) -> State {
    reduce(state, handled(RunsAction::Filtered(filter.to_string())))
}

fn trees() -> RunColumn {
    RunColumn::Parameter("train.n_estimators".into())
}

#[test]
fn runs_are_sorted_by_any_column_either_way() {
    assert_eq!(shown(&kept()), [3, 2, 1], "the newest first");
    let by = |column: RunColumn| handled(RunsAction::Sorted(column));
    let state = reduce(kept(), by(RunColumn::Metric("accuracy".into())));
    assert_eq!(shown(&state), [2, 3, 1], "the best first");
    let state = reduce(state, by(RunColumn::Metric("accuracy".into())));
    assert_eq!(shown(&state), [1, 3, 2]);
    let state = reduce(state, by(trees()));
    assert_eq!(shown(&state), [1, 2, 3]);
}

#[test]
fn runs_without_a_value_come_last_whichever_way() {
    let mut without = run(4, 20, 0.7);
    without.metrics.clear();
    let runs = vec![run(1, 10, 0.8), run(2, 50, 0.9), without];
    let by = || handled(RunsAction::Sorted(RunColumn::Metric("accuracy".into())));
    let state = reduce(with(runs), by());
    assert_eq!(shown(&state), [2, 1, 4]);
    assert_eq!(shown(&reduce(state, by())), [1, 2, 4]);
}

#[test]
fn an_error_metric_is_sorted_by_the_least() {
    let with_error = |number, value| {
        let mut run = run(number, 10, value);
        run.metrics[0].name = "rmse".into();
        run.metrics[0].higher_is_better = false;
        run
    };
    let state = with(vec![with_error(1, 3.0), with_error(2, 2.0)]);
    let sorted = handled(RunsAction::Sorted(RunColumn::Metric("rmse".into())));
    assert_eq!(shown(&reduce(state, sorted)), [2, 1]);
}

#[test]
fn a_filter_takes_words_and_conditions() {
    let mut noted = run(4, 70, 0.95);
    noted.note = "Deep trees".into();
    noted.tags = vec!["Final".into()];
    let runs = vec![run(1, 10, 0.8), run(2, 50, 0.9), run(3, 100, 0.85), noted];
    let found = |filter: &str| shown(&filtered(with(runs.clone()), filter));
    assert_eq!(found("train.n_estimators > 50"), [4, 3]);
    assert_eq!(found("n_estimators >= 50 AND accuracy < 0.95"), [3, 2]);
    assert_eq!(found("accuracy = 0.9"), [2]);
    assert_eq!(found("accuracy != 0.9 and n_estimators <= 10"), [1]);
    assert_eq!(found("deep FINAL"), [4]);
    assert_eq!(found("tags = final"), [4]);
    assert_eq!(found("max_depth = none"), [4, 3, 2, 1]);
    assert_eq!(found("nothing like it"), [0; 0]);
    assert_eq!(filtered(with(runs.clone()), "deep").runs.shown.found, 1);
}

#[test]
fn a_filter_that_cannot_be_read_is_told_and_hides_nothing() {
    let state = filtered(kept(), "trees > 5");
    assert_eq!(shown(&state), [3, 2, 1]);
    let problem = state.runs.shown.problem.as_ref().expect("a problem");
    assert!(problem.contains("“trees”"), "{problem}");
    assert_eq!(filtered(state, "accuracy > 0.8").runs.shown.problem, None);
}

#[test]
fn candidates_are_folded_under_their_search() {
    let of_search = |number, accuracy| {
        let mut candidate = run(number, number, accuracy);
        candidate.parent = Some(id(1));
        candidate
    };
    let runs = vec![
        run(1, 10, 0.5),
        of_search(2, 0.7),
        of_search(3, 0.9),
        run(4, 10, 0.8),
    ];
    let state = with(runs);
    assert_eq!(shown(&state), [4, 1]);
    assert_eq!(state.runs.shown.lines[1].candidates, 2);
    let state = reduce(state, handled(RunsAction::Folded(id(1))));
    assert_eq!(shown(&state), [4, 1, 3, 2]);
    assert!(state.runs.shown.lines[2].inner);
    // A search stays above its candidates that were found.
    let state = filtered(state, "accuracy > 0.85");
    assert_eq!(shown(&state), [1, 3]);
    assert_eq!(state.runs.shown.found, 1);
    let state = reduce(filtered(state, ""), handled(RunsAction::Folded(id(1))));
    assert_eq!(shown(&state), [4, 1]);
    // Without its search, a candidate is shown as a run.
    let orphan = reduce(state, answer(0, gone(&[1, 2, 4])));
    assert_eq!(shown(&orphan), [3]);
}

#[test]
fn columns_that_differ_are_proposed_and_the_person_has_the_last_word() {
    let columns = |state: &State| state.runs.shown.columns.clone();
    let state = kept();
    assert!(columns(&state).contains(&trees()));
    let seed = RunColumn::Parameter("seed".into());
    assert!(!columns(&state).contains(&seed), "it is the same in all");
    let state = after(
        state,
        [
            handled(RunsAction::ColumnChosen(trees(), false)),
            handled(RunsAction::ColumnChosen(seed.clone(), true)),
        ],
    );
    assert!(!columns(&state).contains(&trees()));
    assert!(columns(&state).contains(&seed));
    // Also after another run.
    let runs = vec![run(1, 10, 0.8), run(5, 20, 0.9)];
    let state = reduce(state, answer(0, list(runs, Vec::new())));
    assert!(!columns(&state).contains(&trees()));
}

#[test]
fn what_can_be_changed_is_shown_while_it_is() {
    let notes = |state: &State| state.runs.shown.columns.contains(&RunColumn::Note);
    let state = reduce(kept(), handled(RunsAction::EditingSwitched));
    assert!(notes(&state));
    assert!(!notes(&reduce(state, handled(RunsAction::EditingSwitched))));
}

#[test]
fn runs_are_selected_by_themselves_and_all_that_are_shown_at_once() {
    let state = reduce(kept(), handled(RunsAction::Selected(id(2), true)));
    assert_eq!(state.runs.selection(), [id(2)]);
    let state = filtered(state, "n_estimators != 50");
    let state = reduce(state, handled(RunsAction::AllSelected(true)));
    assert_eq!(state.runs.selection(), [id(1), id(3)], "the oldest first");
    // A deleted run is no longer selected.
    let state = reduce(state, answer(0, gone(&[1, 2])));
    assert_eq!(state.runs.selection(), [id(3)]);
    let state = reduce(state, handled(RunsAction::AllSelected(false)));
    assert!(state.runs.selection().is_empty());
}

#[test]
fn what_is_put_aside_has_a_view_of_its_own() {
    let mut aside = run(2, 50, 0.9);
    aside.deleted = Some(1.0);
    let state = with(vec![run(1, 10, 0.8), aside]);
    assert_eq!(shown(&state), [1]);
    let state = reduce(state, handled(RunsAction::Selected(id(1), true)));
    let state = reduce(state, handled(RunsAction::Viewed(RunsView::Deleted)));
    assert_eq!(shown(&state), [2]);
    assert!(state.runs.selected.is_empty(), "nothing out of sight");
}

#[test]
fn an_experiment_is_looked_at_alone_as_long_as_it_has_runs() {
    let of = |number, experiment: &str| {
        let mut run = run(number, 10, 0.8);
        run.experiment = experiment.into();
        run
    };
    let state = with(vec![of(1, "trees"), of(2, "depth"), of(3, "trees")]);
    let chosen = RunsAction::ExperimentChosen(Some("trees".into()));
    let state = reduce(state, handled(chosen));
    assert_eq!(shown(&state), [3, 1]);
    let state = reduce(state, answer(0, gone(&[1, 3])));
    assert_eq!(shown(&state), [2]);
}
