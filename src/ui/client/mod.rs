//! The only part of the page that calls the worker. Each caller gets the answers to its own call.

mod ending;
mod files;
mod kept;
mod messages;
mod models;
mod opening;
mod outputs;
mod pending;
mod recipes;
mod running;
mod starting;
mod store;
mod tables;
mod take_home;

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;
use yew::Callback;

use super::engine::EngineWorker;
use super::state::{Action, PendingRequest, Ticket};
use files::Files;
use grove_protocol::Request;
use grove_protocol::call::{CallEvent, EventOf, In, Unanswered};
use grove_protocol::take_home::TakeHomeFormat;
use grove_wire::ToWorker;
use pending::Pending;

/// For a call without a file.
const NO_FILE: JsValue = JsValue::UNDEFINED;

pub struct Client {
    /// For callbacks that outlive a call.
    this: Weak<Client>,
    dispatch: Callback<Action>,
    inner: RefCell<ClientState>,
}

#[derive(Default)]
struct ClientState {
    engine: Option<EngineWorker>,
    ready: bool,
    /// Whether there is no engine and will be none.
    unusable: bool,
    pending: Pending,
    /// Calls from before the engine was ready.
    queue: Vec<ToWorker>,
    files: Files<Blob>,
    /// The number of files that were chosen so far: only the latest choice is opened, however long an earlier one takes
    /// to arrive.
    choices: u32,
    /// Whether the browser was asked not to clear stored data.
    persisting: bool,
    /// Files for other tools that can be saved.
    prepared: Vec<(TakeHomeFormat, Blob)>,
}

/// What is reported of a call.
struct CallNews<C: In<Request>> {
    told: EventOf<C>,
    /// The file that comes with it, or `undefined`.
    file: JsValue,
}

impl<C: In<Request>> CallNews<C> {
    fn file(&self) -> Option<Blob> {
        self.file.dyn_ref().cloned()
    }
}

impl Client {
    /// Starts the engine; `dispatch` gets all actions.
    pub fn start(dispatch: Callback<Action>) -> Rc<Self> {
        let client = Rc::new_cyclic(|this| Self {
            this: this.clone(),
            dispatch,
            inner: RefCell::default(),
        });
        client.start_engine();
        client
    }

    /// Calls the engine. `then` gets everything reported of this call, until its answer. There is always one, since a
    /// missing or ended engine fails all pending calls.
    fn call<C: In<Request>>(
        &self,
        call: C,
        file: JsValue,
        then: impl FnMut(&Client, CallNews<C>) + 'static,
    ) {
        let id = self.inner.borrow_mut().pending.number();
        self.call_as(id, call, file, then);
    }

    fn call_as<C: In<Request>>(
        &self,
        id: u32,
        call: C,
        file: JsValue,
        mut then: impl FnMut(&Client, CallNews<C>) + 'static,
    ) {
        let request = call.request();
        let this = self.this.clone();
        let handler = move |response, file| {
            if let (Some(client), Some(told)) = (this.upgrade(), C::event(response)) {
                then(&client, CallNews { told, file });
            }
        };
        {
            let mut inner = self.inner.borrow_mut();
            (inner.pending).wait(id, request.name(), Box::new(handler));
            let message = ToWorker { id, request, file };
            match &inner.engine {
                Some(engine) if inner.ready => engine.send(&message),
                _ => inner.queue.push(message),
            }
            if !inner.unusable {
                return;
            }
        }
        self.answer_all();
    }

    /// Calls the engine for the page's state, which gets the question and everything reported of it.
    fn ask<C: In<Request>>(&self, question: PendingRequest, call: C, file: JsValue) {
        self.ask_as(
            self.ticket(),
            question,
            call,
            file,
            |client, ticket, heard| {
                client.told::<C>(ticket, heard.told);
            },
        );
    }

    /// Calls as [`Self::ask`], where `then` decides what the state gets.
    fn ask_as<C: In<Request>>(
        &self,
        ticket: Ticket,
        question: PendingRequest,
        call: C,
        file: JsValue,
        mut then: impl FnMut(&Client, Ticket, CallNews<C>) + 'static,
    ) {
        self.dispatch.emit(Action::Asked { ticket, question });
        self.call_as(ticket.0, call, file, move |client, heard| {
            then(client, ticket, heard);
        });
    }

    /// Returns a number for a question of the state.
    fn ticket(&self) -> Ticket {
        Ticket(self.inner.borrow_mut().pending.number())
    }

    /// Passes what is reported of a question to the state.
    fn told<C: In<Request>>(&self, ticket: Ticket, told: EventOf<C>) {
        // The start of a job changes nothing on the page.
        if matches!(told, CallEvent::Begun) {
            return;
        }
        self.dispatch.emit(Action::Told {
            ticket,
            response: Box::new(C::response(told)),
            at: js_sys::Date::now(),
        });
    }

    /// Fails all pending calls: this engine will not answer them.
    fn answer_all(&self) {
        let all = {
            let mut inner = self.inner.borrow_mut();
            inner.queue.clear();
            inner.pending.take_all()
        };
        for (name, mut handler) in all {
            handler(name.unanswered(Unanswered::EngineEnded), NO_FILE);
        }
    }
}
