//! The only caller of the worker. Numbers every request, hands files over as handles, gathers progress
//! between two screens, and starts a new engine when the old one broke.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo::timers::callback::Timeout;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;
use yew::Callback;

use super::engine::{Engine, Word};
use super::files::save;
use super::state::{Action, Question};
use crate::api::error::StageError;
use crate::api::protocol::{Download, MOST_WORKERS, PROTOCOL, Request, Response, Table, TableRow};
use crate::api::recipe::Recipe;
use crate::api::stage::Stage;
use crate::worker::wire::{FromWorker, ToWorker};

/// Progress is shown this often at most.
const GATHER_MS: u32 = 60;

pub struct Client {
    /// For the callbacks that outlive a call.
    this: Weak<Client>,
    dispatch: Callback<Action>,
    inner: RefCell<Inner>,
}

struct Inner {
    engine: Option<Engine>,
    ready: bool,
    next_id: u32,
    /// Requests from before the engine was ready.
    queue: Vec<ToWorker>,
    /// Who asked for rows.
    tables: Vec<(u32, Callback<Vec<TableRow>>)>,
    /// Requests for files to save and for recipes to read: that one failed is told, and nothing else changes.
    asides: Vec<u32>,
    /// The open file, for the engine after this one.
    file: Option<(Rc<str>, Blob)>,
    /// A file that has been sent and not been opened yet.
    opening: Option<(u32, Rc<str>, Blob)>,
    /// Counts the files that were chosen; the latest choice holds, however long an earlier one is on its way.
    choices: u32,
    run: Option<u32>,
    gathered: Vec<Response>,
    flush: Option<Timeout>,
}

impl Inner {
    /// Who asked for rows with this number.
    fn take_table(&mut self, id: u32) -> Option<Callback<Vec<TableRow>>> {
        let place = self.tables.iter().position(|(asked, _)| *asked == id)?;
        Some(self.tables.swap_remove(place).1)
    }

    /// Whether this number was one of those.
    fn take_aside(&mut self, id: u32) -> bool {
        let before = self.asides.len();
        self.asides.retain(|aside| *aside != id);
        self.asides.len() < before
    }
}

impl Client {
    /// Starts the engine; what happens is told to `dispatch`.
    pub fn start(dispatch: Callback<Action>) -> Rc<Self> {
        let client = Rc::new_cyclic(|this| Self {
            this: this.clone(),
            dispatch,
            inner: RefCell::new(Inner {
                engine: None,
                ready: false,
                next_id: 0,
                queue: Vec::new(),
                tables: Vec::new(),
                asides: Vec::new(),
                file: None,
                opening: None,
                choices: 0,
                run: None,
                gathered: Vec::new(),
                flush: None,
            }),
        });
        client.start_engine();
        client
    }

    /// Says that a file was chosen, which is to be opened with the number given back.
    pub fn choose(&self) -> u32 {
        let mut inner = self.inner.borrow_mut();
        inner.choices = inner.choices.wrapping_add(1);
        inner.choices
    }

    /// Whether nothing else was chosen since.
    pub fn holds(&self, choice: u32) -> bool {
        self.inner.borrow().choices == choice
    }

    pub fn open(&self, name: &str, file: Blob) {
        let name: Rc<str> = name.into();
        self.open_as(Question::Open { name: name.clone() }, name, file);
    }

    fn open_as(&self, question: Question, name: Rc<str>, file: Blob) {
        let request = Request::Open {
            name: name.to_string(),
        };
        let id = self.number();
        {
            let mut inner = self.inner.borrow_mut();
            inner.opening = Some((id, name, file.clone()));
            inner.run = None;
        }
        self.ask(id, question);
        self.send(id, request, file.into());
    }

    pub fn run(&self, recipe: &Rc<Recipe>) {
        let id = self.number();
        self.inner.borrow_mut().run = Some(id);
        let request = Request::Run {
            recipe: Recipe::clone(recipe),
        };
        self.ask(
            id,
            Question::Run {
                recipe: recipe.clone(),
            },
        );
        self.send(id, request, JsValue::UNDEFINED);
    }

    pub fn cancel(&self) {
        self.put(Question::Cancel, Request::Cancel, JsValue::UNDEFINED);
    }

    /// Asks what training by a recipe would take.
    pub fn estimate(&self, recipe: &Rc<Recipe>) {
        let request = Request::Estimate {
            recipe: Recipe::clone(recipe),
        };
        let recipe = recipe.clone();
        self.put(Question::Estimate { recipe }, request, JsValue::UNDEFINED);
    }

    pub fn tree(&self, index: u32) {
        self.put(Question::Tree, Request::Tree { index }, JsValue::UNDEFINED);
    }

    pub fn load_model(&self, name: &str, file: Blob) {
        let name = name.to_string();
        self.put(
            Question::LoadModel,
            Request::LoadModel { name },
            file.into(),
        );
    }

    pub fn predict(&self, name: &str, file: Blob) {
        let name = name.to_string();
        self.put(Question::Predict, Request::Predict { name }, file.into());
    }

    /// Rows of a table, for whoever shows them. Nothing comes when the engine has none.
    pub fn rows(&self, table: Table, from: u32, count: u32, then: Callback<Vec<TableRow>>) {
        let id = self.number();
        self.inner.borrow_mut().tables.push((id, then));
        let request = Request::Rows { table, from, count };
        self.send(id, request, JsValue::UNDEFINED);
    }

