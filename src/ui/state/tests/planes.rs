//! When a plane is asked for, which one a panel shows, and what becomes of drawn points.

use std::rc::Rc;

use super::*;
use crate::ui::state::{POINTS, PlaneView};
use grove_protocol::calls::PlaneSource;
use grove_protocol::report::{PlaneAxis, PlaneField, PlaneReport, TreeShape};

fn ready(state: State) -> State {
    reduce(state, Action::EngineReady)
}

fn plane(trees: Option<u32>) -> PlaneReport {
    let axis = |column: &str| PlaneAxis {
        column: column.to_owned(),
        kind: ColumnKind::Decimal,
        unit: None,
        categories: Vec::new(),
        bands: false,
        low: 0.0,
        high: 1.0,
    };
    PlaneReport {
        x: axis("id"),
        y: axis("size"),
        target: "kind".to_owned(),
        classes: Vec::new(),
        points: Vec::new(),
        drawn_from: 50,
        left_out: 0,
        field: trees.map(|trees| PlaneField {
            columns: 1,
            rows: 1,
            answers: vec![0.0],
            certainty: Vec::new(),
            trees,
            held: Vec::new(),
            unused: Vec::new(),
        }),
    }
}

fn drawn(plane: PlaneReport) -> Response {
    Response::Plane(CallEvent::Answer(Ok(plane)))
}

fn asked(state: State, view: PlaneView, id: u32) -> State {
    let subject = state.plane_wanted(view).expect("one is wanted");
    reduce(state, ask(id, PendingRequest::Plane { subject }))
}

fn field(state: &State, view: PlaneView) -> Option<u32> {
    let field = state.plane(view)?.field.as_ref()?;
    Some(field.trees)
}

#[test]
fn a_plane_is_asked_for_once_and_again_for_other_columns_or_another_target() {
    assert_eq!(State::default().plane_wanted(PlaneView::Data), None);
    let state = ready(opened("a.csv"));
    assert_eq!(state.plane_wanted(PlaneView::Evaluate), None);
    let state = asked(state, PlaneView::Data, 2);
    assert_eq!(state.plane_wanted(PlaneView::Data), None, "it is asked for");
    let state = reduce(state, answer(2, drawn(plane(None))));
    assert_eq!(state.plane_wanted(PlaneView::Data), None, "it is known");
    assert!(state.plane(PlaneView::Data).is_some());
    assert!(state.plane(PlaneView::Train).is_none());

    let names = [Some("size".to_owned()), Some("id".to_owned())];
    let other = reduce(state.clone(), Action::PlaneChosen(names.clone()));
    let wanted = other.plane_wanted(PlaneView::Data).expect("another one");
    assert_eq!(wanted.names, names);
    let other = reduce(
        state.clone(),
        edit("target", Edit::Target("size".to_owned())),
    );
    assert!(other.plane_wanted(PlaneView::Data).is_some());
    let same = reduce(state, edit("seed", Edit::Seed(7)));
    assert_eq!(
        same.plane_wanted(PlaneView::Data),
        None,
        "the rows are the same"
    );
}

#[test]
fn a_plane_that_failed_is_not_asked_for_again() {
    let state = asked(ready(opened("a.csv")), PlaneView::Data, 2);
    let problem = StageError::new(Stage::Load, "No two columns.", "");
    let state = reduce(state, answer(2, failed(CallName::Plane, problem)));
    assert_eq!(state.plane_wanted(PlaneView::Data), None);
    assert!(state.plane_error(PlaneView::Data).is_some());
    assert_eq!(state.plane_error(PlaneView::Evaluate), None);
}

fn grown(trees: usize) -> Response {
    let shape = TreeShape {
        depth: 1,
        leaves: 2,
        oob_score: None,
        losses: None,
    };
    Response::Run(CallEvent::Progress(RunProgress::Working {
        stage: Stage::Train,
        done: trees as u32,
        total: 100,
        trees: vec![shape; trees],
        fold: None,
    }))
}

#[test]
fn while_trees_grow_the_field_is_asked_for_at_ever_more_trees() {
    let run = run_begun(ready(opened("a.csv")), 2);
    let state = reduce(run, answer(2, started(Stage::Train)));
    assert_eq!(
        state.plane_wanted(PlaneView::Train),
        None,
        "no tree has grown"
    );
    let state = reduce(state, answer(2, grown(4)));
    let wanted = state.plane_wanted(PlaneView::Train).expect("some have");
    assert_eq!(wanted.of, PlaneSource::Growing);
    let state = asked(state, PlaneView::Train, 3);
    let state = reduce(state, answer(2, grown(40)));
    assert_eq!(state.plane_wanted(PlaneView::Train), None, "one at a time");
    let state = reduce(state, answer(3, drawn(plane(Some(4)))));
    assert_eq!(field(&state, PlaneView::Train), Some(4));
    assert_eq!(
        field(&state, PlaneView::Evaluate),
        None,
        "it is not trained"
    );
    // A forest that is being put together has no field: the last one stays.
    let state = asked(state, PlaneView::Train, 4);
    let state = reduce(state, answer(4, drawn(plane(None))));
    assert_eq!(field(&state, PlaneView::Train), Some(4));
    let state = reduce(state, answer(2, grown(10)));
    assert_eq!(
        state.plane_wanted(PlaneView::Train),
        None,
        "only a few more"
    );
}

#[test]
fn the_plane_of_a_trained_model_belongs_to_its_run() {
    let state = run_through(ready(opened("a.csv")), 2);
    let wanted = state.plane_wanted(PlaneView::Evaluate).expect("a model");
    assert_eq!(wanted.of, PlaneSource::Trained);
    let state = asked(state, PlaneView::Evaluate, 3);
    let state = reduce(state, answer(3, drawn(plane(Some(100)))));
    assert_eq!(field(&state, PlaneView::Train), Some(100));
    assert_eq!(state.plane_wanted(PlaneView::Train), None);
    let change = trees(&state, 7);
    let state = reduce(state, change);
    assert_eq!(
        state.plane_wanted(PlaneView::Evaluate),
        None,
        "the results are those of before"
    );
    assert!(
        run_through(state, 4)
            .plane_wanted(PlaneView::Evaluate)
            .is_some()
    );
}

fn points(sha256: &str) -> DataSummary {
    let mut data = summary(POINTS);
    data.sha256 = sha256.to_owned();
    data.columns[2].name = "class".to_owned();
    data.proposal.suggestions.clear();
    data
}

fn open_points(state: State, id: u32, sha256: &str) -> State {
    let question = PendingRequest::Open {
        name: POINTS.into(),
        load: Load::default(),
    };
    after(
        state,
        [ask(id, question), answer(id, opens(points(sha256)))],
    )
}

#[test]
fn drawn_points_know_their_target_and_keep_their_recipe_when_there_are_more() {
    let points = Rc::new(vec![(1.0, 2.0, 0)]);
    let draw = |state| reduce(state, Action::PointsDrawn(points.clone()));
    let state = open_points(draw(State::default()), 2, "one");
    assert!(state.is_drawn());
    assert_eq!(recipe(&state).target, "class");
    let change = trees(&state, 7);
    let state = open_points(draw(reduce(state, change)), 3, "two");
    assert_eq!(recipe(&state).train.trees(), 7);
    assert_eq!(recipe(&state).data.sha256, "two");

    let others = open_points(State::default(), 2, "one");
    assert!(!others.is_drawn(), "a file of that name");
    assert!(!recipe(&others).has_target());
}
