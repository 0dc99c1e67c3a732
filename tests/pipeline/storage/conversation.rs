//! The store behind the protocol: a run is made, kept, opened, registered and used to predict.

use std::cell::{Cell, RefCell};
use std::io::{self, Write};

use grove_engine::train::tree_workers::SingleThread;
use grove_protocol::call::{CallEvent, Done, In, Unanswered};
use grove_protocol::calls::{
    CompareRuns, DeleteRuns, ExportRuns, GetFile, ImportRuns, Imported, ListRuns, OpenRun, Predict,
    RegisterModel, RestoreRuns, Run, RunsFile, SearchParameters, SetAlias, StopComparing,
    UseVersion,
};
use grove_protocol::tracking::{
    Notification, RunId, RunsNews, SearchAxis, SearchMethod, SearchSpec, SearchValues, StoreError,
    VersionId,
};
use grove_protocol::{Download, Request, Response};
use grove_recipe::stage::{PATH, Stage};
use grove_store::memory::MemoryStore;
use grove_store::runs::GRACE_PERIOD;
use grove_worker::calls::answer_in_store;
use grove_worker::session::Session;
use grove_worker::store_handle::StoreAccess;
use grove_worker::stored_runs;

use super::tools::{done, memory};
use crate::{asking, shared};

/// The name that a session without chance gives to its first run, if that began at 10.
fn first_run() -> RunId {
    RunId::new(10.0, [0, 0, 0, 0, 1])
}

pub(super) struct Tab {
    session: RefCell<Session>,
    memory: MemoryStore,
}

/// What one call is answered with.
pub(super) struct Access<'t> {
    pub(super) tab: &'t Tab,
    pub(super) file: &'t [u8],
    pub(super) now: f64,
    pub(super) written: RefCell<Vec<u8>>,
    /// How far a comparison is, and how far it may go.
    pub(super) compared: Cell<Done>,
    pub(super) most: u32,
}

impl Access<'_> {
    pub(super) fn of(tab: &Tab) -> Access<'_> {
        Access {
            tab,
            file: b"",
            now: 0.0,
            written: RefCell::default(),
            compared: Cell::default(),
            most: u32::MAX,
        }
    }

    /// The answer to a call, which crosses as JSON.
    pub(super) fn ask<C: In<Request>>(&self, call: C) -> Result<C::Answer, StoreError> {
        let text = serde_json::to_string(&call.request()).unwrap();
        let request = serde_json::from_str(&text).unwrap();
        let answer = done(answer_in_store(request, self)).expect("it is for the store");
        let text = serde_json::to_string(&answer.response).unwrap();
        let heard: Response = serde_json::from_str(&text).unwrap();
        assert_eq!(heard, answer.response, "{text}");
        match C::event(heard).and_then(CallEvent::answer) {
            Some(Ok(answer)) => Ok(answer),
            Some(Err(Unanswered::StoreFailed(error))) => Err(error),
            other => panic!("{:?}", other.is_some()),
        }
    }
}

struct Written<'w>(&'w RefCell<Vec<u8>>);

impl Write for Written<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl StoreAccess for Access<'_> {
    type Store = MemoryStore;

    fn store(&self) -> &MemoryStore {
        &self.tab.memory
    }

    fn session(&self) -> &RefCell<Session> {
        &self.tab.session
    }

    fn now(&self) -> f64 {
        self.now
    }

    fn file(&self) -> &[u8] {
        self.file
    }

    fn out(&self) -> impl Write {
        Written(&self.written)
    }

    async fn breathe(&self) {}

    async fn compared(&self, done: Done) -> bool {
        self.compared.set(done);
        done.done < self.most
    }

    fn comparisons_stopped(&self) {}

    fn news(&self, list: RunsNews) -> RunsNews {
        list
    }

    fn notify(&self, _: Notification) {}
}

