//! When the table is profiled, and what happens to the answer.

use super::{
    after, answer, ask, broke, edit, error, failed, opened, opens, run_begun, run_through, stopped,
    summary,
};
use crate::ui::state::{Action, CenterView, Edit, PendingRequest, State, Status, reduce};
use grove_protocol::call::{CallEvent, Done};
use grove_protocol::calls::CallName;
use grove_protocol::profile::{Associations, ProfileReport, Warning, WarningKind};
use grove_protocol::report::Remedy;
use grove_protocol::{Response, TableName};
use grove_recipe::stage::Stage;
use grove_recipe::{Load, Role, Task};

fn looked_at(state: State) -> State {
    reduce(state, Action::PlaceChosen(CenterView::Profile))
}

/// Asks for the profile that is wanted.
fn asked(state: State, id: u32) -> State {
    let subject = state.profile_wanted().expect("a profile is wanted");
    reduce(state, ask(id, PendingRequest::Profile { subject }))
}

fn report() -> Response {
    report_of(Vec::new())
}

fn report_of(warnings: Vec<Warning>) -> Response {
    Response::Profile(CallEvent::Answer(Ok(ProfileReport {
        table: TableName::Raw,
        rows: 50,
        duplicates: 0,
        groups: Vec::new(),
        columns: Vec::new(),
        associations: Associations {
            columns: Vec::new(),
            left_out: 0,
            rows: 50,
            pairs: Vec::new(),
        },
        warnings,
    })))
}

fn profiled(state: State, id: u32) -> State {
    reduce(asked(state, id), answer(id, report()))
}

#[test]
fn a_profile_is_wanted_once_it_is_looked_at() {
    let state = opened("a.csv");
    let away = |state| reduce(state, Action::PlaceChosen(CenterView::Stage(Stage::Split)));
    assert_eq!(away(state.clone()).profile_wanted(), None);
    assert!(state.profile_wanted().is_some(), "it is below the table");
    assert_eq!(
        looked_at(State::default()).profile_wanted(),
        None,
        "no file is open"
    );
    let state = looked_at(state);
    let subject = state.profile_wanted().expect("it is looked at");
    assert_eq!(
        subject.request.target,
        Some(("kind".to_string(), Task::Classification))
    );
    let state = asked(state, 7);
    assert_eq!(state.profile_wanted(), None, "it is under way");
    let state = reduce(
        state,
        answer(
            7,
            Response::Profile(CallEvent::Progress(Done { done: 3, total: 10 })),
        ),
    );
    assert_eq!(
        state.profile_status(),
        Status::Running { done: 3, total: 10 }
    );
    assert_eq!(state.announcement(), "The table is being profiled.");
    let state = reduce(state, answer(7, report()));
    assert_eq!(state.announcement(), "The table has been profiled.");
    assert_eq!(state.profile_status(), Status::Fresh);
    assert_eq!(state.profile_wanted(), None);
    assert!(state.profile().is_some());
}

#[test]
fn a_large_table_is_profiled_when_the_person_turns_to_it() {
    let mut large = summary("large.csv");
    large.rows = 1_000_000;
    let open = PendingRequest::Open {
        name: "large.csv".into(),
        load: Load::default(),
    };
    let state = after(
        State::default(),
        [Action::EngineReady, ask(1, open), answer(1, opens(large))],
    );
    assert_eq!(state.profile_wanted(), None);
    assert!(looked_at(state).profile_wanted().is_some());
}

#[test]
fn who_opens_a_table_hears_of_that_and_not_of_its_profile() {
    let state = opened("a.csv");
    let told = state.announcement();
    assert!(told.starts_with("a.csv is open"), "{told}");
    let state = asked(state, 7);
    assert_eq!(state.announcement(), told);
    assert_eq!(reduce(state, answer(7, report())).announcement(), told);
}

#[test]
fn another_target_or_a_cleaned_table_is_profiled_anew() {
    let state = profiled(looked_at(opened("a.csv")), 7);
    let left_out = edit(
        "role",
        Edit::Role {
            column: "size".to_string(),
            role: Role::Ignored,
        },
    );
    let state = reduce(state, left_out);
    assert_eq!(
        state.profile_status(),
        Status::Fresh,
        "every column is told of anyway"
    );
    let state = reduce(state, edit("target", Edit::Target("size".to_string())));
    assert_eq!(state.profile_status(), Status::Stale);
    let state = profiled(state, 8);
    let state = looked_at(run_through(state, 9));
    assert_eq!(
        state.profile_status(),
        Status::Stale,
        "there is a cleaned table now"
    );
    assert_eq!(profiled(state, 10).profile_status(), Status::Fresh);
}

