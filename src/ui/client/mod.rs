//! The only caller of the worker. Numbers every request and hands files over as handles.

mod ending;
mod heard;
mod known;
mod outputs;
mod recipes;
mod take_home;

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen::JsValue;
use web_sys::Blob;
use yew::Callback;

use super::engine::{Engine, Word};
use super::state::{Action, Ending, Question, Subject};
use grove_protocol::tracking::{Search, StoreRequest};
use grove_protocol::{Download, MOST_WORKERS, PROTOCOL, Request, Table, TableRow};
use grove_recipe::similar::SimilarMethod;
use grove_recipe::stage::Stage;
use grove_recipe::synthetic::SyntheticSpec;
use grove_recipe::{Load, LoadChoice, Recipe};
use grove_wire::ToWorker;
use known::{Inner, Sent};

pub struct Client {
    /// For the callbacks that outlive a call.
    this: Weak<Client>,
    dispatch: Callback<Action>,
    inner: RefCell<Inner>,
}

impl Client {
    /// Starts the engine; what happens is told to `dispatch`.
    pub fn start(dispatch: Callback<Action>) -> Rc<Self> {
        let client = Rc::new_cyclic(|this| Self {
            this: this.clone(),
            dispatch,
            inner: RefCell::default(),
        });
        client.start_engine();
        client
    }

    /// Says that a file was chosen, which is to be opened with the number given back.
    pub fn choose(&self) -> u32 {
        let mut inner = self.inner.borrow_mut();
        inner.choices = inner.choices.wrapping_add(1);
        inner.making = None;
        inner.choices
    }

    /// Whether nothing else was chosen since.
    pub fn holds(&self, choice: u32) -> bool {
        self.inner.borrow().choices == choice
    }

    pub fn open(&self, name: &str, file: Blob) {
        let name: Rc<str> = name.into();
        let load = Load::default();
        let question = Question::Open {
            name: name.clone(),
            load,
        };
        self.open_as(question, name, file);
    }

    /// Opens the file that could not be read, with other choices.
    pub fn try_again(&self, load: &Load) {
        let refused = self.inner.borrow().refused.clone();
        if let Some((name, file)) = refused {
            let load = load.clone();
            let question = Question::Open {
                name: name.clone(),
                load,
            };
            self.open_as(question, name, file);
        }
    }

    /// Reads the open file once more.
    pub fn read(&self, load: &Load) {
        let request = Request::Read { load: load.clone() };
        self.put(
            Question::Read { load: load.clone() },
            request,
            JsValue::UNDEFINED,
        );
    }

    fn open_as(&self, question: Question, name: Rc<str>, file: Blob) {
        let load = match &question {
            Question::Open { load, .. } | Question::Reopen { load, .. } => load.clone(),
            _ => Load::default(),
        };
        let request = Request::Open {
            name: name.to_string(),
            load: load.clone(),
        };
        let reopened = matches!(question, Question::Reopen { .. });
        let id = self.number();
        {
            let mut inner = self.inner.borrow_mut();
            inner.opening = Some(Sent {
                id,
                name,
                file: file.clone(),
                load,
                begun: false,
                reopened,
                again: reopened,
            });
            inner.run = None;
        }
        self.ask(id, question);
        self.send(id, request, file.into());
    }

    pub fn run(&self, recipe: &Rc<Recipe>) {
        self.run_through(recipe, Stage::Evaluate, false);
    }

    /// Runs the stages up to this one, as the person wishes or as a preview.
    pub fn run_through(&self, recipe: &Rc<Recipe>, through: Stage, preview: bool) {
        let id = self.number();
        self.inner.borrow_mut().run = Some(id);
        let request = Request::Run {
            recipe: Recipe::clone(recipe),
            through,
        };
        self.ask(
            id,
            Question::Run {
                recipe: recipe.clone(),
                through,
                preview,
            },
        );
        self.send(id, request, JsValue::UNDEFINED);
    }

    /// Asks what training by a recipe would take.
    pub fn estimate(&self, recipe: &Rc<Recipe>) {
        let request = Request::Estimate {
            recipe: Recipe::clone(recipe),
        };
        let recipe = recipe.clone();
        self.put(Question::Estimate { recipe }, request, JsValue::UNDEFINED);
    }

    /// Asks for the profile of the engine's table.
    pub fn profile(&self, subject: Subject) {
        let request = Request::Profile(subject.request.clone());
        self.put(Question::Profile { subject }, request, JsValue::UNDEFINED);
    }

    /// Asks what could be expected of the data.
    pub fn propose(&self, recipe: &Rc<Recipe>) {
        let recipe = Recipe::clone(recipe);
        let request = Request::ProposeExpectations { recipe };
        self.put(Question::Propose, request, JsValue::UNDEFINED);
    }

    /// Asks how a column is distributed, to expect of it that it stays so.
    pub fn remember(&self, recipe: &Rc<Recipe>, column: &str) {
        let (recipe, column) = (Recipe::clone(recipe), column.to_string());
        let request = Request::RememberDistribution { recipe, column };
        self.put(Question::Remember, request, JsValue::UNDEFINED);
    }

    pub fn tree(&self, index: u32) {
        self.put(Question::Tree, Request::Tree { index }, JsValue::UNDEFINED);
    }

