//! How the person's expectations change.

use super::{after, answer, ask, edit, error, failed, finished, opened, opens, recipe, run_begun};
use crate::ui::state::{Action, Edit, PendingRequest, State, Status, reduce};
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::CallName;
use grove_recipe::stage::Stage;
use grove_recipe::{Check, Expectation, Load, Reference, Rule, Severity};

fn not_null(column: &str) -> Expectation {
    let column = column.to_string();
    Expectation::new(Rule::NotNull { column })
}

fn distribution(column: &str, quantile: f64) -> Expectation {
    Expectation::new(Rule::Distribution {
        column: column.to_string(),
        alpha: 0.05,
        reference: Reference::Numbers {
            quantiles: vec![quantile],
        },
    })
}

fn expect(field: &'static str, expectations: &[Expectation]) -> Action {
    let expectations = expectations.to_vec();
    edit(
        field,
        Edit::part(Check {
            expectations,
            ..Check::default()
        }),
    )
}

fn expectations(state: &State) -> &[Expectation] {
    &recipe(state).check.expectations
}

#[test]
fn each_expectation_more_or_less_is_a_step_to_undo() {
    let (a, b) = (not_null("size"), not_null("kind"));
    let both = [a.clone(), b.clone()];
    let state = after(
        opened("a.csv"),
        [
            expect("check", &both[..1]),
            expect("check", &both),
            expect("check", &both[1..]),
            Action::Undone,
        ],
    );
    assert_eq!(expectations(&state), both);
    let state = reduce(state, Action::Undone);
    assert_eq!(expectations(&state), [a.clone()]);
    // Typing into one field is undone in one step.
    let typed = |quantile| expect("min", &[distribution("size", quantile)]);
    let state = after(state, [typed(1.0), typed(12.0), Action::Undone]);
    assert_eq!(expectations(&state), [a]);
}

#[test]
fn an_edit_makes_the_check_and_what_follows_stale_and_nothing_before_it() {
    let state = super::run_through(opened("a.csv"), 2);
    let state = reduce(state, expect("check", &[not_null("size")]));
    let stale = super::with_status(&state, Status::Stale);
    assert_eq!(stale.first(), Some(&Stage::Check));
    assert_eq!(stale.len(), 5);
}

#[test]
fn proposals_come_are_closed_and_do_not_outlive_their_file() {
    let proposed = || {
        let expectations = vec![not_null("size")];
        answer(
            5,
            Response::ProposeExpectations(CallEvent::Answer(Ok(expectations))),
        )
    };
    let state = after(
        opened("a.csv"),
        [ask(5, PendingRequest::Propose), proposed()],
    );
    assert_eq!(
        state.proposals.answer.as_deref(),
        Some(&vec![not_null("size")])
    );
    assert!(expectations(&state).is_empty(), "nothing is added silently");
    let closed = reduce(state.clone(), Action::ProposalsClosed);
    assert_eq!(closed.proposals.answer, None);
    let late = reduce(closed, proposed());
    assert_eq!(late.proposals.answer, None, "nobody waits for it");
    let open = PendingRequest::Open {
        name: "b.csv".into(),
        load: Load::default(),
    };
    let summary = super::summary("b.csv");
    let state = after(state, [ask(6, open), answer(6, opens(summary))]);
    assert_eq!(state.proposals.answer, None);
    let failed = failed(CallName::ProposeExpectations, error(Stage::Clean));
    let state = after(state, [ask(7, PendingRequest::Propose), answer(7, failed)]);
    assert!(state.failure(Stage::Check).is_some());
}

#[test]
fn a_distribution_is_remembered_once_for_a_column() {
    let remember = |state: State, id, quantile| {
        let expectation = distribution("size", quantile);
        let response = Response::RememberDistribution(CallEvent::Answer(Ok(expectation)));
        after(
            state,
            [ask(id, PendingRequest::Remember), answer(id, response)],
        )
    };
    let mut old = distribution("size", 1.0);
    old.severity = Severity::Stop;
    if let Rule::Distribution { alpha, .. } = &mut old.rule {
        *alpha = 0.2;
    }
    let other = distribution("id", 3.0);
    let state = reduce(
        opened("a.csv"),
        expect("check", &[old.clone(), other.clone()]),
    );
    let state = remember(state, 5, 2.0);
    if let Rule::Distribution { reference, .. } = &mut old.rule {
        *reference = Reference::Numbers {
            quantiles: vec![2.0],
        };
    }
    assert_eq!(expectations(&state), [old, other], "strictness is kept");
    let state = remember(opened("a.csv"), 6, 4.0);
    assert_eq!(expectations(&state), [distribution("size", 4.0)]);
}

#[test]
fn a_check_that_stops_the_run_is_told_with_its_report() {
    let state = run_begun(opened("a.csv"), 2);
    let state = after(
        state,
        [
            answer(2, finished(Stage::Check)),
            answer(2, failed(CallName::Run, error(Stage::Check))),
        ],
    );
    assert!(state.engine.run().is_none());
    assert!(state.report(Stage::Check).is_some());
    assert_eq!(super::with_status(&state, Status::Failed), [Stage::Check]);
    let state = reduce(state, expect("check", &[not_null("size")]));
    assert_eq!(super::with_status(&state, Status::Failed), []);
}
