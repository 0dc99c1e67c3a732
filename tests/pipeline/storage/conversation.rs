//! The store behind the protocol: a run is made, kept, opened, registered and used to predict.

use std::cell::RefCell;

use grove_engine::train::tree_workers::SingleThread;
use grove_protocol::call::{CallEvent, In};
use grove_protocol::calls::{GetFile, Predict, Run, SearchParameters};
use grove_protocol::tracking::{
    RunId, RunsFile, SearchAxis, SearchMethod, SearchSpec, SearchValues, StoreAnswer, StoreRequest,
    VersionId,
};
use grove_protocol::{Download, Response};
use grove_recipe::stage::{PATH, Stage};
use grove_store::memory::MemoryStore;
use grove_store::runs::GRACE_PERIOD;
use grove_worker::session::Session;
use grove_worker::store_answers;

use super::tools::{done, memory};
use crate::{asking, shared};

/// The name that a session without chance gives to its first run, if that began at 10.
fn first_run() -> RunId {
    RunId::new(10.0, [0, 0, 0, 0, 1])
}

struct Tab {
    session: RefCell<Session>,
    memory: MemoryStore,
}

impl Tab {
    /// With the file open. Its clock goes on by a second whenever it is looked at.
    fn open() -> Self {
        use std::cell::Cell;
        thread_local!(static CLOCK: Cell<f64> = const { Cell::new(0.0) });
        let now = || {
            CLOCK.set(CLOCK.get() + 1000.0);
            CLOCK.get()
        };
        let tab = Self {
            session: RefCell::new(Session::new(Box::new(SingleThread::default()), now)),
            memory: memory(),
        };
        asking::ask(&mut tab.session.borrow_mut(), shared::open(), shared::MESSY);
        tab
    }

    /// Runs the recipe and keeps what that gives, as a run of this moment.
    fn run(&self, trees: u32, through: Stage, started: f64) -> Option<StoreAnswer> {
        let mut recipe = shared::recipe();
        recipe.train.set("n_estimators", trees).unwrap();
        let run = Run { recipe, through };
        asking::ask(&mut self.session.borrow_mut(), run, b"");
        self.keep(&Run::response(CallEvent::Answer(Ok(()))), started)
    }

    /// Keeps what is to be kept after this was told.
    fn keep(&self, told: &Response, started: f64) -> Option<StoreAnswer> {
        let mut session = self.session.borrow_mut();
        let (run, anew) = session.to_keep(told, started, started + 77.0)?;
        done(store_answers::keep(&self.memory, &run, anew))
    }

    fn ask(&self, request: StoreRequest, now: f64) -> StoreAnswer {
        self.ask_with(request, b"", now).0
    }

    fn ask_with(&self, request: StoreRequest, file: &[u8], now: f64) -> (StoreAnswer, Vec<u8>) {
        let text = serde_json::to_string(&request).unwrap();
        let request = serde_json::from_str(&text).unwrap();
        let mut out = Vec::new();
        let answer =
            store_answers::answer(&self.memory, &self.session, request, file, &mut out, now);
        let answer = done(answer);
        let text = serde_json::to_string(&answer).unwrap();
        assert_eq!(
            serde_json::from_str::<StoreAnswer>(&text).unwrap(),
            answer,
            "{text}"
        );
        (answer, out)
    }

    fn download(&self, what: Download) -> Vec<u8> {
        let mut session = self.session.borrow_mut();
        let answer = asking::try_ask(&mut session, GetFile { what }, b"");
        answer.unwrap().1.unwrap()
    }

    /// The runs and models of an answer that lists them.
    fn list(&self) -> (usize, usize) {
        let StoreAnswer::Runs {
            runs,
            models,
            usage,
            ..
        } = self.ask(StoreRequest::List, 0.0)
        else {
            panic!("a list");
        };
        assert!(!usage.kept);
        (runs.len(), models.len())
    }
}

