//! The session behind the protocol: every message survives a round trip, every request has an answer.

use grove_engine::crew::Alone;
use grove_protocol::report::{Detail, Finding, Verdict};
use grove_protocol::{Download, PROTOCOL, Request, Response, Table};
use grove_recipe::cut::{CELL, LOOK, TEXT, is_longer};
use grove_recipe::link::{RecipeAnswer, RecipeRequest};
use grove_recipe::similar::SimilarMethod;
use grove_recipe::stage::{PATH, Stage};
use grove_recipe::synthetic::{SyntheticName, SyntheticSpec};
use grove_recipe::{DataReference, Expectation, Load, Operation, Recipe, Rule, Severity, Task};
use grove_wire::cutting;
use grove_worker::session::Session;

use crate::shared;

/// A session that grows trees by itself and has no clock.
fn session() -> Session {
    Session::new(Box::new(Alone::default()), || 0.0)
}

fn hello() -> Request {
    Request::Hello {
        protocol: PROTOCOL,
        workers: None,
    }
}

fn round_trip(request: &Request) -> Request {
    serde_json::from_str(&serde_json::to_string(request).unwrap()).unwrap()
}

fn ask(session: &mut Session, request: Request, file: &[u8]) -> (Response, Option<Vec<u8>>) {
    let answer = session.answer(round_trip(&request), file);
    let answer = answer.unwrap_or_else(|| last(session).into());
    let text = serde_json::to_string(&answer.response).unwrap();
    assert_eq!(
        serde_json::from_str::<Response>(&text).unwrap(),
        answer.response,
        "{text}"
    );
    (answer.response, answer.file)
}

/// The last word about a job.
fn last(session: &mut Session) -> Response {
    loop {
        let response = step(session);
        if response.ends_job() {
            return response;
        }
    }
}

fn step(session: &mut Session) -> Response {
    session.step().expect("trees grow here")
}

fn failed(response: Response) -> Stage {
    let Response::Failed(error) = response else {
        panic!("{response:?}")
    };
    error.stage
}

#[test]
fn a_whole_conversation() {
    let mut session = session();
    let (ready, _) = ask(&mut session, hello(), b"");
    assert_eq!(ready, Response::Ready { protocol: PROTOCOL });
    let (opened, _) = ask(&mut session, shared::open(), shared::MESSY);
    assert!(matches!(opened, Response::Opened(_)));
    let page = Request::Rows {
        table: Table::Raw,
        from: 5,
        count: 3,
    };
    let (Response::Rows { rows, .. }, _) = ask(&mut session, page, b"") else {
        panic!()
    };
    assert_eq!(
        rows.iter().map(|row| row.row).collect::<Vec<u32>>(),
        [6, 7, 8]
    );

    let mut recipe = shared::recipe();
    recipe.train.n_estimators = 3;
    assert!(
        session
            .answer(round_trip(&shared::run(recipe)), b"")
            .is_none()
    );
    let mut responses = Vec::new();
    while responses.last() != Some(&Response::RunFinished) {
        let response = step(&mut session);
        let text = serde_json::to_string(&response).unwrap();
        assert_eq!(
            serde_json::from_str::<Response>(&text).unwrap(),
            response,
            "{text}"
        );
        assert!(!matches!(response, Response::Failed(_)), "{response:?}");
        responses.push(response);
    }
    for what in [
        Download::Model,
        Download::Metrics,
        Download::Recipe,
        Download::Predictions,
    ] {
        let (response, file) = ask(&mut session, Request::Download { what }, b"");
        assert_eq!(response, Response::File { what });
        assert!(!file.unwrap().is_empty());
    }
    let (Response::Tree(tree), _) = ask(&mut session, Request::Tree { index: 2 }, b"") else {
        panic!()
    };
    assert_eq!(tree.classes.len(), 3);
    let root = &tree.nodes[0];
    assert_eq!(root.values.iter().sum::<f64>(), f64::from(root.rows));
    for node in &tree.nodes {
        if let Some(split) = &node.split {
            let rows = |child: u32| tree.nodes[child as usize].rows;
            assert_eq!(rows(split.left) + rows(split.right), node.rows);
        }
    }
    let predict = Request::Predict {
        name: "again.csv".into(),
        choices: Vec::new(),
    };
    let (Response::Predicted(summary), _) = ask(&mut session, predict, shared::MESSY) else {
        panic!()
    };
    let page = Request::Rows {
        table: Table::Predictions,
        from: summary.rows - 1,
        count: 9,
    };
    let (Response::Rows { rows, .. }, _) = ask(&mut session, page, b"") else {
        panic!()
    };
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].cells.len(), summary.header.len() - 1);
}

