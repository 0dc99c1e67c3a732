//! The session behind the protocol: every message survives a round trip, every call has an answer.

use grove_engine::train::tree_workers::SingleThread;
use grove_protocol::call::{CallEvent, Done, In};
use grove_protocol::calls::FindSimilar;
use grove_protocol::calls::{
    Cancel, Cancelled, Cell, CheckRecipe, Forget, GetFile, Hello, LoadModel, Open, Output, Predict,
    Profile, ProposeExpectations, ReadRecipe, RecipeCheck, RememberDistribution, Rows, Run,
    RunProgress, Synthesize, Tree,
};
use grove_protocol::report::{CheckVerdict, Detail, Finding, StageReport};
use grove_protocol::{Download, Response, TableName};
use grove_recipe::cut::{CELL, CELL_IN_FULL, TEXT, is_longer};
use grove_recipe::similar::SimilarMethod;
use grove_recipe::stage::{PATH, Stage};
use grove_recipe::synthetic::{SyntheticName, SyntheticSpec};
use grove_recipe::{DataReference, Expectation, Load, Operation, Recipe, Rule, Severity, Task};
use grove_wire::cutting::Cut;
use grove_worker::session::Session;

use crate::asking::{ask, begin, finish, refused, session, step, try_ask};
use crate::shared;

/// The bytes of a file of the latest run.
fn download(session: &mut Session, what: Download) -> Vec<u8> {
    let (_, file) = try_ask(session, GetFile { what }, b"").unwrap();
    file.unwrap()
}

#[test]
fn a_whole_conversation() {
    let mut session = session();
    ask(&mut session, Hello { workers: None }, b"");
    ask(&mut session, shared::open(), shared::MESSY);
    let page = Rows {
        table: TableName::Raw,
        from: 5,
        count: 3,
    };
    let rows = ask(&mut session, page, b"");
    assert_eq!(
        rows.iter().map(|row| row.row).collect::<Vec<u32>>(),
        [6, 7, 8]
    );

    let mut recipe = shared::recipe();
    recipe.train.set("n_estimators", 3).unwrap();
    ask(&mut session, shared::run(recipe), b"");
    for what in [
        Download::Model,
        Download::Metrics,
        Download::Recipe,
        Download::Predictions,
    ] {
        assert!(!download(&mut session, what).is_empty());
    }
    let tree = ask(&mut session, Tree { index: 2 }, b"");
    assert_eq!(tree.classes.len(), 3);
    let root = &tree.nodes[0];
    assert_eq!(root.values.iter().sum::<f64>(), f64::from(root.rows));
    for node in &tree.nodes {
        if let Some(split) = &node.split {
            let rows = |child: u32| tree.nodes[child as usize].rows;
            assert_eq!(rows(split.left) + rows(split.right), node.rows);
        }
    }
    let predict = Predict {
        name: "again.csv".into(),
        choices: Vec::new(),
    };
    let summary = ask(&mut session, predict, shared::MESSY);
    let page = Rows {
        table: TableName::Predictions,
        from: summary.rows - 1,
        count: 9,
    };
    let rows = ask(&mut session, page, b"");
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].cells.len(), summary.header.len() - 1);
}

#[test]
fn expectations_are_proposed_remembered_and_their_rows_shown() {
    let mut session = session();
    ask(&mut session, shared::open(), shared::MESSY);
    let mut recipe = shared::recipe();
    let propose = ProposeExpectations {
        recipe: recipe.clone(),
    };
    recipe.check.expectations = ask(&mut session, propose, b"");
    let remember = |column: &str| RememberDistribution {
        recipe: shared::recipe(),
        column: column.into(),
    };
    let expectation = ask(&mut session, remember("outcome"), b"");
    recipe.check.expectations.push(expectation);
    let gone = refused(&mut session, remember("gone"), b"");
    assert_eq!(gone.stage, Stage::Check);
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
    begin(&mut session, shared::run(recipe), b"");
    let (told, answer) = finish::<Run>(&mut session);
    assert_eq!(answer.unwrap_err().stage, Stage::Check);
    let finished = told.into_iter().rev().find_map(|told| match told {
        RunProgress::Finished { report, .. } => Some(report),
        _ => None,
    });
    let Some(Detail::Check(report)) = finished.map(|report| report.detail) else {
        panic!("the report comes before the error")
    };
    let failing: Vec<&Finding> = report
        .expectations
        .iter()
        .filter(|found| found.of_rule.is_some() && found.verdict != CheckVerdict::Passed)
        .collect();
    assert_eq!(failing.len(), 1, "the others hold: {failing:?}");
    let count = failing[0].failing;
    let page = Rows {
        table: TableName::Failing { expectation: 0 },
        from: count - 2,
        count: 9,
    };
    let rows = ask(&mut session, page, b"");
    assert_eq!(rows.len(), 2);
}

