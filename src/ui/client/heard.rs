//! What comes from the worker: answers go to whoever asked, progress is gathered between two screens, and a broken
//! engine gets a successor.

use gloo::timers::callback::Timeout;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::Client;
use crate::api::link::RecipeAnswer;
use crate::api::protocol::{PROTOCOL, Response};
use crate::api::tracking::{StoreAnswer, StoreRequest};
use crate::ui::files::save;
use crate::ui::state::{Action, Question};
use crate::worker::wire::{FromWorker, ToWorker};

/// Progress is shown this often at most.
const GATHER_MS: u32 = 60;

impl Client {
    pub(super) fn heard(&self, FromWorker { id, response, file }: FromWorker) {
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
            Response::Synthesized { name } => {
                let wanted = self.inner.borrow_mut().take_making(id);
                if let (true, Ok(blob)) = (wanted, file.dyn_into::<Blob>()) {
                    self.open(&name, blob);
                }
            }
            Response::RecipeRead(recipe) => {
                self.inner.borrow_mut().take_aside(id);
                self.dispatch.emit(Action::RecipeLoaded(Box::new(recipe)));
            }
            Response::Recipes(RecipeAnswer::LinkRead(link)) => {
                self.inner.borrow_mut().take_aside(id);
                self.dispatch.emit(Action::LinkRead(Box::new(link)));
            }
            Response::Prepared(prepared) => {
                self.prepared(prepared.format, file);
                self.answered(id, Response::Prepared(prepared));
            }
            Response::Store(answer) => self.store_answered(id, answer, file),
            response => self.answered(id, response),
        }
    }

    fn answered(&self, id: u32, response: Response) {
        let mut inner = self.inner.borrow_mut();
        // A table whose rows cannot be had stays as it is.
        if inner.take_table(id).is_some() {
            return;
        }
        let told = inner.take_aside(id) || inner.take_making(id);
        let action = match (told, response) {
            (true, Response::Failed(error)) => Action::ProblemFound(error),
            (_, response) => {
                if let Response::Opened(summary) = &response {
                    inner.load = summary.load.clone();
                    if let Some((_, name, file)) = inner.opening.take_if(|open| open.0 == id) {
                        inner.file = Some((name, file));
                        inner.refused = None;
                    }
                }
                let ends = matches!(
                    response,
                    Response::RunFinished | Response::Cancelled { .. } | Response::Failed(_)
                );
                inner.run.take_if(|run| ends && *run == id);
                let refused = inner.opening.take_if(|open| ends && open.0 == id);
                if let (Some((_, name, file)), Response::Failed(_)) = (refused, &response) {
                    inner.refused = Some((name, file));
                }
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
        self.store(StoreRequest::List);
    }

    fn store_answered(&self, id: u32, answer: StoreAnswer, file: JsValue) {
        match &answer {
            StoreAnswer::Runs { runs, usage, .. }
                if usage.kept && !usage.persistent && !runs.is_empty() =>
            {
                self.persist();
            }
            StoreAnswer::Exported(what) => {
                if let Ok(blob) = file.dyn_into::<Blob>() {
                    save(&blob, what.file_name());
                }
            }
            _ => {}
        }
        self.answered(id, Response::Store(answer));
    }

    /// Asks the browser once in a visit to keep what is kept until the person clears it.
    fn persist(&self) {
        if std::mem::replace(&mut self.inner.borrow_mut().persisting, true) {
            return;
        }
        let Ok(asked) = gloo::utils::window().navigator().storage().persist() else {
            return;
        };
        let this = self.this.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let promised = JsFuture::from(asked)
                .await
                .is_ok_and(|kept| kept.is_truthy());
            if let Some(client) = this.upgrade().filter(|_| promised) {
                client.store(StoreRequest::List);
            }
        });
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
    pub(super) fn broke(&self, message: &str) {
        let (was_ready, file, load) = {
            let mut inner = self.inner.borrow_mut();
            let was_ready = std::mem::replace(&mut inner.ready, false);
            inner.engine = None;
            inner.queue.clear();
            inner.tables.clear();
            inner.asides.clear();
            inner.opening = None;
            inner.making = None;
            inner.run = None;
            inner.gathered.clear();
            inner.flush = None;
            (was_ready, inner.file.clone(), inner.load.clone())
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
            let question = Question::Reopen {
                name: name.clone(),
                load,
            };
            self.open_as(question, name, file);
        }
    }
}