#[test]
fn expectations_are_proposed_remembered_and_their_rows_shown() {
    let mut session = session();
    ask(&mut session, shared::open(), shared::MESSY);
    let mut recipe = shared::recipe();
    let propose = Request::ProposeExpectations {
        recipe: recipe.clone(),
    };
    let (Response::Proposed { expectations }, _) = ask(&mut session, propose, b"") else {
        panic!()
    };
    recipe.check.expectations = expectations;
    let remember = |column: &str| Request::RememberDistribution {
        recipe: shared::recipe(),
        column: column.into(),
    };
    let (remembered, _) = ask(&mut session, remember("outcome"), b"");
    let Response::Remembered { expectation } = remembered else {
        panic!("{remembered:?}")
    };
    recipe.check.expectations.push(expectation);
    let gone = ask(&mut session, remember("gone"), b"").0;
    assert_eq!(failed(gone), Stage::Check);
    let of_all_rows = Rule::RowCount {
        min: Some(1),
        max: None,
    };
    let mut rare = Expectation::new(Rule::InSet {
        column: "outcome".into(),
        values: vec!["none of them".into()],
    });
    rare.severity = Severity::Stop;
    recipe.check.expectations = [vec![rare], recipe.check.expectations].concat();
    recipe
        .check
        .expectations
        .push(Expectation::new(of_all_rows));
    assert!(session.answer(shared::run(recipe), b"").is_none());
    let mut finished = None;
    let error = loop {
        match step(&mut session) {
            Response::StageFinished { report, .. } => finished = Some(report),
            Response::Failed(error) => break error,
            _ => {}
        }
    };
    assert_eq!(error.stage, Stage::Check);
    let Some(Detail::Check(report)) = finished.map(|report| report.detail) else {
        panic!("the report comes before the error")
    };
    let failing: Vec<&Finding> = report
        .expectations
        .iter()
        .filter(|found| found.of_rule.is_some() && found.verdict != Verdict::Passed)
        .collect();
    assert_eq!(failing.len(), 1, "the others hold: {failing:?}");
    let count = failing[0].failing;
    let page = Request::Rows {
        table: Table::Failing { expectation: 0 },
        from: count - 2,
        count: 9,
    };
    let (Response::Rows { rows, .. }, _) = ask(&mut session, page, b"") else {
        panic!()
    };
    assert_eq!(rows.len(), 2);
}

#[test]
fn a_recipe_file_is_read_or_refused() {
    let mut session = session();
    let file = grove_export::recipe::write(&shared::recipe());
    let (read, _) = ask(&mut session, Request::ReadRecipe, &file);
    assert_eq!(read, Response::RecipeRead(shared::recipe()));
    for bad in [
        &b""[..],
        b"{}",
        b"\xFF\xFE",
        b"a,b\n1,2\n",
        &vec![b' '; 1_000_001],
    ] {
        assert_eq!(
            failed(ask(&mut session, Request::ReadRecipe, bad).0),
            Stage::Load
        );
    }
}

