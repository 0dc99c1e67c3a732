//! An engine that has ended gets a successor, whether it broke or was ended here because it did not stop when told to.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsValue;

use super::Client;
use super::known::Sent;
use crate::ui::state::{Action, Ending, Question};
use grove_protocol::Request;

/// An engine that does not answer for so long, in milliseconds, is stuck in one piece of its work.
const PATIENCE_MS: u32 = 500;

/// A request to stop, and the moment at which it is no longer waited for.
pub(super) struct Stopping {
    id: u32,
    _end: Timeout,
}

impl Client {
    /// Stops what is under way, also a file that is still on its way.
    pub fn cancel(&self) {
        // What is fetched or made is not opened any more.
        self.choose();
        let id = self.number();
        self.ask(id, Question::Cancel);
        {
            let mut inner = self.inner.borrow_mut();
            if let Some(sent) = inner.opening.take() {
                inner.queue.retain(|message| message.id != sent.id);
                inner.dropped = Some(sent.id);
            }
            if inner.ready && inner.stopping.is_none() {
                let this = self.this.clone();
                let end = Timeout::new(PATIENCE_MS, move || {
                    if let Some(client) = this.upgrade() {
                        client.ended(Ending::Stopped);
                    }
                });
                inner.stopping = Some(Stopping { id, _end: end });
            }
        }
        self.send(id, Request::Cancel, JsValue::UNDEFINED);
    }

    /// The engine has answered the request with this number.
    pub(super) fn stopped_by(&self, id: u32) {
        let mut inner = self.inner.borrow_mut();
        inner.stopping.take_if(|stopping| stopping.id == id);
    }

    /// Starts a new engine, which opens the file that was open, or one that the old engine had not begun with. One that
    /// breaks before it was ever ready would break again.
    pub(super) fn ended(&self, ending: Ending) {
        let (was_ready, waiting, opens_again) = {
            let mut inner = self.inner.borrow_mut();
            let was_ready = std::mem::replace(&mut inner.ready, false);
            inner.engine = None;
            inner.holds = false;
            inner.stopping = None;
            inner.queue.clear();
            inner.tables.clear();
            inner.cells.clear();
            inner.asides.clear();
            inner.making = None;
            inner.run = None;
            inner.gathered.clear();
            inner.flush = None;
            // A file that breaks one engine after the other is not tried for ever.
            let sent = inner.opening.take();
            let opens_again = sent.as_ref().is_none_or(|sent| !sent.reopened);
            let waiting = sent.filter(|sent| !sent.begun && !sent.again);
            (was_ready, waiting, opens_again)
        };
        if let (Ending::Broke(reason), false) = (&ending, was_ready) {
            let message = format!("The engine could not be started ({reason}). Reload the page.");
            self.dispatch.emit(Action::EngineRefused { message });
            return;
        }
        let waits = waiting.is_some();
        self.dispatch.emit(Action::EngineEnded { ending, waits });
        self.start_engine();
        match waiting {
            Some(Sent {
                name, file, load, ..
            }) => {
                let question = Question::Open {
                    name: name.clone(),
                    load,
                };
                self.open_as(question, name, file);
                if let Some(sent) = &mut self.inner.borrow_mut().opening {
                    sent.again = true;
                }
            }
            None if opens_again => self.reopen(),
            None => {}
        }
    }

    /// Opens the open file in an engine that does not have it.
    pub(super) fn reopen(&self) {
        let open = {
            let inner = self.inner.borrow();
            inner.file.clone().map(|file| (file, inner.load.clone()))
        };
        if let Some(((name, file), load)) = open {
            let question = Question::Reopen {
                name: name.clone(),
                load,
            };
            self.open_as(question, name, file);
        }
    }
}
