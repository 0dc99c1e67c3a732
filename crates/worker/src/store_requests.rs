//! Requests to the store, in a queue: they are done one after another, but that runs which finish are kept before all
//! else.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use gloo::timers::callback::Timeout;

use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::tracking::{StoreAnswer, StoreError, StoreRequest};
use grove_store::runs::RunRecord;

use super::reply::Reply;
use super::session::Session;
use super::signal::Signal;
use super::store_loop;

/// How long the end of a run waits to be kept, in milliseconds: a store that does not answer does not hold it up for ever.
const STORE_MS: u32 = 20_000;

#[derive(Clone)]
pub struct StoreRequests {
    jobs: Rc<RefCell<VecDeque<StoreJob>>>,
    /// Runs that have finished; they go before every job, and between the items of one.
    runs: Rc<RefCell<VecDeque<RunToStore>>>,
    signal: Signal,
    /// Whether the page has made itself known, and may be told what it did not ask for.
    page_is_there: Rc<Cell<bool>>,
    /// Whether what is being compared is to end.
    stopping: Rc<Cell<bool>>,
}

pub enum StoreJob {
    Answer(Box<StoreRequest>, Vec<u8>, Reply),
    /// Runs wait to be kept.
    Keep,
    /// Another tab has changed something.
    Tell,
}

/// A run to store, whether anything was computed for it, and the signal to give once it is stored.
pub struct RunToStore(pub RunRecord, pub bool, pub Signal);

impl StoreRequests {
    pub fn start(session: Rc<RefCell<Session>>) -> Self {
        let requests = Self {
            jobs: Rc::default(),
            runs: Rc::default(),
            signal: Signal::default(),
            page_is_there: Rc::default(),
            stopping: Rc::default(),
        };
        store_loop::start(requests.clone(), session);
        requests
    }

    /// The page makes itself known.
    pub fn page_came(&self) {
        self.page_is_there.set(true);
    }

    /// Whether the page has made itself known.
    pub fn page_is_there(&self) -> bool {
        self.page_is_there.get()
    }

    pub fn ask(&self, request: StoreRequest, file: Vec<u8>, reply: Reply) {
        if request == StoreRequest::StopComparing {
            self.stopping.set(true);
        }
        self.put(StoreJob::Answer(Box::new(request), file, reply));
    }

    /// Ends once the run is kept, or the page has been told that it is not. `anew`: something was computed for it.
    pub async fn keep(&self, run: RunRecord, anew: bool) {
        let (answered, late) = (Signal::default(), Rc::new(Cell::new(false)));
        let patience = {
            let (answered, late) = (answered.clone(), Rc::clone(&late));
            Timeout::new(STORE_MS, move || {
                late.set(true);
                answered.give();
            })
        };
        (self.runs.borrow_mut()).push_back(RunToStore(run, anew, answered.clone()));
        self.signal.give();
        answered.given().await;
        drop(patience);
        if late.get() {
            self.tell(StoreAnswer::NotKept(StoreError {
                problem: "The browser’s storage does not respond.".into(),
                advice: "The run is stored as soon as it does, while this tab is open.".into(),
            }));
        }
    }

    /// Another tab has changed something, which the page is to be told once.
    pub fn others_changed(&self) {
        let told = |job: &StoreJob| matches!(job, StoreJob::Tell);
        if !self.jobs.borrow().iter().any(told) {
            self.put(StoreJob::Tell);
        }
    }

    fn put(&self, job: StoreJob) {
        self.jobs.borrow_mut().push_back(job);
        self.signal.give();
    }

    /// The next run that has finished.
    pub fn next_run(&self) -> Option<RunToStore> {
        self.runs.borrow_mut().pop_front()
    }

    /// Whether what is being compared is to end.
    pub fn is_stopping(&self) -> bool {
        self.stopping.get()
    }

    /// All comparisons that were asked for before have ended.
    pub fn stopped(&self) {
        self.stopping.set(false);
    }

    /// What is to be done next, once there is something.
    pub async fn next(&self) -> StoreJob {
        loop {
            if !self.runs.borrow().is_empty() {
                return StoreJob::Keep;
            }
            let job = self.jobs.borrow_mut().pop_front();
            match job {
                Some(job) => return job,
                None => self.signal.given().await,
            }
        }
    }

    /// Tells the page what it did not ask for, once it has made itself known.
    pub fn tell(&self, answer: StoreAnswer) {
        if self.page_is_there.get() {
            Reply::UNASKED.send_with(Response::Store(CallEvent::Progress(answer)), None);
        }
    }
}
