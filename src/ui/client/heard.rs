//! What comes from the worker: answers go to whoever asked, and progress is gathered between two screens.

use gloo::timers::callback::Timeout;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::Client;
use crate::ui::files::save;
use crate::ui::state::Action;
use grove_protocol::tracking::{StoreAnswer, StoreRequest};
use grove_protocol::{PROTOCOL, Response};
use grove_recipe::link::RecipeAnswer;
use grove_wire::{FromWorker, ToWorker};

/// Progress is shown this often at most.
const GATHER_MS: u32 = 60;

impl Client {
    pub(super) fn heard(&self, FromWorker { id, response, file }: FromWorker) {
        self.stopped_by(id);
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
            Response::Cell { text } => {
                let cell = self.inner.borrow_mut().take_cell(id);
                if let Some(then) = cell {
                    then.emit(text);
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
        if let Some(open) = inner.opening.as_mut().filter(|open| open.id == id) {
            open.begun = true;
        }
        let mut reopens = false;
        let action = match (told, response) {
            (true, Response::Failed(error)) => Action::ProblemFound(error),
            (_, response) => {
                if let Response::Opened(summary) = &response {
                    if inner.dropped == Some(id) {
                        inner.holds = false;
                        drop(inner);
                        return self.reopen();
                    }
                    inner.load = summary.load.clone();
                    if let Some(open) = inner.opening.take_if(|open| open.id == id) {
                        inner.file = Some((open.name, open.file));
                        inner.holds = true;
                        inner.refused = None;
                    }
                }
                let ends = matches!(
                    response,
                    Response::RunFinished | Response::Cancelled { .. } | Response::Failed(_)
                );
                inner.run.take_if(|run| ends && *run == id);
                let refused = inner.opening.take_if(|open| ends && open.id == id);
                if let (Some(open), Response::Failed(_)) = (refused, &response) {
                    reopens = !open.reopened && !inner.holds;
                    inner.refused = Some((open.name, open.file));
                }
                Action::Answered {
                    id,
                    response: Box::new(response),
                }
            }
        };
        drop(inner);
        self.dispatch.emit(action);
        if reopens {
            self.reopen();
        }
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
}