/// What a recipe leaves out is as by default and as the open file proposes it, as for the command.
#[test]
fn a_recipe_that_names_a_target_alone_is_completed_by_the_open_file() {
    let mut session = session();
    let short = br#"{"target": "kind", "train": {"n_estimators": 7}}"#;
    assert_eq!(
        failed(ask(&mut session, Request::ReadRecipe, short).0),
        Stage::Load
    );

    let rows: String = (0..30)
        .map(|i| format!("{i},{}.5,{}\n", i % 7, ["oak", "fir"][i % 2]))
        .collect();
    let open = Request::Open {
        name: "trees.csv".into(),
        load: Load::default(),
    };
    let (Response::Opened(data), _) = ask(
        &mut session,
        open,
        format!("id,size,kind\n{rows}").as_bytes(),
    ) else {
        panic!("it opens")
    };
    let mut expected = data.recipe("kind");
    expected.train.n_estimators = 7;
    let (read, _) = ask(&mut session, Request::ReadRecipe, short);
    assert_eq!(read, Response::RecipeRead(expected.clone()));
    let mut check = |text: &str| {
        let request = RecipeRequest::Check { text: text.into() };
        let (Response::Recipes(answer), _) = ask(&mut session, Request::Recipes(request), b"")
        else {
            panic!("an answer about a recipe")
        };
        answer
    };
    let text = String::from_utf8_lossy(short);
    assert_eq!(check(&text), RecipeAnswer::Fits(expected));
    let RecipeAnswer::Refused(error) = check("{\n\"target\": \"kinds\"}") else {
        panic!("there is no such column")
    };
    assert!(
        error.problem.contains("kind") && error.line == Some(2),
        "{error:?}"
    );
}

#[test]
fn a_made_file_comes_with_its_name_and_opens() {
    let mut session = session();
    let mut spec = SyntheticSpec::new(SyntheticName::TaxiTrips);
    let request = |spec: &SyntheticSpec| Request::Synthesize { spec: spec.clone() };
    let (made, file) = ask(&mut session, request(&spec), b"");
    let name = "taxi-trips-42.csv".to_string();
    assert_eq!(made, Response::Synthesized { name: name.clone() });
    let (opened, _) = ask(
        &mut session,
        Request::Open {
            name,
            load: Load::default(),
        },
        &file.unwrap(),
    );
    let Response::Opened(summary) = opened else {
        panic!("{opened:?}")
    };
    assert_eq!((summary.rows, spec.name.set().target), (2000, "high_tip"));
    assert!(
        summary
            .columns
            .iter()
            .any(|column| column.name == "high_tip")
    );
    spec.noise = 2.0;
    assert_eq!(
        failed(ask(&mut session, request(&spec), b"").0),
        Stage::Load
    );
}

#[test]
fn requests_that_come_too_early_say_what_to_do_first() {
    let mut session = session();
    let download = |what| Request::Download { what };
    assert_eq!(
        failed(ask(&mut session, download(Download::Model), b"").0),
        Stage::Evaluate
    );
    assert_eq!(
        failed(ask(&mut session, download(Download::NewPredictions), b"").0),
        Stage::Predict
    );
    assert_eq!(
        failed(ask(&mut session, Request::Tree { index: 0 }, b"").0),
        Stage::Train
    );
    let predict = Request::Predict {
        name: "x.csv".into(),
        choices: Vec::new(),
    };
    assert_eq!(
        failed(ask(&mut session, predict, b"a\n1\n").0),
        Stage::Predict
    );
    let run = shared::run(shared::recipe());
    assert_eq!(failed(ask(&mut session, run, b"").0), Stage::Load);
    let page = Request::Rows {
        table: Table::Cleaned,
        from: 0,
        count: 10,
    };
    assert_eq!(
        ask(&mut session, page, b"").0,
        Response::Rows {
            table: Table::Cleaned,
            from: 0,
            rows: Vec::new()
        }
    );
}

#[test]
fn a_cancelled_run_keeps_what_is_finished() {
    let mut session = session();
    ask(&mut session, shared::open(), shared::MESSY);
    let run = || shared::run(shared::recipe());
    assert!(session.answer(run(), b"").is_none());
    // Until some trees have grown.
    let grown = loop {
        match step(&mut session) {
            Response::Progress {
                stage: Stage::Train,
                done,
                ..
            } if done > 3 => break done,
            _ => {}
        }
    };
    assert_eq!(
        ask(&mut session, Request::Cancel, b"").0,
        Response::Cancelled { trees: grown }
    );
    assert_eq!(
        step(&mut session),
        Response::RunFinished,
        "nothing is under way"
    );
    assert!(session.answer(run(), b"").is_none());
    let reused: Vec<Stage> = std::iter::from_fn(|| match step(&mut session) {
        Response::StageReused { report, .. } => Some(report.stage),
        _ => None,
    })
    .collect();
    let before_train = [
        Stage::Load,
        Stage::Clean,
        Stage::Check,
        Stage::Split,
        Stage::Featurize,
    ];
    assert_eq!(reused, before_train);
}

