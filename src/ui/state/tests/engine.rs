//! The job of the engine, and which calls are possible meanwhile.

use super::{after, answer, ask, broke, edit, opened, recipe, run_begun, run_ended, run_through};
use crate::ui::state::{
    Action, CenterView, Edit, EngineJob, EngineWish, PendingRequest, RunMode, State, reduce,
};
use grove_protocol::call::Unanswered;
use grove_protocol::calls::CallName;
use grove_protocol::take_home::TakeHomeFormat;
use grove_recipe::Load;
use grove_recipe::link::DataSource;
use grove_recipe::stage::Stage;
use grove_recipe::synthetic::{SyntheticName, SyntheticSpec};

const WISHES: [EngineWish; 7] = [
    EngineWish::Open,
    EngineWish::Read,
    EngineWish::Run,
    EngineWish::Preview,
    EngineWish::Profile,
    EngineWish::Prepare,
    EngineWish::Ask,
];

/// Returns the calls that are possible now.
fn may(state: &State) -> Vec<EngineWish> {
    let wishes = WISHES.into_iter();
    wishes.filter(|wish| state.engine.may(*wish)).collect()
}

fn trained() -> State {
    run_through(opened("a.csv"), 2)
}

fn awaited(source: DataSource) -> Action {
    let name = "b.csv".into();
    Action::FileAwaited { name, source }
}

fn open() -> PendingRequest {
    PendingRequest::Open {
        name: "b.csv".into(),
        load: Load::default(),
    }
}

fn run(state: &State, mode: RunMode) -> PendingRequest {
    PendingRequest::Run {
        recipe: recipe(state).clone().into(),
        through: Stage::Clean,
        mode,
    }
}

/// Returns each kind of job, with the question that begins it.
fn jobs(state: &State) -> [(&'static str, PendingRequest); 7] {
    let search = PendingRequest::Search {
        recipe: recipe(state).clone().into(),
        scoring: "accuracy".into(),
    };
    let subject = state.profile_subject().expect("a file is open");
    let load = Load::default();
    let format = TakeHomeFormat::Onnx;
    [
        ("opening", open()),
        ("reading", PendingRequest::Read { load }),
        ("preview", run(state, RunMode::Preview)),
        ("run", run(state, RunMode::Followed)),
        ("profile", PendingRequest::Profile { subject }),
        ("search", search),
        ("prepare", PendingRequest::Prepare { format }),
    ]
}

#[test]
fn what_may_be_asked_follows_from_the_job_under_way() {
    let state = trained();
    assert_eq!(may(&state), WISHES, "there is nothing to do");
    for (job, question) in jobs(&state) {
        let expected = match job {
            "opening" => vec![],
            "reading" => vec![EngineWish::Read],
            "preview" => vec![EngineWish::Open, EngineWish::Run],
            "run" => vec![EngineWish::Open],
            "profile" => WISHES.to_vec(),
            "search" => vec![EngineWish::Open, EngineWish::Ask],
            "prepare" => vec![EngineWish::Open, EngineWish::Run, EngineWish::Ask],
            _ => panic!("{job}"),
        };
        let state = reduce(state.clone(), ask(9, question));
        assert!(state.engine.job().is_some(), "{job}");
        assert_eq!(may(&state), expected, "{job}");
    }
}

#[test]
fn a_file_that_is_awaited_comes_before_all_that_would_end_its_opening() {
    let spec = SyntheticSpec::new(SyntheticName::Moons);
    for source in [DataSource::Own, DataSource::Synthetic(spec)] {
        let state = reduce(trained(), awaited(source));
        assert_eq!(may(&state), [EngineWish::Ask]);
        assert!(!state.can_run() && !state.can_prepare());
    }
}

#[test]
fn a_person_can_wait_for_an_engine_and_what_goes_by_itself_cannot() {
    let loading = State::default();
    assert_eq!(may(&loading), [EngineWish::Open]);
    let restarting = reduce(trained(), broke("out of memory"));
    let person = [EngineWish::Open, EngineWish::Run, EngineWish::Prepare];
    assert_eq!(may(&restarting), person);
    let message = "too old".to_string();
    let refused = reduce(trained(), Action::EngineRefused { message });
    assert_eq!(may(&refused), []);
}

#[test]
fn what_a_person_waits_for_is_not_ended_by_what_the_page_does_by_itself() {
    let format = TakeHomeFormat::Onnx;
    let preparing = reduce(trained(), ask(3, PendingRequest::Prepare { format }));
    let split = |state| {
        let looked_at = Action::PlaceChosen(CenterView::Stage(Stage::Split));
        after(state, [edit("seed", Edit::Seed(7)), looked_at]).preview_wanted()
    };
    assert!(split(trained()).is_some());
    assert_eq!(split(preparing.clone()), None);
    let profile = |state| reduce(state, Action::PlaceChosen(CenterView::Profile)).profile_wanted();
    assert!(profile(trained()).is_some());
    assert_eq!(profile(preparing), None);
}

/// The engine has one job at a time, and each is ended only by its own answer.
#[test]
fn each_job_takes_the_place_of_the_one_before_which_says_nothing_more() {
    let state = trained();
    for (before, first) in jobs(&state) {
        for (job, question) in jobs(&state) {
            let both = [ask(8, first.clone()), ask(9, question)];
            let state = after(state.clone(), both);
            let kind = |state: &State| state.engine.job().map(std::mem::discriminant::<EngineJob>);
            let now = kind(&state);
            for name in [
                CallName::Open,
                CallName::ReadAgain,
                CallName::Run,
                CallName::Profile,
                CallName::SearchParameters,
                CallName::Prepare,
            ] {
                for why in [Unanswered::Replaced, Unanswered::Stopped { trees: 3 }] {
                    let late = answer(8, name.unanswered(why));
                    let after = reduce(state.clone(), late);
                    assert_eq!(after, state, "{before}, then {job}");
                }
            }
            assert_eq!(kind(&state), now);
        }
    }
}

#[test]
fn a_job_ends_however_it_is_answered() {
    let calls = [
        CallName::Open,
        CallName::ReadAgain,
        CallName::Run,
        CallName::Run,
        CallName::Profile,
        CallName::SearchParameters,
        CallName::Prepare,
    ];
    let state = trained();
    for ((job, question), call) in jobs(&state).into_iter().zip(calls) {
        let begun = reduce(state.clone(), ask(9, question));
        for why in [
            Unanswered::Replaced,
            Unanswered::Stopped { trees: 0 },
            Unanswered::EngineEnded,
            Unanswered::Failed(super::error(Stage::Train)),
        ] {
            let told = format!("{job}: {why:?}");
            let state = reduce(begun.clone(), answer(9, call.unanswered(why)));
            assert!(state.engine.job().is_none(), "{told}");
        }
    }
    let state = run_begun(state, 9);
    assert!(reduce(state, answer(9, run_ended())).engine.job().is_none());
}