#[test]
fn a_whole_run_is_kept_with_everything_that_it_told() {
    let tab = Tab::open();
    assert_eq!(tab.run(3, Stage::Split, 5.0), None, "no whole run");
    assert_eq!(tab.list(), (0, 0));
    let Some(StoreAnswer::Runs { runs, .. }) = tab.run(3, Stage::Evaluate, 10.0) else {
        panic!("it is kept");
    };
    let [info] = &runs[..] else {
        panic!("{runs:?}")
    };
    assert_eq!(info.experiment, "messy.csv");
    assert_eq!((info.started, info.milliseconds), (10.0, 77.0));
    assert_eq!(info.recipe.train.trees(), 3);
    assert_ne!(
        info.recipe.load,
        shared::recipe().load,
        "nothing is left to detect"
    );
    let model = tab.download(Download::Model);
    assert_eq!(info.model_bytes, model.len() as f64);
    let run = info.id.clone();
    let StoreAnswer::Run(detail) = tab.ask(StoreRequest::Open { run: run.clone() }, 0.0) else {
        panic!("it opens");
    };
    let stages: Vec<Stage> = detail
        .stages
        .iter()
        .map(|stage| stage.report.stage)
        .collect();
    assert_eq!(stages, PATH);
    let times: Vec<Option<f64>> = detail
        .stages
        .iter()
        .map(|stage| stage.milliseconds)
        .collect();
    assert_eq!(times[..4], [None; 4], "known from the run before");
    assert_eq!(times[4..], [Some(1000.0); 3]);
    assert_eq!(detail.info, *info);

    // Of the same everything is known; another has its own.
    assert_eq!(tab.run(3, Stage::Evaluate, 20.0), None);
    let other = tab.run(4, Stage::Evaluate, 30.0);
    let Some(StoreAnswer::Runs { runs, .. }) = other else {
        panic!("it is kept");
    };
    assert_eq!(runs.len(), 2);
    assert_eq!(runs[0].test_rows, runs[1].test_rows);
    assert_ne!(runs[0].recipe, runs[1].recipe);

    let ids: Vec<RunId> = runs.iter().map(|run| run.id.clone()).collect();
    let compared = tab.ask(StoreRequest::Compare { runs: ids.clone() }, 0.0);
    let StoreAnswer::Compared(comparison) = compared else {
        panic!("{compared:?}");
    };
    assert_eq!(comparison.rows, runs[0].test_rows.as_ref().unwrap().count);
    let parameters: Vec<&str> = (comparison.parameters.iter())
        .map(|difference| difference.parameter.as_str())
        .collect();
    assert_eq!(parameters, ["train.n_estimators"]);
    let told = std::cell::Cell::new((0, 0));
    let stopped = done(store_answers::compare(
        &tab.memory,
        &ids,
        async |progress| {
            told.set(progress);
            progress.0 < 10
        },
    ));
    assert_eq!(stopped, StoreAnswer::Stopped);
    assert_eq!(told.get(), (10, 2000));
    assert_eq!(
        tab.ask(StoreRequest::StopComparing, 0.0),
        StoreAnswer::Stopped
    );
    let alone = vec![ids[0].clone(), RunId::new(99.0, [9; 5])];
    let gone = tab.ask(StoreRequest::Compare { runs: alone }, 0.0);
    assert!(matches!(gone, StoreAnswer::Failed(_)));
}

#[test]
fn a_search_is_kept_with_its_parts_and_put_aside_with_them() {
    let tab = Tab::open();
    let mut recipe = shared::recipe();
    recipe.train.set("n_estimators", 2).unwrap();
    let depths = [2, 3].map(serde_json::Value::from).to_vec();
    let search = SearchSpec {
        method: SearchMethod::Grid,
        n_iter: 2,
        axes: vec![SearchAxis {
            parameter: "train.max_depth".into(),
            values: SearchValues::List(depths),
        }],
        scoring: "accuracy".into(),
    };
    let search = SearchParameters { recipe, search };
    asking::begin(&mut tab.session.borrow_mut(), search, b"");
    loop {
        let step = tab.session.borrow_mut().step();
        let told = step.expect("trees grow here").response;
        assert_eq!(told.unanswered(), None);
        let kept = tab.keep(&told, 10.0);
        assert!(matches!(kept, None | Some(StoreAnswer::Runs { .. })));
        if told.is_answer() {
            break;
        }
    }
    let StoreAnswer::Runs { runs, .. } = tab.ask(StoreRequest::List, 0.0) else {
        panic!("a list");
    };
    let parents: Vec<Option<&RunId>> = runs.iter().map(|run| run.parent.as_ref()).collect();
    let parent = runs.iter().find(|run| run.parent.is_none()).unwrap();
    assert_eq!(parents.iter().flatten().count(), 2);
    assert!(parents.into_iter().flatten().all(|id| *id == parent.id));
    let delete = StoreRequest::Delete {
        runs: vec![parent.id.clone()],
    };
    let StoreAnswer::Runs { runs, .. } = tab.ask(delete, 5.0) else {
        panic!("a list");
    };
    assert!(runs.iter().all(|run| run.deleted == Some(5.0)));
}