/// Steps to the end of a profile.
fn profiled(session: &mut Session) -> Response {
    loop {
        let response = step(session);
        if response.ends_job() {
            return response;
        }
        assert!(
            matches!(response, Response::Profiling { .. }),
            "{response:?}"
        );
    }
}

#[test]
fn a_profile_gives_the_bits_that_are_written_down() {
    let mut session = session();
    ask(&mut session, shared::open(), shared::MESSY);
    assert!(
        session
            .answer(round_trip(&shared::profile()), b"")
            .is_none()
    );
    let answer = profiled(&mut session);
    let text = serde_json::to_string(&answer).unwrap();
    assert_eq!(serde_json::from_str::<Response>(&text).unwrap(), answer);
    assert_eq!(shared::hash_of_profile(&answer), shared::PROFILE);
    assert_eq!(
        step(&mut session),
        Response::RunFinished,
        "nothing is under way"
    );
}

#[test]
fn a_profile_can_be_cancelled_and_replaced() {
    let mut session = session();
    ask(&mut session, shared::open(), shared::MESSY);
    let begin = |session: &mut Session| {
        assert!(session.answer(shared::profile(), b"").is_none());
        for _ in 0..20 {
            assert!(matches!(step(session), Response::Profiling { .. }));
        }
    };
    begin(&mut session);
    let cancelled = Response::Cancelled { trees: 0 };
    assert_eq!(ask(&mut session, Request::Cancel, b"").0, cancelled);
    assert_eq!(
        step(&mut session),
        Response::RunFinished,
        "nothing is under way"
    );
    // A run takes the place of a profile, and a profile that of a run.
    begin(&mut session);
    let run = || shared::run(shared::recipe());
    assert!(session.answer(run(), b"").is_none());
    assert!(matches!(step(&mut session), Response::StageReused { .. }));
    begin(&mut session);
    assert_eq!(
        shared::hash_of_profile(&profiled(&mut session)),
        shared::PROFILE
    );
    assert_eq!(
        step(&mut session),
        Response::RunFinished,
        "the run was cancelled"
    );
    // One under way says nothing of what else is asked.
    begin(&mut session);
    let rows = Request::Rows {
        table: Table::Raw,
        from: 0,
        count: 1,
    };
    assert!(matches!(
        ask(&mut session, rows, b"").0,
        Response::Rows { .. }
    ));
    assert_eq!(
        shared::hash_of_profile(&profiled(&mut session)),
        shared::PROFILE
    );
}

#[test]
fn what_cannot_be_profiled_is_told_at_once() {
    let mut session = session();
    assert_eq!(
        failed(ask(&mut session, shared::profile(), b"").0),
        Stage::Load
    );
}

#[test]
fn similar_values_and_the_cleaned_table_are_had_of_a_session() {
    let mut session = session();
    let mut recipe = shared::recipe();
    recipe.train.n_estimators = 3;
    recipe.clean.steps = vec![
        Operation::RenameColumn {
            column: "breed".into(),
            name: "kin".into(),
        }
        .into(),
        Operation::MergeCategories {
            column: "kin".into(),
            merges: Vec::new(),
        }
        .into(),
    ];
    let similar = |step| Request::Similar {
        recipe: recipe.clone(),
        step,
        method: SimilarMethod::NearestNeighbour,
        similarity: 0.8,
    };
    assert_eq!(failed(ask(&mut session, similar(1), b"").0), Stage::Load);
    let cleaned = || Request::Download {
        what: Download::Cleaned,
    };
    assert_eq!(failed(ask(&mut session, cleaned(), b"").0), Stage::Clean);
    ask(&mut session, shared::open(), shared::MESSY);
    // As the step before leaves the column; the step itself need not be finished.
    let (answer, _) = ask(&mut session, similar(1), b"");
    assert!(
        matches!(&answer, Response::Similar(found) if found.column == "kin"),
        "{answer:?}"
    );
    assert_eq!(failed(ask(&mut session, similar(0), b"").0), Stage::Clean);
    assert_eq!(failed(ask(&mut session, similar(9), b"").0), Stage::Clean);

    recipe.clean.steps.truncate(1);
    assert!(session.answer(shared::run(recipe), b"").is_none());
    while step(&mut session) != Response::RunFinished {}
    let (answer, file) = ask(&mut session, cleaned(), b"");
    let what = Download::Cleaned;
    assert_eq!(answer, Response::File { what });
    let file = String::from_utf8(file.unwrap()).unwrap();
    assert!(
        file.lines()
            .next()
            .unwrap()
            .split(',')
            .any(|name| name == "kin")
    );
}