    /// Asks for a file and saves it under its usual name.
    pub fn download(&self, what: Download) {
        let id = self.number();
        self.inner.borrow_mut().asides.push(id);
        self.send(id, Request::Download { what }, JsValue::UNDEFINED);
    }

    /// Reads a recipe that was saved before.
    pub fn read_recipe(&self, file: Blob) {
        let id = self.number();
        self.inner.borrow_mut().asides.push(id);
        self.send(id, Request::ReadRecipe, file.into());
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
            Some(engine) if inner.ready => engine.send(message),
            _ => inner.queue.push(message),
        }
    }

    fn start_engine(&self) {
        let this = self.this.clone();
        let engine = Engine::start(move |word| {
            if let Some(client) = this.upgrade() {
                match word {
                    Word::Said(message) => client.heard(*message),
                    Word::Broke(reason) => client.broke(&reason),
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
                engine.send(hello);
                self.inner.borrow_mut().engine = Some(engine);
            }
            Err(message) => self.dispatch.emit(Action::EngineRefused { message }),
        }
    }

    fn heard(&self, FromWorker { id, response, file }: FromWorker) {
        if let Response::Progress { .. } = response {
            self.gather(id, response);
            return;
        }
        self.flush();
        match response {
            Response::Ready { protocol } => self.ready(protocol),
            Response::Rows { rows, .. } => {
                let table = self.inner.borrow_mut().take_table(id);
                if let Some(then) = table {
                    then.emit(rows);
                }
            }
            Response::File { what } => {
                self.inner.borrow_mut().take_aside(id);
                if let Ok(blob) = file.dyn_into::<Blob>() {
                    save(&blob, what.file_name());
                }
            }
            Response::RecipeRead(recipe) => {
                self.inner.borrow_mut().take_aside(id);
                self.dispatch.emit(Action::RecipeLoaded(Box::new(recipe)));
            }
            response => self.answered(id, response),
        }
    }

    fn answered(&self, id: u32, response: Response) {
        let mut inner = self.inner.borrow_mut();
        // A table whose rows cannot be had stays as it is.
        if inner.take_table(id).is_some() {
            return;
        }
        let action = match (inner.take_aside(id), response) {
            (true, Response::Failed(error)) => Action::ProblemFound(error),
            (_, response) => {
                if let Response::Opened(_) = response
                    && let Some((_, name, file)) = inner.opening.take_if(|open| open.0 == id)
                {
                    inner.file = Some((name, file));
                }
                let ends = matches!(
                    response,
                    Response::RunFinished | Response::Cancelled { .. } | Response::Failed(_)
                );
                inner.run.take_if(|run| ends && *run == id);
                inner.opening.take_if(|open| ends && open.0 == id);
                Action::Answered {
                    id,
                    response: Box::new(response),
                }
            }
        };
        drop(inner);
        self.dispatch.emit(action);
    }

    fn ready(&self, protocol: u32) {
        if protocol != PROTOCOL {
            let message = "The page and its engine are of different versions. \
                           Reload the page to get both anew."
                .to_string();
            self.dispatch.emit(Action::EngineRefused { message });
            return;
        }
        let queue = {
            let mut inner = self.inner.borrow_mut();
            inner.ready = true;
            std::mem::take(&mut inner.queue)
        };
        self.dispatch.emit(Action::EngineReady);
        for ToWorker { id, request, file } in queue {
            self.send(id, request, file);
        }
    }

    /// Keeps progress back for a moment, so that a hundred trees are one change of the page.
    fn gather(&self, id: u32, response: Response) {
        let mut inner = self.inner.borrow_mut();
        if inner.run != Some(id) {
            return;
        }
        inner.gathered.push(response);
        if inner.flush.is_none() {
            let this = self.this.clone();
            inner.flush = Some(Timeout::new(GATHER_MS, move || {
                if let Some(client) = this.upgrade() {
                    client.flush();
                }
            }));
        }
    }

    fn flush(&self) {
        let (run, responses) = {
            let mut inner = self.inner.borrow_mut();
            inner.flush = None;
            (inner.run, std::mem::take(&mut inner.gathered))
        };
        if let Some(id) = run.filter(|_| !responses.is_empty()) {
            let at = js_sys::Date::now();
            self.dispatch.emit(Action::Progressed { id, responses, at });
        }
    }

    /// Starts a new engine with the same file. One that breaks before it was ever ready would break again.
    fn broke(&self, message: &str) {
        let (was_ready, file) = {
            let mut inner = self.inner.borrow_mut();
            let was_ready = std::mem::replace(&mut inner.ready, false);
            inner.engine = None;
            inner.queue.clear();
            inner.tables.clear();
            inner.asides.clear();
            inner.opening = None;
            inner.run = None;
            inner.gathered.clear();
            inner.flush = None;
            (was_ready, inner.file.clone())
        };
        if !was_ready {
            let message = format!("The engine could not be started ({message}). Reload the page.");
            self.dispatch.emit(Action::EngineRefused { message });
            return;
        }
        let message = message.to_string();
        self.dispatch.emit(Action::EngineCrashed { message });
        self.start_engine();
        if let Some((name, file)) = file {
            self.open_as(Question::Reopen { name: name.clone() }, name, file);
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

/// Says at the load stage that a file could not be had.
pub fn file_problem(problem: String) -> Action {
    let advice = "Check the connection, or choose another file.";
    Action::ProblemFound(StageError::new(Stage::Load, problem, advice))
}