#[test]
fn a_model_goes_from_a_run_to_the_registry_to_predicting() {
    let tab = Tab::open();
    tab.run(3, Stage::Evaluate, 10.0);
    let of_three = tab.download(Download::Predictions);
    tab.run(2, Stage::Evaluate, 20.0);
    let register = StoreRequest::Register {
        run: first_run(),
        model: "animals".into(),
        description: "three trees".into(),
    };
    let StoreAnswer::Models(models) = tab.ask(register, 55.0) else {
        panic!("a list of models");
    };
    assert_eq!(models[0].versions[0].created, 55.0);
    let version = VersionId {
        model: "animals".into(),
        version: 1,
    };
    let set = StoreRequest::SetAlias {
        version: version.clone(),
        alias: "champion".into(),
    };
    assert!(matches!(tab.ask(set, 0.0), StoreAnswer::Models(_)));
    let used = tab.ask(
        StoreRequest::Use {
            version: version.clone(),
        },
        0.0,
    );
    let StoreAnswer::ModelInUse {
        version: in_use,
        summary,
    } = used
    else {
        panic!("{used:?}");
    };
    assert_eq!((in_use, summary.trees), (version, 3));
    assert_eq!(summary.name, "animals, version 1");
    // It predicts as it did its test rows.
    let predict = Predict {
        name: "messy.csv".into(),
        choices: Vec::new(),
    };
    asking::ask(&mut tab.session.borrow_mut(), predict, shared::MESSY);
    let all = String::from_utf8(tab.download(Download::NewPredictions)).unwrap();
    let test = String::from_utf8(of_three).unwrap();
    let columns = |line: &str, from: usize| {
        let mut cells = line.split(',');
        let row = cells.next().unwrap().to_owned();
        (row, cells.skip(from).collect::<Vec<_>>().join(","))
    };
    let all: Vec<_> = all.lines().map(|line| columns(line, 0)).collect();
    for line in test.lines().skip(1) {
        assert!(all.contains(&columns(line, 1)), "{line}");
    }

    // The runs alone, for MLflow.
    let (exported, bytes) = tab.ask_with(StoreRequest::Export(RunsFile::Mlruns), b"", 0.0);
    assert_eq!(exported, StoreAnswer::Exported(RunsFile::Mlruns));
    let tree = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let names = tree
        .file_names()
        .map(|name| name.expect("a name").into_owned());
    let scored = |name: &String| name.starts_with("mlruns/") && name.ends_with("/metrics/accuracy");
    assert_eq!(names.filter(scored).count(), 2);

    // Out to another tab, which knows neither.
    let (exported, bytes) = tab.ask_with(StoreRequest::Export(RunsFile::Everything), b"", 0.0);
    assert_eq!(exported, StoreAnswer::Exported(RunsFile::Everything));
    let other = Tab::open();
    let StoreAnswer::Imported(imported) = other.ask_with(StoreRequest::Import, &bytes, 0.0).0
    else {
        panic!("it comes in");
    };
    assert_eq!((imported.runs, imported.versions), (2, 1));
    assert_eq!(other.list(), (2, 1));
    let bad = other.ask_with(StoreRequest::Import, b"no zip", 0.0).0;
    assert!(matches!(bad, StoreAnswer::Failed(_)));

    let version = VersionId {
        model: "animals".into(),
        version: 7,
    };
    let gone = tab.ask(StoreRequest::Use { version }, 0.0);
    assert!(matches!(gone, StoreAnswer::Failed(_)));
}

#[test]
fn what_was_put_aside_long_ago_is_deleted_by_itself() {
    let tab = Tab::open();
    tab.run(2, Stage::Evaluate, 10.0);
    let runs = vec![first_run()];
    let deleted = tab.ask(StoreRequest::Delete { runs: runs.clone() }, 1000.0);
    assert!(matches!(deleted, StoreAnswer::Runs { .. }));
    done(store_answers::tidy(&tab.memory, 1000.0 + GRACE_PERIOD)).unwrap();
    assert_eq!(tab.list(), (1, 0));
    tab.ask(StoreRequest::Restore { runs: runs.clone() }, 0.0);
    done(store_answers::tidy(&tab.memory, 5000.0 + GRACE_PERIOD)).unwrap();
    assert_eq!(tab.list(), (1, 0));
    tab.ask(StoreRequest::Delete { runs }, 2000.0);
    done(store_answers::tidy(&tab.memory, 2001.0 + GRACE_PERIOD)).unwrap();
    assert_eq!(tab.list(), (0, 0));
}