/// Neither does it touch what a later stage or a loaded model is for.
#[test]
fn a_run_up_to_a_stage_goes_no_further() {
    let mut trained = session();
    ask(&mut trained, shared::open(), shared::MESSY);
    let mut recipe = shared::recipe();
    recipe.train.n_estimators = 3;
    ask(&mut trained, shared::run(recipe.clone()), b"");
    let what = Download::Model;
    let (_, model) = ask(&mut trained, Request::Download { what }, b"");

    let mut session = session();
    ask(&mut session, shared::open(), shared::MESSY);
    let load = Request::LoadModel {
        name: "model.grove".into(),
    };
    ask(&mut session, load, &model.unwrap());
    let mut finished = |through| {
        let recipe = recipe.clone();
        let run = Request::Run { recipe, through };
        assert!(session.answer(run, b"").is_none());
        let mut finished = Vec::new();
        loop {
            match step(&mut session) {
                Response::StageFinished { report, .. } => finished.push(report.stage),
                Response::RunFinished => return finished,
                Response::Failed(error) => panic!("{error}"),
                _ => {}
            }
        }
    };
    assert_eq!(
        finished(Stage::Split),
        [Stage::Clean, Stage::Check, Stage::Split]
    );
    assert_eq!(finished(Stage::Clean), []);
    assert_eq!(finished(Stage::Featurize), [Stage::Featurize]);
    let predict = || Request::Predict {
        name: "new.csv".into(),
        choices: Vec::new(),
    };
    let (answer, _) = ask(&mut session, predict(), shared::MESSY);
    assert!(matches!(answer, Response::Predicted(_)), "{answer:?}");
    let what = Download::Predictions;
    let (none, _) = ask(&mut session, Request::Download { what }, b"");
    assert_eq!(failed(none), Stage::Evaluate);
}

/// An expectation that stops the run stops one that ends with the checks as well.
#[test]
fn a_run_up_to_the_checks_says_what_stops_it() {
    let mut session = session();
    ask(&mut session, shared::open(), shared::MESSY);
    let mut recipe = shared::recipe();
    let mut expectation = Expectation::new(Rule::RowCount {
        min: Some(1_000_000),
        max: None,
    });
    expectation.severity = Severity::Stop;
    recipe.check.expectations.push(expectation);
    let through = Stage::Check;
    let (answer, _) = ask(&mut session, Request::Run { recipe, through }, b"");
    assert_eq!(failed(answer), Stage::Check);
}

/// Tells one millisecond more each time.
fn ticking() -> f64 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static TICKS: AtomicU32 = AtomicU32::new(0);
    f64::from(TICKS.fetch_add(1, Ordering::Relaxed))
}

