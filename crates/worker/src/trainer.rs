//! A worker that grows trees for the engine, or shares the rows of gradient boosting: both ends of its messages.
//!
//! ```text
//! engine ─ compiled code ─→ trainer.js       engine ←─ undefined: it listens ─ trainer
//!        ─ bytes: a job ─→                          ←─ buffer: a tree
//!        ─ number: grow this tree ─→                ←─ text: why it broke, its last word
//!        ─ null: forget the job ─→
//!
//!        ─ buffer: rows to share ─→
//!        ─ buffer: a message ─→              ←─ buffer: an answer ─
//! ```
//! Jobs and trees are postcard bytes, what is shared the bytes of `grove_boosting`. Buffers are transferred instead of
//! copied.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessageEvent;

use grove_boosting::Share;
use grove_engine::train::tree_workers::GrowJob;
use grove_forest::{Dataset, Grower, GrownTree, Parameters};

use super::reply::{post, scope};
use super::signal::Signal;
use grove_wire::csp_worker::CspWorker;

/// A worker of this name is a tree worker; one of another name is the engine.
const NAME: &str = "trainer";

/// A message from a tree worker.
pub enum TreeWorkerMessage {
    /// It has started.
    Ready,
    /// A tree of the job has grown, or it answers about the rows that it shares.
    Answer(Vec<u8>),
    /// It has failed, for this reason, and ends.
    Broke(String),
}

/// A running tree worker, as seen by the engine. Dropping it ends the worker.
pub struct TreeWorkerHandle {
    sealed: CspWorker,
    words: Rc<RefCell<VecDeque<TreeWorkerMessage>>>,
    _listeners: [EventListener; 2],
}

impl TreeWorkerHandle {
    /// Starts the script. Each message from the worker gives the signal. Returns `None` where workers cannot start
    /// workers.
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
        // An error that is not handled here would become an error of the engine.
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
        // Sends the compiled program, so that the browser compiles it only once.
        let sent = trainer.sealed.worker.post_message(&wasm_bindgen::module());
        sent.ok().map(|()| trainer)
    }

    /// Returns the next message that has arrived.
    pub fn word(&self) -> Option<TreeWorkerMessage> {
        self.words.borrow_mut().pop_front()
    }

    /// Sends a job, whose trees can then be asked for.
    pub fn learn(&self, job: &Uint8Array) {
        let copy = job.slice(0, job.length());
        let buffers = Array::of1(&copy.buffer());
        (self.sealed.worker)
            .post_message_with_transfer(&copy, &buffers)
            .expect("a new buffer can be handed over");
    }

    /// Sends rows to share, or then a message about them.
    pub fn share(&self, message: &[u8]) {
        let buffer = Uint8Array::from(message).buffer();
        (self.sealed.worker)
            .post_message_with_transfer(&buffer, &Array::of1(&buffer))
            .expect("a new buffer can be handed over");
    }

    /// Asks for a tree of the job. Trees that are asked for while another grows are grown afterwards, in order.
    pub fn grow(&self, tree: u32) {
        self.say(&tree.into());
    }

    /// Tells the worker to drop the job.
    pub fn forget(&self) {
        self.say(&JsValue::NULL);
    }

    fn say(&self, message: &JsValue) {
        (self.sealed.worker)
            .post_message(message)
            .expect("a plain value can be sent");
    }
}

/// Encodes a job for [`TreeWorkerHandle::learn`].
pub fn encode(job: &GrowJob) -> Uint8Array {
    let dataset = job.dataset.to_grow(&job.parameters);
    // Reserves room for all of it, since moving so many bytes takes longer than writing them.
    let bytes = Vec::with_capacity(dataset.bytes() as usize * 5 / 4);
    let job = postcard::to_extend(&(dataset, &job.parameters), bytes);
    Uint8Array::from(&*job.expect("plain data has bytes"))
}

fn word(message: &JsValue) -> TreeWorkerMessage {
    match message.dyn_ref::<ArrayBuffer>() {
        Some(answer) => TreeWorkerMessage::Answer(Uint8Array::new(answer).to_vec()),
        None => message
            .as_string()
            .map_or(TreeWorkerMessage::Ready, TreeWorkerMessage::Broke),
    }
}

/// Returns whether this worker was started to grow trees.
pub fn wanted() -> bool {
    scope().name() == NAME
}

/// Makes this worker a tree worker.
pub fn become_trainer() {
    let mut grower: Option<Grower> = None;
    let mut share: Option<Share> = None;
    EventListener::new(&scope(), "message", move |event| {
        let message = event.unchecked_ref::<MessageEvent>().data();
        if let Some(tree) = message.as_f64() {
            let grower = grower.as_mut().expect("a job came before");
            grower.begin(tree as u32);
            let tree: GrownTree = grower.advance(u64::MAX).expect("a whole tree");
            send(&postcard::to_allocvec(&tree).expect("plain data has bytes"));
        } else if let Some(message) = message.dyn_ref::<ArrayBuffer>() {
            let message = Uint8Array::new(message).to_vec();
            if let Some(share) = &mut share {
                let answer = share.answer(&message).expect("a message of the same build");
                if !answer.is_empty() {
                    send(&answer);
                }
            } else {
                share = Some(Share::new(&message).expect("rows of the same build"));
            }
        } else {
            // Frees the old job's memory before the new one takes some.
            (grower, share) = (None, None);
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

fn send(bytes: &[u8]) {
    let buffer = Uint8Array::from(bytes).buffer();
    scope()
        .post_message_with_transfer(&buffer, &Array::of1(&buffer))
        .expect("a new buffer can be handed over");
}