#[test]
fn a_recipe_file_is_read_or_refused() {
    let mut session = session();
    let file = grove_export::recipe::write(&shared::recipe());
    assert_eq!(ask(&mut session, ReadRecipe, &file), shared::recipe());
    for bad in [
        &b""[..],
        b"{}",
        b"\xFF\xFE",
        b"a,b\n1,2\n",
        &vec![b' '; 1_000_001],
    ] {
        let error = refused(&mut session, ReadRecipe, bad);
        assert_eq!(error.stage, Stage::Load);
    }
}

/// What a recipe leaves out is as by default and as the open file proposes it, as for the command.
#[test]
fn a_recipe_that_names_a_target_alone_is_completed_by_the_open_file() {
    let mut session = session();
    let short = br#"{"target": "kind", "train": {"n_estimators": 7}}"#;
    let error = refused(&mut session, ReadRecipe, short);
    assert_eq!(error.stage, Stage::Load);

    let rows: String = (0..30)
        .map(|i| format!("{i},{}.5,{}\n", i % 7, ["oak", "fir"][i % 2]))
        .collect();
    let open = Open {
        name: "trees.csv".into(),
        load: Load::default(),
    };
    let table = format!("id,size,kind\n{rows}");
    let data = ask(&mut session, open, table.as_bytes());
    let mut expected = data.recipe("kind");
    expected.train.set("n_estimators", 7).unwrap();
    assert_eq!(ask(&mut session, ReadRecipe, short), expected);
    let mut check = |text: &str| {
        let text = text.into();
        ask(&mut session, CheckRecipe { text }, b"")
    };
    let text = String::from_utf8_lossy(short);
    assert_eq!(check(&text), RecipeCheck::Fits(Box::new(expected)));
    let RecipeCheck::Refused(error) = check("{\n\"target\": \"kinds\"}") else {
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
    let call = |spec: &SyntheticSpec| Synthesize { spec: spec.clone() };
    let (made, file) = try_ask(&mut session, call(&spec), b"").unwrap();
    assert_eq!(made.name, "taxi-trips-42.csv");
    let open = Open {
        name: made.name,
        load: Load::default(),
    };
    let summary = ask(&mut session, open, &file.unwrap());
    assert_eq!((summary.rows, spec.name.set().target), (2000, "high_tip"));
    assert!(
        summary
            .columns
            .iter()
            .any(|column| column.name == "high_tip")
    );
    spec.noise = 2.0;
    let error = refused(&mut session, call(&spec), b"");
    assert_eq!(error.stage, Stage::Load);
}

#[test]
fn calls_that_come_too_early_say_what_to_do_first() {
    let mut session = session();
    let stage = |error: grove_recipe::error::StageError| error.stage;
    let what = Download::Model;
    let error = refused(&mut session, GetFile { what }, b"");
    assert_eq!(stage(error), Stage::Evaluate);
    let what = Download::NewPredictions;
    let error = refused(&mut session, GetFile { what }, b"");
    assert_eq!(stage(error), Stage::Predict);
    let error = refused(&mut session, Tree { index: 0 }, b"");
    assert_eq!(stage(error), Stage::Train);
    let predict = Predict {
        name: "x.csv".into(),
        choices: Vec::new(),
    };
    let error = refused(&mut session, predict, b"a\n1\n");
    assert_eq!(stage(error), Stage::Predict);
    let error = refused(&mut session, shared::run(shared::recipe()), b"");
    assert_eq!(stage(error), Stage::Load);
    let page = Rows {
        table: TableName::Cleaned,
        from: 0,
        count: 10,
    };
    assert_eq!(ask(&mut session, page, b""), []);
}

#[test]
fn a_cancelled_run_keeps_what_is_finished() {
    let mut session = session();
    ask(&mut session, shared::open(), shared::MESSY);
    let run = || shared::run(shared::recipe());
    begin(&mut session, run(), b"");
    // Until some trees have grown.
    let grown = loop {
        match step::<Run>(&mut session) {
            CallEvent::Progress(RunProgress::Working {
                stage: Stage::Train,
                done,
                ..
            }) if done > 3 => break done,
            _ => {}
        }
    };
    let cancelled = ask(&mut session, Cancel, b"");
    assert_eq!(cancelled, Cancelled { trees: grown });
    assert!(!session.is_at_work() && session.step().is_none());
    begin(&mut session, run(), b"");
    let reused: Vec<Stage> = std::iter::from_fn(|| match step::<Run>(&mut session) {
        CallEvent::Progress(RunProgress::Reused { report, .. }) => Some(report.stage),
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
fn profiled(session: &mut Session) -> String {
    let (told, answer) = finish::<Profile>(session);
    assert!(told.iter().all(|Done { done, total }| done <= total));
    shared::hash_of_profile(&answer.unwrap().0)
}

#[test]
fn a_profile_gives_the_bits_that_are_written_down() {
    let mut session = session();
    ask(&mut session, shared::open(), shared::MESSY);
    begin(&mut session, shared::profile(), b"");
    assert_eq!(profiled(&mut session), shared::PROFILE);
    assert!(!session.is_at_work());
}

#[test]
fn a_profile_can_be_cancelled_and_replaced() {
    let mut session = session();
    ask(&mut session, shared::open(), shared::MESSY);
    let begun = |session: &mut Session| {
        begin(session, shared::profile(), b"");
        for _ in 0..20 {
            assert!(matches!(step::<Profile>(session), CallEvent::Progress(_)));
        }
    };
    begun(&mut session);
    assert_eq!(ask(&mut session, Cancel, b""), Cancelled { trees: 0 });
    assert!(!session.is_at_work());
    // A run takes the place of a profile, and a profile that of a run.
    begun(&mut session);
    begin(&mut session, shared::run(shared::recipe()), b"");
    let first = step::<Run>(&mut session);
    assert!(matches!(
        first,
        CallEvent::Progress(RunProgress::Reused { .. })
    ));
    begun(&mut session);
    assert_eq!(profiled(&mut session), shared::PROFILE);
    assert!(!session.is_at_work(), "the run was cancelled");
    // One under way says nothing of what else is asked.
    begun(&mut session);
    let rows = Rows {
        table: TableName::Raw,
        from: 0,
        count: 1,
    };
    assert_eq!(ask(&mut session, rows, b"").len(), 1);
    assert_eq!(profiled(&mut session), shared::PROFILE);
}

#[test]
fn what_cannot_be_profiled_is_told_at_once() {
    let error = refused(&mut session(), shared::profile(), b"");
    assert_eq!(error.stage, Stage::Load);
}

#[test]
fn similar_values_and_the_cleaned_table_are_had_of_a_session() {
    let mut session = session();
    let mut recipe = shared::recipe();
    recipe.train.set("n_estimators", 3).unwrap();
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
    let similar = |step| FindSimilar {
        recipe: recipe.clone(),
        step,
        method: SimilarMethod::NearestNeighbour,
        similarity: 0.8,
    };
    let error = refused(&mut session, similar(1), b"");
    assert_eq!(error.stage, Stage::Load);
    let what = Download::Cleaned;
    let error = refused(&mut session, GetFile { what }, b"");
    assert_eq!(error.stage, Stage::Clean);
    ask(&mut session, shared::open(), shared::MESSY);
    // As the step before leaves the column; the step itself need not be finished.
    assert_eq!(ask(&mut session, similar(1), b"").column, "kin");
    for step in [0, 9] {
        let error = refused(&mut session, similar(step), b"");
        assert_eq!(error.stage, Stage::Clean);
    }

    recipe.clean.steps.truncate(1);
    ask(&mut session, shared::run(recipe), b"");
    let file = download(&mut session, Download::Cleaned);
    let file = String::from_utf8(file).unwrap();
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
    recipe.train.set("n_estimators", 3).unwrap();
    ask(&mut trained, shared::run(recipe.clone()), b"");
    let model = download(&mut trained, Download::Model);

    let mut session = session();
    ask(&mut session, shared::open(), shared::MESSY);
    let load = LoadModel {
        name: "model.grove".into(),
    };
    ask(&mut session, load, &model);
    let mut finished = |through| {
        let recipe = recipe.clone();
        begin(&mut session, Run { recipe, through }, b"");
        let (told, answer) = finish::<Run>(&mut session);
        answer.unwrap();
        let finished = told.into_iter().filter_map(|told| match told {
            RunProgress::Finished { report, .. } => Some(report.stage),
            _ => None,
        });
        finished.collect::<Vec<Stage>>()
    };
    assert_eq!(
        finished(Stage::Split),
        [Stage::Clean, Stage::Check, Stage::Split]
    );
    assert_eq!(finished(Stage::Clean), []);
    assert_eq!(finished(Stage::Featurize), [Stage::Featurize]);
    let predict = || Predict {
        name: "new.csv".into(),
        choices: Vec::new(),
    };
    ask(&mut session, predict(), shared::MESSY);
    let what = Download::Predictions;
    let error = refused(&mut session, GetFile { what }, b"");
    assert_eq!(error.stage, Stage::Evaluate);
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
    let error = refused(&mut session, Run { recipe, through }, b"");
    assert_eq!(error.stage, Stage::Check);
}

/// Tells one millisecond more each time.
fn ticking() -> f64 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static TICKS: AtomicU32 = AtomicU32::new(0);
    f64::from(TICKS.fetch_add(1, Ordering::Relaxed))
}

#[test]
fn a_result_comes_back_with_its_report_and_time_until_it_is_forgotten() {
    let mut session = Session::new(Box::new(SingleThread::default()), ticking);
    ask(&mut session, shared::open(), shared::MESSY);
    type CallEvent = Vec<(StageReport, Option<f64>)>;
    let mut run = || {
        begin(&mut session, shared::run(shared::recipe()), b"");
        let (told, answer) = finish::<Run>(&mut session);
        answer.unwrap();
        let (mut made, mut reused) = (CallEvent::new(), CallEvent::new());
        for told in told {
            match told {
                RunProgress::Finished {
                    report,
                    milliseconds,
                } => made.push((report, Some(milliseconds))),
                RunProgress::Reused {
                    report,
                    milliseconds,
                } => reused.push((report, milliseconds)),
                _ => {}
            }
        }
        (made, reused)
    };
    let (made, _) = run();
    assert!(made.iter().all(|(_, took)| *took > Some(0.0)), "{made:?}");
    let (again, reused) = run();
    assert_eq!(again, []);
    assert_eq!(reused[0].0.stage, Stage::Load);
    assert_eq!(reused[1..], made);

    let output = |session: &mut Session, stage| {
        let recipe = shared::recipe();
        ask(session, Output { recipe, stage }, b"").map(|of| of.sha256)
    };
    let all = |session: &mut Session| PATH.map(|stage| output(session, stage));
    let before = all(&mut session);
    assert_eq!(before[6].as_deref(), Some(shared::PREDICTIONS));
    let cleaned = download(&mut session, Download::Cleaned);
    assert_eq!(before[1], Some(shared::hash(&cleaned)));
    assert_eq!(output(&mut session, Stage::Predict), None);

    // In the middle of a run, which ends.
    begin(&mut session, shared::run(shared::recipe()), b"");
    step::<Run>(&mut session);
    let from = Stage::Split;
    ask(&mut session, Forget { from }, b"");
    assert!(!session.is_at_work());
    let gone = all(&mut session);
    assert_eq!(gone[..3], before[..3]);
    assert_eq!(gone[3..], [const { None }; 4]);
    let what = Download::Model;
    let error = refused(&mut session, GetFile { what }, b"");
    assert_eq!(error.stage, Stage::Evaluate);
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
    let open = Open {
        name: "long.csv".into(),
        load: Load::default(),
    };
    let summary = ask(&mut session, open, table.as_bytes());
    let rows = Rows {
        table: TableName::Raw,
        from: 0,
        count: 1,
    };
    let rows = ask(&mut session, rows, b"");
    let cell = rows[0].cells[1].as_ref().unwrap();
    assert!(is_longer(cell, CELL) && cell.len() < CELL + 40, "{cell}");
    let look = Cell {
        table: TableName::Raw,
        row: 0,
        column: 1,
    };
    let looked = ask(&mut session, look, b"");
    let text = looked.text.as_ref().unwrap();
    assert!(text.starts_with(&long[..CELL_IN_FULL]) && text.len() < CELL_IN_FULL + 40);

    let data = DataReference {
        name: "long.csv".into(),
        sha256: summary.sha256.clone(),
    };
    let mut recipe = Recipe::new(data, "kind".into(), Task::Classification, Vec::new());
    recipe.load = summary.load.clone();
    let mut told = vec![
        Open::response(CallEvent::Answer(Ok(summary))),
        Cell::response(CallEvent::Answer(Ok(looked))),
    ];
    begin(&mut session, shared::run(recipe.clone()), b"");
    while let Some(answer) = session.step() {
        told.push(answer.response);
    }
    assert_eq!(told.last(), Some(&Run::response(CallEvent::Answer(Ok(())))));
    for response in &told {
        let text = serde_json::to_string(&Cut(response)).unwrap();
        let at_most = if matches!(response, Response::Cell(_)) {
            CELL_IN_FULL
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
    let read = ReadRecipe::response(CallEvent::Answer(Ok(recipe)));
    let text = serde_json::to_string(&Cut(&read)).unwrap();
    assert_eq!(text, serde_json::to_string(&read).unwrap());
}