#[test]
fn a_result_comes_back_with_its_report_and_time_until_it_is_forgotten() {
    let mut session = Session::new(Box::new(Alone::default()), ticking);
    ask(&mut session, shared::open(), shared::MESSY);
    let mut run = || {
        assert!(session.answer(shared::run(shared::recipe()), b"").is_none());
        let (mut made, mut reused) = (Vec::new(), Vec::new());
        loop {
            match step(&mut session) {
                Response::StageFinished {
                    report,
                    milliseconds,
                } => made.push((report, Some(milliseconds))),
                Response::StageReused {
                    report,
                    milliseconds,
                } => reused.push((report, milliseconds)),
                Response::RunFinished => return (made, reused),
                Response::Failed(error) => panic!("{error}"),
                _ => {}
            }
        }
    };
    let (made, _) = run();
    assert!(made.iter().all(|(_, took)| *took > Some(0.0)), "{made:?}");
    let (again, reused) = run();
    assert_eq!(again, []);
    assert_eq!(reused[0].0.stage, Stage::Load);
    assert_eq!(reused[1..], made);

    let output = |session: &mut Session, stage| {
        let recipe = shared::recipe();
        match ask(session, Request::Output { recipe, stage }, b"").0 {
            Response::Output { fingerprint } => fingerprint.map(|of| of.sha256),
            other => panic!("{other:?}"),
        }
    };
    let all = |session: &mut Session| PATH.map(|stage| output(session, stage));
    let before = all(&mut session);
    assert_eq!(before[6].as_deref(), Some(shared::PREDICTIONS));
    let what = Download::Cleaned;
    let (_, cleaned) = ask(&mut session, Request::Download { what }, b"");
    assert_eq!(before[1], Some(shared::hash(&cleaned.unwrap())));
    assert_eq!(output(&mut session, Stage::Predict), None);

    // In the middle of a run, which ends.
    session.answer(shared::run(shared::recipe()), b"");
    step(&mut session);
    let from = Stage::Split;
    let forgotten = ask(&mut session, Request::Forget { from }, b"").0;
    assert_eq!(forgotten, Response::Forgotten);
    assert_eq!(step(&mut session), Response::RunFinished);
    let gone = all(&mut session);
    assert_eq!(gone[..3], before[..3]);
    assert_eq!(gone[3..], [const { None }; 4]);
    let what = Download::Model;
    let (none, _) = ask(&mut session, Request::Download { what }, b"");
    assert_eq!(failed(none), Stage::Evaluate);
    ask(&mut session, shared::run(shared::recipe()), b"");
    assert_eq!(all(&mut session), before);
}

#[test]
fn long_texts_reach_the_page_in_part() {
    let long = "oak ".repeat(5000);
    let mut table = String::from("size,kind\n");
    for row in 0..40 {
        let kind = if row % 2 == 0 { &long } else { "elm" };
        table += &format!("{row},{kind}\n");
    }
    let mut session = session();
    let open = Request::Open {
        name: "long.csv".into(),
        load: Load::default(),
    };
    let (opened, _) = ask(&mut session, open, table.as_bytes());
    let Response::Opened(summary) = &opened else {
        panic!("{opened:?}")
    };
    let rows = Request::Rows {
        table: Table::Raw,
        from: 0,
        count: 1,
    };
    let (Response::Rows { rows, .. }, _) = ask(&mut session, rows, b"") else {
        panic!("no rows")
    };
    let cell = rows[0].cells[1].as_ref().unwrap();
    assert!(is_longer(cell, CELL) && cell.len() < CELL + 40, "{cell}");
    let look = Request::Cell {
        table: Table::Raw,
        row: 0,
        column: 1,
    };
    let (looked, _) = ask(&mut session, look, b"");
    let Response::Cell { text: Some(text) } = &looked else {
        panic!("{looked:?}")
    };
    assert!(text.starts_with(&long[..LOOK]) && text.len() < LOOK + 40);

    let data = DataReference {
        name: "long.csv".into(),
        sha256: summary.sha256.clone(),
    };
    let mut recipe = Recipe::new(data, "kind".into(), Task::Classification, Vec::new());
    recipe.load = summary.load.clone();
    let run = Request::Run {
        recipe: recipe.clone(),
        through: Stage::Evaluate,
    };
    assert!(session.answer(run, b"").is_none());
    let mut told = vec![opened, looked];
    while let Some(response) = session.step() {
        let over = response.ends_job();
        told.push(response);
        if over {
            break;
        }
    }
    assert_eq!(told.last(), Some(&Response::RunFinished));
    for response in &told {
        let mut bytes = Vec::new();
        cutting::serialize(response, &mut serde_json::Serializer::new(&mut bytes)).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let at_most = if matches!(response, Response::Cell { .. }) {
            LOOK
        } else {
            TEXT
        };
        let longest = text.split('"').map(str::len).max().unwrap();
        assert!(longest < at_most + 40, "{longest} in {}", &text[..200]);
        // All else is as it was.
        let whole = serde_json::to_string(response).unwrap();
        if !whole.split('"').any(|part| part.len() > TEXT) {
            assert_eq!(text, whole);
        }
    }
    // What a person takes over is whole.
    recipe.target = long;
    let read = Response::RecipeRead(recipe);
    let mut bytes = Vec::new();
    cutting::serialize(&read, &mut serde_json::Serializer::new(&mut bytes)).unwrap();
    assert_eq!(bytes, serde_json::to_vec(&read).unwrap());
}