    /// Asks for values that seem to mean the same in the column that a step of cleaning merges.
    pub fn similar(&self, recipe: &Recipe, step: u32, method: SimilarMethod, similarity: f64) {
        let recipe = recipe.clone();
        let request = Request::Similar {
            recipe,
            step,
            method,
            similarity,
        };
        self.put(Question::Similar, request, JsValue::UNDEFINED);
    }

    pub fn load_model(&self, name: &str, file: Blob) {
        let name = name.to_string();
        self.put(
            Question::LoadModel,
            Request::LoadModel { name },
            file.into(),
        );
    }

    pub fn use_trained(&self) {
        self.put(
            Question::UseTrained,
            Request::UseTrained,
            JsValue::UNDEFINED,
        );
    }

    /// Predicts a file, read as the training data were but for these choices.
    pub fn predict(&self, name: &str, file: Blob, choices: Vec<LoadChoice>) {
        let name = name.to_string();
        let request = Request::Predict { name, choices };
        self.put(Question::Predict, request, file.into());
    }

    /// Asks the store of runs.
    pub fn store(&self, request: StoreRequest) {
        self.ask_store(request, JsValue::UNDEFINED);
    }

    /// Searches for better parameters than those of a recipe.
    pub fn search(&self, recipe: &Rc<Recipe>, search: &Search) {
        let request = Request::Search {
            recipe: Recipe::clone(recipe),
            search: search.clone(),
        };
        let question = Question::Search {
            recipe: recipe.clone(),
            scoring: search.scoring.clone(),
        };
        self.inner.borrow_mut().run = None;
        self.put(question, request, JsValue::UNDEFINED);
    }

    /// Takes over runs and models that were exported.
    pub fn import(&self, file: Blob) {
        self.ask_store(StoreRequest::Import, file.into());
    }

    fn ask_store(&self, request: StoreRequest, file: JsValue) {
        let question = Question::Store(request.clone());
        self.put(question, Request::Store(request), file);
    }

    /// Rows of a table, for whoever shows them. Nothing comes when the engine has none.
    pub fn rows(&self, table: Table, from: u32, count: u32, then: Callback<Vec<TableRow>>) {
        let id = self.number();
        self.inner.borrow_mut().tables.push((id, then));
        let request = Request::Rows { table, from, count };
        self.send(id, request, JsValue::UNDEFINED);
    }

    /// A cell of a table by itself, where the table shows the beginning alone.
    pub fn cell(&self, table: Table, row: u32, column: u32, then: Callback<Option<String>>) {
        let id = self.number();
        self.inner.borrow_mut().cells.push((id, then));
        let request = Request::Cell { table, row, column };
        self.send(id, request, JsValue::UNDEFINED);
    }

    /// Asks for a file and saves it under its usual name.
    pub fn download(&self, what: Download) {
        let id = self.number();
        self.inner.borrow_mut().asides.push(id);
        self.send(id, Request::Download { what }, JsValue::UNDEFINED);
    }

    /// Has a file made, which is opened when it comes and no other was chosen until then.
    pub fn synthesize(&self, spec: SyntheticSpec) {
        self.choose();
        let id = self.number();
        self.inner.borrow_mut().making = Some(id);
        self.send(id, Request::Synthesize { spec }, JsValue::UNDEFINED);
    }

    /// Makes a request whose answer changes the page's state.
    fn put(&self, question: Question, request: Request, file: JsValue) {
        let id = self.number();
        self.ask(id, question);
        self.send(id, request, file);
    }

    fn ask(&self, id: u32, question: Question) {
        self.dispatch.emit(Action::Asked { id, question });
    }

    fn number(&self) -> u32 {
        let mut inner = self.inner.borrow_mut();
        inner.next_id = inner.next_id.wrapping_add(1);
        inner.next_id
    }

    fn send(&self, id: u32, request: Request, file: JsValue) {
        let message = ToWorker { id, request, file };
        let mut inner = self.inner.borrow_mut();
        match &inner.engine {
            Some(engine) if inner.ready => engine.send(&message),
            _ => inner.queue.push(message),
        }
    }

    fn start_engine(&self) {
        let this = self.this.clone();
        let engine = Engine::start(move |word| {
            if let Some(client) = this.upgrade() {
                match word {
                    Word::Said(message) => client.heard(*message),
                    Word::Broke(reason) => client.ended(Ending::Broke(reason)),
                }
            }
        });
        let hello = ToWorker {
            id: self.number(),
            request: Request::Hello {
                protocol: PROTOCOL,
                workers: workers(),
            },
            file: JsValue::UNDEFINED,
        };
        match engine {
            Ok(engine) => {
                engine.send(&hello);
                self.inner.borrow_mut().engine = Some(engine);
            }
            Err(message) => self.dispatch.emit(Action::EngineRefused { message }),
        }
    }
}

/// How many trees are to grow at a time, where the page's address says so: `?workers=2`.
fn workers() -> Option<u32> {
    let search = web_sys::window()?.location().search().ok()?;
    let mut pairs = search.trim_start_matches('?').split('&');
    let workers = pairs.find_map(|pair| pair.strip_prefix("workers="))?;
    let workers = workers.parse().ok()?;
    (1..=MOST_WORKERS).contains(&workers).then_some(workers)
}