#[test]
fn an_answer_to_a_question_that_was_replaced_is_worth_nothing() {
    let state = asked(looked_at(opened("a.csv")), 7);
    let state = reduce(state, edit("target", Edit::Target("size".to_string())));
    let state = asked(state, 8);
    let state = reduce(state, answer(7, report()));
    assert!(state.profile().is_none());
    assert!(reduce(state, answer(8, report())).profile().is_some());
}

#[test]
fn a_run_comes_first_and_the_profile_is_asked_for_after_it() {
    let state = run_begun(asked(looked_at(opened("a.csv")), 7), 8);
    assert_eq!(state.profile_status(), Status::Idle);
    assert_eq!(state.profile_wanted(), None);
    let state = reduce(state, answer(8, failed(CallName::Run, error(Stage::Check))));
    assert!(looked_at(state).profile_wanted().is_some());
}

#[test]
fn what_was_stopped_or_refused_is_not_asked_for_again_by_itself() {
    let under_way = asked(looked_at(opened("a.csv")), 7);
    let stopped = after(
        under_way.clone(),
        [
            ask(8, PendingRequest::Cancel),
            answer(7, stopped(CallName::Profile, 0)),
            answer(7, report()),
        ],
    );
    assert_eq!(stopped.profile_status(), Status::Idle);
    assert_eq!(stopped.profile_wanted(), None);
    let subject = stopped.profile_subject().expect("a file is open");
    let again = after(
        stopped,
        [
            ask(9, PendingRequest::Profile { subject }),
            answer(9, report()),
        ],
    );
    assert_eq!(again.profile_status(), Status::Fresh);

    let refused = reduce(
        under_way.clone(),
        answer(7, failed(CallName::Profile, error(Stage::Load))),
    );
    assert_eq!(refused.profile_status(), Status::Failed);
    assert_eq!(refused.profile_wanted(), None);
    assert!(refused.profile_error().is_some());
    let other = reduce(refused, edit("target", Edit::Target("size".to_string())));
    assert!(
        other.profile_wanted().is_some(),
        "it is about something else"
    );

    let broke = after(under_way, [broke("out of memory"), Action::EngineReady]);
    assert_eq!(
        looked_at(broke).profile_wanted(),
        None,
        "it may have broken on it"
    );
}

#[test]
fn another_file_has_no_profile_yet() {
    let state = profiled(looked_at(opened("a.csv")), 7);
    let open = PendingRequest::Open {
        name: "b.csv".into(),
        load: Load::default(),
    };
    let state = after(state, [ask(8, open), answer(8, opens(summary("b.csv")))]);
    assert_eq!(state.profile_status(), Status::Idle);
    assert!(looked_at(state).profile_wanted().is_some());
}

#[test]
fn what_was_mended_stays_with_a_new_profile_until_it_is_put_back() {
    let change = Remedy::DropDuplicates {
        columns: Vec::new(),
    };
    let found = Warning {
        kind: WarningKind::DuplicateRows,
        found: "2 rows repeat.".into(),
        advice: "Drop them.".into(),
        columns: Vec::new(),
        remedies: vec![change.clone()],
    };
    let kinds = |state: &State| -> Vec<WarningKind> {
        let report = state.profile().expect("a profile");
        report.warnings.iter().map(|warning| warning.kind).collect()
    };
    let again = |state: State, id| {
        let cleaned = run_through(state, id);
        let state = asked(looked_at(cleaned), id + 1);
        reduce(state, answer(id + 1, report()))
    };
    let state = asked(looked_at(opened("a.csv")), 7);
    let state = reduce(state, answer(7, report_of(vec![found])));
    assert_eq!(state.profile_warnings(), Some((1, 0)));
    let recipe = state.mended(&change).expect("nobody has to choose");
    let mended = reduce(state, edit("belief", Edit::Belief(recipe)));
    let mended = again(mended, 20);
    assert_eq!(kinds(&mended), [WarningKind::DuplicateRows]);
    assert_eq!(mended.profile_warnings(), Some((0, 0)), "it is mended");
    let without = mended.put_back(&change).expect("it is there");
    let state = reduce(mended, edit("belief", Edit::Belief(without)));
    assert_eq!(kinds(&again(state, 30)), []);
}
