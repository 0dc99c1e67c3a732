//! The worker behind the boundary: takes messages off the wire, drives the session, sends answers back.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

use grove_protocol::report::TreeShape;
use grove_protocol::{MOST_WORKERS, Request, Response};
use grove_recipe::stage::Stage;

use super::bell::{Bell, Pause};
use super::clerk::Clerk;
use super::pool::Pool;
use super::reply::{Reply, bytes, post, scope};
use super::session::{Answer, Session};
use grove_wire::{ToWorker, decode};

/// How long a job may go on before the worker looks for messages, in milliseconds. Trainers cannot start in between.
pub(super) const PATIENCE: f64 = 5.0;

/// How long progress may go untold, in milliseconds.
pub(super) const FRAME: f64 = 100.0;

/// The engine in its worker.
#[derive(Clone)]
struct Agent {
    session: Rc<RefCell<Session>>,
    /// Rings when there is word from the trainers, and when the run under way is to end.
    bell: Bell,
    /// The number of the job under way; a job that finds another number here ends.
    job: Rc<RefCell<Option<u32>>>,
    /// The number of the last request that ends what is under way; one before it that still awaits its file is not
    /// wanted any more.
    latest: Rc<Cell<u32>>,
    clerk: Clerk,
}

/// Lets a panic leave its message where the worker's script finds it: by the time that the script hears of the
/// trap, only "unreachable" is left of it. Where in the code it was is for the console alone.
pub fn leave_last_words() {
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
        let message = panic.payload_as_str().unwrap_or_default();
        // On the global scope of a worker this cannot fail, and a panic is no place to handle that it did.
        let _ = Reflect::set(&js_sys::global(), &"lastWords".into(), &message.into());
    }));
}

/// Makes the engine of this worker.
pub fn become_engine() {
    let bell = Bell::default();
    let session = Rc::new(RefCell::new(session(None, &bell)));
    let agent = Agent {
        clerk: Clerk::start(Rc::clone(&session)),
        session,
        bell,
        job: Rc::default(),
        latest: Rc::default(),
    };
    EventListener::new(&scope(), "message", move |event| {
        agent.received(decode(event.unchecked_ref::<MessageEvent>().data()));
    })
    .forget();
    post(&JsValue::UNDEFINED);
}

impl Agent {
    fn received(&self, message: ToWorker) {
        let reply = Reply { id: message.id };
        self.clerk.may_tell();
        match &message.request {
            Request::Hello { workers, .. } => {
                *self.session.borrow_mut() = session(*workers, &self.bell);
            }
            request if request.ends_job() => {
                *self.job.borrow_mut() = None;
                self.latest.set(message.id);
                self.bell.ring();
            }
            _ => {}
        }
        let agent = self.clone();
        spawn_local(async move {
            let file = match bytes(&message.file).await {
                Ok(bytes) => bytes,
                Err(error) => return reply.send(Response::Failed(error).into()),
            };
            if message.request.ends_job() && agent.latest.get() != message.id {
                return;
            }
            if let Request::Store(request) = message.request {
                return agent.clerk.ask(request, file, reply);
            }
            let answer = agent.session.borrow_mut().answer(message.request, &file);
            match answer {
                Some(answer) => reply.send(answer),
                None => {
                    // The session has its own; a large file is not to be there twice while the job goes on.
                    drop(file);
                    agent.drive(&reply).await;
                }
            }
        });
    }

    /// Steps through a job, letting messages in between. Runs that come of it are kept before their end is told, so that
    /// what is shown as finished is there in the next visit.
    async fn drive(&self, reply: &Reply) {
        *self.job.borrow_mut() = Some(reply.id);
        let goes_on = || *self.job.borrow() == Some(reply.id);
        let began = now();
        let mut news = News {
            reply,
            untold: Vec::new(),
            done: 0,
            told: f64::NEG_INFINITY,
            last_stage: None,
        };
        let pause = Pause::default();
        let mut breath = now();
        while goes_on() {
            let step = self.session.borrow_mut().step();
            let Some(response) = step else {
                self.bell.rung().await;
                breath = now();
                continue;
            };
            let over = response.ends_job();
            let kept = (self.session.borrow_mut()).to_keep(&response, began, now());
            let file = self.session.borrow_mut().take_file();
            if let Some((run, anew)) = kept {
                self.clerk.keep(run, anew).await;
                if !goes_on() {
                    return;
                }
            }
            news.tell(Answer { response, file });
            if over {
                *self.job.borrow_mut() = None;
            } else if now() - breath > PATIENCE {
                pause.wait().await;
                breath = now();
            }
        }
    }
}

/// A session whose trees grow on so many workers, or on as many as there are cores.
fn session(workers: Option<u32>, bell: &Bell) -> Session {
    let cores = || scope().navigator().hardware_concurrency() as u32;
    let hands = workers.unwrap_or_else(cores).clamp(1, MOST_WORKERS);
    // The worker's script says where that of a trainer lies. Where it does not, there are none.
    let script = Reflect::get(&scope(), &JsValue::from("trainer"));
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
    /// The last stage's end, which is told with that of the run: the page takes a run whose last stage has ended for
    /// finished.
    last_stage: Option<Answer>,
}

impl News<'_> {
    fn tell(&mut self, mut answer: Answer) {
        if let Some(before) = self.last_stage.take() {
            self.reply.send(before);
        }
        if let Response::StageFinished { report, .. } | Response::StageReused { report, .. } =
            &answer.response
            && report.stage == Stage::Evaluate
        {
            self.last_stage = Some(answer);
            return;
        }
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

/// Milliseconds since 1970 in UTC.
pub(super) fn now() -> f64 {
    js_sys::Date::now()
}
