//! The worker behind the boundary: takes messages off the wire, drives the session, sends answers back.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_worker::{HandlerId, Worker, WorkerScope};
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::WorkerGlobalScope;

use crate::api::protocol::{MOST_WORKERS, Request, Response};
use crate::api::report::TreeShape;

use super::bell::{Bell, Pause};
use super::clerk::Clerk;
use super::pool::Pool;
use super::reply::{Reply, bytes};
use super::session::{Answer, Session};
use super::wire::{FromWorker, ToWorker};

/// How long a job may go on before the worker looks for messages, in milliseconds. Trainers cannot start in between.
pub(super) const PATIENCE: f64 = 5.0;

/// How long progress may go untold, in milliseconds.
pub(super) const FRAME: f64 = 100.0;

/// The engine in its worker.
pub struct Agent {
    session: Rc<RefCell<Session>>,
    /// Rings when there is word from the trainers, and when the run under way is to end.
    bell: Bell,
    /// The number of the job under way; a job that finds another number here ends.
    job: Rc<RefCell<Option<u32>>>,
    clerk: Clerk,
}

/// Lets a panic leave its message where the worker's script finds it: by the time that the script hears of the
/// trap, only "unreachable" is left of it.
pub fn leave_last_words() {
    std::panic::set_hook(Box::new(|panic| {
        // Without the place in the source, which tells a person nothing; the console has it.
        let payload = panic.payload();
        let words = payload.downcast_ref::<String>().map(String::as_str);
        let words = words.or(payload.downcast_ref::<&str>().copied());
        web_sys::console::error_1(&JsValue::from(panic.to_string()));
        let message = JsValue::from(words.unwrap_or("something unforeseen happened"));
        // On the global scope of a worker this cannot fail, and a panic is no place to handle that it did.
        let _ = Reflect::set(&js_sys::global(), &JsValue::from("lastWords"), &message);
    }));
}

impl Worker for Agent {
    type Message = ();
    type Input = ToWorker;
    type Output = FromWorker;

    fn create(scope: &WorkerScope<Self>) -> Self {
        let bell = Bell::default();
        let session = Rc::new(RefCell::new(session(None, &bell)));
        Self {
            clerk: Clerk::start(scope, Rc::clone(&session)),
            session,
            bell,
            job: Rc::default(),
        }
    }

    fn update(&mut self, _: &WorkerScope<Self>, (): ()) {}

    fn received(&mut self, scope: &WorkerScope<Self>, message: ToWorker, to: HandlerId) {
        let reply = Reply {
            scope: scope.clone(),
            to,
            id: message.id,
        };
        self.clerk.tells(to);
        let session = Rc::clone(&self.session);
        let job = Rc::clone(&self.job);
        let bell = self.bell.clone();
        let clerk = self.clerk.clone();
        match &message.request {
            Request::Hello { workers, .. } => {
                *session.borrow_mut() = self::session(*workers, &bell);
            }
            request if request.ends_job() => {
                *job.borrow_mut() = None;
                bell.ring();
            }
            _ => {}
        }
        spawn_local(async move {
            let file = match bytes(&message.file).await {
                Ok(bytes) => bytes,
                Err(error) => return reply.send(Response::Failed(error).into()),
            };
            if let Request::Store(request) = message.request {
                return clerk.ask(request, file, reply);
            }
            let answer = session.borrow_mut().answer(message.request, &file);
            match answer {
                Some(answer) => reply.send(answer),
                None => {
                    // The session has its own; a large file is not to be there twice while the job goes on.
                    drop(file);
                    *job.borrow_mut() = Some(reply.id);
                    drive(&session, &job, &bell, &reply, &clerk).await;
                }
            }
        });
    }
}

/// A session whose trees grow on so many workers, or on as many as there are cores.
fn session(workers: Option<u32>, bell: &Bell) -> Session {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    let cores = || scope.navigator().hardware_concurrency() as u32;
    let hands = workers.unwrap_or_else(cores).clamp(1, MOST_WORKERS);
    // The worker's script says where that of a trainer lies. Where it does not, there are none.
    let script = Reflect::get(&scope, &JsValue::from("trainer"));
    let script = script.ok().and_then(|script| script.as_string());
    let mut chance = [0; 5];
    // Without chance, the moment alone tells runs apart.
    let _ = getrandom_03::fill(&mut chance);
    Session::new(Box::new(Pool::new(hands, script, bell.clone())), now).named_by(chance)
}

/// What the page hears of a job. It draws at each word, so that trees which grow soon after one another are told
/// together.
struct News<'a> {
    reply: &'a Reply,
    untold: Vec<TreeShape>,
    /// How much was done when that was last heard.
    done: u32,
    /// When trees were last told.
    told: f64,
}

impl News<'_> {
    fn tell(&mut self, mut answer: Answer) {
        if let Response::Progress {
            done, total, trees, ..
        } = &mut answer.response
        {
            self.untold.append(trees);
            let nothing_new = self.untold.is_empty() && *done == self.done;
            let wait = match nothing_new {
                true => f64::INFINITY,
                false if done < total => FRAME,
                false => 0.0,
            };
            if now() - self.told < wait {
                return;
            }
            std::mem::swap(trees, &mut self.untold);
            self.done = *done;
            self.told = now();
        }
        if let Response::Profiling { .. }
        | Response::Opening { .. }
        | Response::Preparing { .. }
        | Response::Searching {
            candidate: None, ..
        } = answer.response
        {
            if now() - self.told < FRAME {
                return;
            }
            self.told = now();
        }
        self.reply.send(answer);
    }
}

/// Steps through a job, letting messages in between. Runs that come of it are kept.
async fn drive(
    session: &RefCell<Session>,
    job: &RefCell<Option<u32>>,
    bell: &Bell,
    reply: &Reply,
    clerk: &Clerk,
) {
    let began = now();
    let mut news = News {
        reply,
        untold: Vec::new(),
        done: 0,
        told: f64::NEG_INFINITY,
    };
    let pause = Pause::default();
    let mut breath = now();
    while *job.borrow() == Some(reply.id) {
        let step = session.borrow_mut().step();
        let Some(response) = step else {
            bell.rung().await;
            breath = now();
            continue;
        };
        let over = response.ends_job();
        let kept = session.borrow_mut().to_keep(&response, began, now());
        let file = session.borrow_mut().take_file();
        news.tell(Answer { response, file });
        if let Some((run, anew)) = kept {
            clerk.keep(run, anew);
        }
        if over {
            *job.borrow_mut() = None;
        } else if now() - breath > PATIENCE {
            pause.wait().await;
            breath = now();
        }
    }
}

/// Milliseconds since 1970 in UTC.
pub(super) fn now() -> f64 {
    js_sys::Date::now()
}
