//! A running engine: its worker and the messages from it.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Url};

use grove_wire::csp_worker::CspWorker;
use grove_wire::{FromWorker, ToWorker, decode, encode};

/// Relative to the document, so that the page works in any folder.
const SCRIPT: &str = "./engine.js";

/// The worker's name in the browser's tools.
const NAME: &str = "engine";

/// A message from an engine.
pub enum EngineMessage {
    Said(Box<FromWorker>),
    /// It cannot be read, because it is of another build.
    Unreadable,
    /// It has failed, for this reason, and ends.
    Broke(String),
}

/// A running engine. Dropping it ends the worker at once, and no more messages arrive.
pub struct EngineWorker {
    sealed: CspWorker,
    /// Messages to send once the worker listens.
    waiting: Rc<RefCell<Option<Vec<JsValue>>>>,
    _listeners: [EventListener; 2],
}

impl EngineWorker {
    /// Starts an engine. `Err` says what the browser lacks.
    pub fn start(listen: impl Fn(EngineMessage) + 'static) -> Result<Self, String> {
        let lacking = |_| "This browser cannot start workers; a newer one is needed.".to_owned();
        let base = gloo::utils::document().base_uri().map_err(lacking)?;
        let script = Url::new_with_base(SCRIPT, &base.unwrap_or_default()).map_err(lacking)?;
        let sealed = CspWorker::import(&script.href(), NAME).map_err(lacking)?;
        Ok(Self::of(sealed, listen))
    }

    /// Makes the engine of this worker.
    pub fn of(sealed: CspWorker, listen: impl Fn(EngineMessage) + 'static) -> Self {
        let listen = Rc::new(listen);
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));
        let worker = sealed.worker.clone();
        let heard = EventListener::new(&sealed.worker, "message", {
            let (listen, waiting) = (Rc::clone(&listen), Rc::clone(&waiting));
            move |event| {
                let message = event.unchecked_ref::<MessageEvent>().data();
                if message.is_undefined() {
                    for message in waiting.take().into_iter().flatten() {
                        send(&worker, &message);
                    }
                } else if let Some(reason) = message.as_string() {
                    listen(EngineMessage::Broke(reason));
                } else {
                    listen(match decode(message) {
                        Ok(said) => EngineMessage::Said(Box::new(said)),
                        Err(_) => EngineMessage::Unreadable,
                    });
                }
            }
        });
        // An error that is not handled here would become an error of the page.
        let ours = EventListenerOptions::enable_prevent_default();
        let failed = EventListener::new_with_options(&sealed.worker, "error", ours, move |event| {
            event.prevent_default();
            listen(EngineMessage::Broke(
                "its worker could not be started".into(),
            ));
        });
        Self {
            sealed,
            waiting,
            _listeners: [heard, failed],
        }
    }

    pub fn send(&self, message: &ToWorker) {
        let message = encode(message);
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push(message),
            None => send(&self.sealed.worker, &message),
        }
    }
}

fn send(worker: &web_sys::Worker, message: &JsValue) {
    let sent = worker.post_message(message);
    sent.expect("plain values and files can be sent");
}