impl Tab {
    /// With the file open. Its clock goes on by a second whenever it is looked at.
    pub(super) fn open() -> Self {
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
    pub(super) fn run(&self, trees: u32, through: Stage, started: f64) -> Option<Notification> {
        let mut recipe = shared::recipe();
        recipe.train.set("n_estimators", trees).unwrap();
        let run = Run { recipe, through };
        asking::ask(&mut self.session.borrow_mut(), run, b"");
        self.keep(&Run::response(CallEvent::Answer(Ok(()))), started)
    }

    /// Keeps what is to be kept after this was told.
    fn keep(&self, told: &Response, started: f64) -> Option<Notification> {
        let mut session = self.session.borrow_mut();
        let (run, anew) = session.to_keep(told, started, started + 77.0)?;
        done(stored_runs::keep(&self.memory, &run, anew))
    }

    fn ask<C: In<Request>>(&self, call: C, now: f64) -> Result<C::Answer, StoreError> {
        let of = Access::of(self);
        Access { now, ..of }.ask(call)
    }

    fn export(&self, file: RunsFile) -> Vec<u8> {
        let access = Access::of(self);
        let visit = None;
        access.ask(ExportRuns { file, visit }).unwrap();
        access.written.into_inner()
    }

    fn import(&self, file: &[u8]) -> Result<Imported, StoreError> {
        let of = Access::of(self);
        Access { file, ..of }.ask(ImportRuns)
    }

    fn download(&self, what: Download) -> Vec<u8> {
        let mut session = self.session.borrow_mut();
        let answer = asking::try_ask(&mut session, GetFile { what }, b"");
        answer.unwrap().1.unwrap()
    }

    /// The runs and models of an answer that lists them.
    pub(super) fn list(&self) -> (usize, usize) {
        let listed = self.ask(ListRuns, 0.0).unwrap();
        assert!(!listed.usage.kept);
        (listed.runs.len(), listed.models.len())
    }
}

#[test]
fn a_whole_run_is_kept_with_everything_that_it_told() {
    let tab = Tab::open();
    assert_eq!(tab.run(3, Stage::Split, 5.0), None, "no whole run");
    assert_eq!(tab.list(), (0, 0));
    let Some(Notification::Runs(RunsNews { runs, .. })) = tab.run(3, Stage::Evaluate, 10.0) else {
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
    let detail = tab.ask(OpenRun { run: run.clone() }, 0.0).unwrap();
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
    let Some(Notification::Runs(RunsNews { runs, .. })) = other else {
        panic!("it is kept");
    };
    assert_eq!(runs.len(), 2);
    assert_eq!(runs[0].test_rows, runs[1].test_rows);
    assert_ne!(runs[0].recipe, runs[1].recipe);

    let ids: Vec<RunId> = runs.iter().map(|run| run.id.clone()).collect();
    let compare = || CompareRuns { runs: ids.clone() };
    let compared = tab.ask(compare(), 0.0).unwrap();
    let comparison = compared.expect("it was not stopped");
    assert_eq!(comparison.rows, runs[0].test_rows.as_ref().unwrap().count);
    let parameters: Vec<&str> = (comparison.parameters.iter())
        .map(|difference| difference.parameter.as_str())
        .collect();
    assert_eq!(parameters, ["train.n_estimators"]);
    let of = Access::of(&tab);
    let short = Access { most: 10, ..of };
    assert_eq!(short.ask(compare()), Ok(None), "it was stopped");
    let done = Done {
        done: 10,
        total: 2000,
    };
    assert_eq!(short.compared.get(), done);
    assert_eq!(tab.ask(StopComparing, 0.0), Ok(()));
    let alone = vec![ids[0].clone(), RunId::new(99.0, [9; 5])];
    assert!(tab.ask(CompareRuns { runs: alone }, 0.0).is_err());
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
        assert!(matches!(kept, None | Some(Notification::Runs(_))));
        if told.is_answer() {
            break;
        }
    }
    let runs = tab.ask(ListRuns, 0.0).unwrap().runs;
    let parents: Vec<Option<&RunId>> = runs.iter().map(|run| run.parent.as_ref()).collect();
    let parent = runs.iter().find(|run| run.parent.is_none()).unwrap();
    assert_eq!(parents.iter().flatten().count(), 2);
    assert!(parents.into_iter().flatten().all(|id| *id == parent.id));
    let delete = DeleteRuns {
        runs: vec![parent.id.clone()],
    };
    let runs = tab.ask(delete, 5.0).unwrap().runs;
    assert!(runs.iter().all(|run| run.deleted == Some(5.0)));
}

#[test]
fn a_model_goes_from_a_run_to_the_registry_to_predicting() {
    let tab = Tab::open();
    tab.run(3, Stage::Evaluate, 10.0);
    let of_three = tab.download(Download::Predictions);
    tab.run(2, Stage::Evaluate, 20.0);
    let register = RegisterModel {
        run: first_run(),
        model: "animals".into(),
        description: "three trees".into(),
    };
    let models = tab.ask(register, 55.0).unwrap();
    assert_eq!(models[0].versions[0].created, 55.0);
    let version = VersionId {
        model: "animals".into(),
        version: 1,
    };
    let set = SetAlias {
        version: version.clone(),
        alias: "champion".into(),
    };
    assert_eq!(tab.ask(set, 0.0).unwrap().len(), 1);
    let summary = tab.ask(UseVersion { version }, 0.0).unwrap();
    assert_eq!(summary.trees, 3);
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
    let bytes = tab.export(RunsFile::Mlruns);
    let tree = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let names = tree
        .file_names()
        .map(|name| name.expect("a name").into_owned());
    let scored = |name: &String| name.starts_with("mlruns/") && name.ends_with("/metrics/accuracy");
    assert_eq!(names.filter(scored).count(), 2);

    // Out to another tab, which knows neither.
    let bytes = tab.export(RunsFile::Everything);
    let other = Tab::open();
    let imported = other.import(&bytes).unwrap();
    assert_eq!((imported.runs, imported.versions), (2, 1));
    assert_eq!(other.list(), (2, 1));
    assert!(other.import(b"no zip").is_err());

    let version = VersionId {
        model: "animals".into(),
        version: 7,
    };
    assert!(tab.ask(UseVersion { version }, 0.0).is_err());
}

#[test]
fn what_was_put_aside_long_ago_is_deleted_by_itself() {
    let tab = Tab::open();
    tab.run(2, Stage::Evaluate, 10.0);
    let runs = vec![first_run()];
    tab.ask(DeleteRuns { runs: runs.clone() }, 1000.0).unwrap();
    done(stored_runs::tidy(&tab.memory, 1000.0 + GRACE_PERIOD)).unwrap();
    assert_eq!(tab.list(), (1, 0));
    tab.ask(RestoreRuns { runs: runs.clone() }, 0.0).unwrap();
    done(stored_runs::tidy(&tab.memory, 5000.0 + GRACE_PERIOD)).unwrap();
    assert_eq!(tab.list(), (1, 0));
    tab.ask(DeleteRuns { runs }, 2000.0).unwrap();
    done(stored_runs::tidy(&tab.memory, 2001.0 + GRACE_PERIOD)).unwrap();
    assert_eq!(tab.list(), (0, 0));
}
