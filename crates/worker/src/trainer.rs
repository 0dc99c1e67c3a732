//! A worker that grows trees for the engine: both ends of the conversation.
//!
//! ```text
//! engine ─ compiled code ─→ trainer.js       engine ←─ undefined: it listens ─ trainer
//!        ─ bytes: a job ─→                          ←─ buffer: a tree
//!        ─ number: grow this tree ─→                ←─ text: why it broke, its last word
//!        ─ null: forget the job ─→
//! ```
//! Jobs and trees are postcard's bytes, and their buffers are handed over, not copied.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessageEvent;

use grove_engine::train::tree_workers::GrowJob;
use grove_forest::{Dataset, Grower, GrownTree, Parameters};

use super::reply::{post, scope};
use super::signal::Signal;
use grove_wire::csp_worker::CspWorker;

/// The name by which the program knows that it is to be a trainer, and no engine.
const NAME: &str = "trainer";

/// A message from a tree worker.
pub enum TreeWorkerMessage {
    /// It has started.
    Ready,
    /// A tree of the job has grown.
    Grown(GrownTree),
    /// Its last word; the text is the reason.
    Broke(String),
}

/// A running tree worker, as seen by the engine. Dropping it ends the worker.
pub struct TreeWorkerHandle {
    sealed: CspWorker,
    words: Rc<RefCell<VecDeque<TreeWorkerMessage>>>,
    _listeners: [EventListener; 2],
}

impl TreeWorkerHandle {
    /// Starts the script; each word that comes gives the signal. `None` where there are no workers for workers.
    pub fn start(script: &str, signal: &Signal) -> Option<Self> {
        let sealed = CspWorker::import(script, NAME).ok()?;
        let worker = &sealed.worker;
        let words: Rc<RefCell<VecDeque<TreeWorkerMessage>>> = Rc::default();
        let hear = {
            let (words, signal) = (Rc::clone(&words), signal.clone());
            move |word| {
                words.borrow_mut().push_back(word);
                signal.give();
            }
        };
        let heard = EventListener::new(worker, "message", {
            let hear = hear.clone();
            move |event| hear(word(&event.unchecked_ref::<MessageEvent>().data()))
        });
        // An error that is left alone would become the engine's own.
        let ours = EventListenerOptions::enable_prevent_default();
        let failed = EventListener::new_with_options(worker, "error", ours, move |event| {
            event.prevent_default();
            hear(TreeWorkerMessage::Broke("it could not be loaded".into()));
        });
        let trainer = Self {
            sealed,
            words,
            _listeners: [heard, failed],
        };
        // The browser compiles the program once, for the engine.
        let sent = trainer.sealed.worker.post_message(&wasm_bindgen::module());
        sent.ok().map(|()| trainer)
    }

    /// The next word that has come.
    pub fn word(&self) -> Option<TreeWorkerMessage> {
        self.words.borrow_mut().pop_front()
    }

    /// Hands over a job, of which trees are then asked for.
    pub fn learn(&self, job: &Uint8Array) {
        let copy = job.slice(0, job.length());
        let buffers = Array::of1(&copy.buffer());
        (self.sealed.worker)
            .post_message_with_transfer(&copy, &buffers)
            .expect("a new buffer can be handed over");
    }

    /// Asks for a tree of the job. What is asked for while another grows, grows next.
    pub fn grow(&self, tree: u32) {
        self.say(&tree.into());
    }

    /// Makes it let go of the job.
    pub fn forget(&self) {
        self.say(&JsValue::NULL);
    }

    fn say(&self, message: &JsValue) {
        (self.sealed.worker)
            .post_message(message)
            .expect("a plain value can be sent");
    }
}

/// A job as [`TreeWorkerHandle::learn`] takes it.
pub fn encode(job: &GrowJob) -> Uint8Array {
    // Room for all of it, since moving so many bytes takes longer than writing them.
    let bytes = Vec::with_capacity(job.dataset.bytes() as usize * 5 / 4);
    let job = postcard::to_extend(&(&*job.dataset, &job.parameters), bytes);
    Uint8Array::from(&*job.expect("plain data has bytes"))
}

fn word(message: &JsValue) -> TreeWorkerMessage {
    match message.dyn_ref::<ArrayBuffer>() {
        Some(tree) => match postcard::from_bytes(&Uint8Array::new(tree).to_vec()) {
            Ok(tree) => TreeWorkerMessage::Grown(tree),
            Err(error) => TreeWorkerMessage::Broke(error.to_string()),
        },
        None => message
            .as_string()
            .map_or(TreeWorkerMessage::Ready, TreeWorkerMessage::Broke),
    }
}

/// Whether this worker was started to be a trainer.
pub fn wanted() -> bool {
    scope().name() == NAME
}

/// Makes a trainer of this worker.
pub fn become_trainer() {
    let mut grower: Option<Grower> = None;
    EventListener::new(&scope(), "message", move |event| {
        let message = event.unchecked_ref::<MessageEvent>().data();
        if let Some(tree) = message.as_f64() {
            let grower = grower.as_mut().expect("a job came before");
            grower.begin(tree as u32);
            send(&grower.advance(u64::MAX).expect("a whole tree"));
        } else {
            // The old job's memory is let go before a new one takes some.
            grower = None;
            grower = message.dyn_ref::<Uint8Array>().map(learn);
        }
    })
    .forget();
    post(&JsValue::UNDEFINED);
}

fn learn(job: &Uint8Array) -> Grower {
    let (dataset, parameters): (Dataset, Parameters) =
        postcard::from_bytes(&job.to_vec()).expect("a job of the same build");
    Grower::new(Arc::new(dataset), parameters)
}

fn send(tree: &GrownTree) {
    let bytes = postcard::to_allocvec(tree).expect("plain data has bytes");
    let buffer = Uint8Array::from(&*bytes).buffer();
    scope()
        .post_message_with_transfer(&buffer, &Array::of1(&buffer))
        .expect("a new buffer can be handed over");
}
