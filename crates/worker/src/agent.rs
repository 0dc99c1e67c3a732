//! The worker's main loop: receives messages, drives the session, sends answers.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

use grove_protocol::Request;
use grove_protocol::call::{CallEffect, CallEvent, Unanswered};
use grove_protocol::calls::{CallName, Cancelled, MOST_WORKERS, Response, Store};

use super::pool::TreeWorkerPool;
use super::reply::{Reply, bytes, post, scope};
use super::session::Session;
use super::signal::{Pause, Signal};
use super::store_requests::StoreRequests;
use super::throttle::Throttle;
use grove_wire::{ToWorker, decode};

/// How long a job may go on before the worker looks for messages, in milliseconds. New tree workers can start only in
/// between.
pub(super) const PATIENCE: f64 = 5.0;

/// The engine in its worker.
#[derive(Clone)]
struct Agent {
    session: Rc<RefCell<Session>>,
    /// Given when a tree worker has sent a message, and when the job under way is to end.
    signal: Signal,
    /// The job under way; a job that finds another one here has ended.
    job: Rc<RefCell<Option<QueuedRequest>>>,
    /// The number of the last call that ends the job under way. An earlier call that still awaits its file is dropped.
    latest: Rc<Cell<u32>>,
    store: StoreRequests,
}

/// A call that is waiting for its answer.
#[derive(Clone, Copy, PartialEq)]
struct QueuedRequest {
    id: u32,
    name: CallName,
}

impl QueuedRequest {
    fn send(self, response: Response) {
        Reply { id: self.id }.send(response.into());
    }

    /// Answers that there will be no result, and why.
    fn end(self, why: Unanswered) {
        self.send(self.name.unanswered(why));
    }
}

/// Stores a panic's message where the worker's script can read it: when the script learns of the trap, the error says
/// only "unreachable". The place in the code is written to the console alone.
pub fn keep_panic_message() {
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
        let message = panic.payload_as_str().unwrap_or_default();
        // Setting a property of the global scope cannot fail, and a panic could not handle it if it did.
        let _ = Reflect::set(&js_sys::global(), &"panicMessage".into(), &message.into());
    }));
}

/// Makes this worker the engine.
pub fn become_engine() {
    let signal = Signal::default();
    let session = Rc::new(RefCell::new(session(None, &signal)));
    let agent = Agent {
        store: StoreRequests::start(Rc::clone(&session)),
        session,
        signal,
        job: Rc::default(),
        latest: Rc::default(),
    };
    EventListener::new(&scope(), "message", move |event| {
        let message = decode(event.unchecked_ref::<MessageEvent>().data());
        // The page sends nothing to an engine of another build.
        agent.received(message.expect("page and worker are of one build"));
    })
    .forget();
    post(&JsValue::UNDEFINED);
}

impl Agent {
    fn received(&self, ToWorker { id, request, file }: ToWorker) {
        let name = request.name();
        let asked = QueuedRequest { id, name };
        let ends_job = request.effect() != CallEffect::Beside;
        self.store.page_came();
        if let Request::Hello(hello) = &request {
            *self.session.borrow_mut() = session(hello.workers, &self.signal);
        }
        // Takes the job away now, whatever it is waiting for. Its answer follows once the session has stopped it.
        let ended = ends_job.then(|| self.job.take()).flatten();
        if ends_job {
            self.latest.set(id);
            self.signal.give();
        }
        let agent = self.clone();
        spawn_local(async move {
            let file = bytes(&file).await;
            if ends_job && agent.latest.get() != id {
                if let Some(ended) = ended {
                    ended.end(Unanswered::Replaced);
                }
                return asked.end(Unanswered::Replaced);
            }
            match file {
                Ok(file) => agent.handle(asked, request, file, ended).await,
                Err(error) => {
                    if let Some(ended) = ended {
                        ended.end(Unanswered::Replaced);
                    }
                    asked.end(error.into());
                }
            }
        });
    }

    /// Passes a call to the session or the store, and works on its job.
    async fn handle(
        &self,
        asked: QueuedRequest,
        request: Request,
        file: Vec<u8>,
        ended: Option<QueuedRequest>,
    ) {
        let reply = Reply { id: asked.id };
        if let Request::Store(Store(request)) = request {
            return self.store.ask(request, file, reply);
        }
        let answer = self.session.borrow_mut().answer(request, &file);
        if let Some(ended) = ended {
            ended.end(match answer.as_ref().map(|answer| &answer.response) {
                Some(&Response::Cancel(CallEvent::Answer(Ok(Cancelled { trees })))) => {
                    Unanswered::Stopped { trees }
                }
                _ => Unanswered::Replaced,
            });
        }
        match answer {
            Some(answer) => reply.send(answer),
            None => {
                // The session has its own copy; a large file must not be in memory twice while the job goes on.
                drop(file);
                asked.send(asked.name.begun());
                self.drive(asked).await;
            }
        }
    }

    /// Steps through a job and lets messages in between. Stores each run before its end is reported, so that a run that
    /// is shown as finished is there on the next visit.
    async fn drive(&self, asked: QueuedRequest) {
        *self.job.borrow_mut() = Some(asked);
        let goes_on = || *self.job.borrow() == Some(asked);
        let reply = Reply { id: asked.id };
        let began = now();
        let mut throttle = Throttle::default();
        let pause = Pause::default();
        let mut breath = now();
        while goes_on() {
            let step = self.session.borrow_mut().step();
            let Some(answer) = step else {
                self.signal.given().await;
                breath = now();
                continue;
            };
            let over = answer.response.is_answer();
            let kept = (self.session.borrow_mut()).to_keep(&answer.response, began, now());
            if let Some((run, anew)) = kept {
                self.store.keep(run, anew).await;
                if !goes_on() {
                    return;
                }
            }
            for answer in throttle.due(answer, now()) {
                reply.send(answer);
            }
            if over {
                *self.job.borrow_mut() = None;
            } else if now() - breath > PATIENCE {
                pause.wait().await;
                breath = now();
            }
        }
    }
}

/// Makes a session with this many tree workers, or one per core.
fn session(workers: Option<u32>, signal: &Signal) -> Session {
    let cores = || scope().navigator().hardware_concurrency() as u32;
    let workers = workers.unwrap_or_else(cores).clamp(1, MOST_WORKERS);
    // The worker's script holds the address of the tree workers' script. Without it there are none.
    let script = Reflect::get(&scope(), &JsValue::from("trainer"));
    let script = script.ok().and_then(|script| script.as_string());
    let mut chance = [0; 5];
    // If random bytes are missing, the time alone distinguishes runs.
    let _ = getrandom_03::fill(&mut chance);
    Session::new(
        Box::new(TreeWorkerPool::new(workers, script, signal.clone())),
        now,
    )
    .named_by(chance)
}

/// Returns the time in milliseconds since 1970, UTC.
pub(super) fn now() -> f64 {
    js_sys::Date::now()
}
