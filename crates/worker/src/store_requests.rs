//! Requests to the store: done one after another, but that runs which finish are kept before all else. Other tabs are
//! told of what has changed.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::BufWriter;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BroadcastChannel};

use grove_protocol::Response;
use grove_protocol::call::Told;
use grove_protocol::tracking::{StoreAnswer, StoreError, StoreRequest};
use grove_store::Keeper;
use grove_store::browser::{Browser, STEPS};
use grove_store::memory::Memory;
use grove_store::runs::RunRecord;

use super::agent::{PATIENCE, now};
use super::page_list::PageList;
use super::reply::{Pieces, Reply};
use super::session::Session;
use super::signal::{Pause, Signal};
use super::store_answers;
use super::throttle::INTERVAL;

/// The database, and the channel on which tabs tell each other that it has changed.
const DATABASE: &str = "grove";
const CHANNEL: &str = "grove-runs";

/// The most bytes of runs where the browser keeps none, beside what the engine needs.
const MEMORY: usize = 1 << 29;

/// Bytes of an export that are handed over at a time.
const PIECE: usize = 1 << 20;

/// How long the end of a run waits to be kept, in milliseconds: a store that does not answer does not hold it up for ever.
const STORE_MS: u32 = 20_000;

#[derive(Clone)]
pub struct StoreRequests {
    jobs: Rc<RefCell<VecDeque<Job>>>,
    /// Runs that have finished; they go before every job, and between the items of one.
    runs: Rc<RefCell<VecDeque<ToKeep>>>,
    signal: Signal,
    /// Whether the page has made itself known, and may be told what it did not ask for.
    may_tell: Rc<Cell<bool>>,
    /// Whether what is being compared is to end.
    stopping: Rc<Cell<bool>>,
}

enum Job {
    Answer(Box<StoreRequest>, Vec<u8>, Reply),
    /// Runs wait to be kept.
    Keep,
    /// Another tab has changed something.
    Tell,
}

/// A run, and whether anything was computed for it. The signal is given once the store has answered.
struct ToKeep(RunRecord, bool, Signal);

impl StoreRequests {
    pub fn start(session: Rc<RefCell<Session>>) -> Self {
        let requests = Self {
            jobs: Rc::default(),
            runs: Rc::default(),
            signal: Signal::default(),
            may_tell: Rc::default(),
            stopping: Rc::default(),
        };
        let doer = Doer {
            requests: requests.clone(),
            session,
            others: Others::new(requests.clone()),
            page_list: RefCell::default(),
        };
        spawn_local(async move {
            match Browser::open(DATABASE, STEPS).await {
                Ok(browser) => doer.work(browser).await,
                Err(_) => doer.work(Memory::new(MEMORY)).await,
            }
        });
        requests
    }

    /// The page has made itself known.
    pub fn may_tell(&self) {
        self.may_tell.set(true);
    }

    pub fn ask(&self, request: StoreRequest, file: Vec<u8>, reply: Reply) {
        if request == StoreRequest::StopComparing {
            self.stopping.set(true);
        }
        self.put(Job::Answer(Box::new(request), file, reply));
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
        (self.runs.borrow_mut()).push_back(ToKeep(run, anew, answered.clone()));
        self.signal.give();
        answered.given().await;
        drop(patience);
        if late.get() {
            self.tell(StoreAnswer::NotKept(StoreError {
                problem: "The browser’s storage does not answer.".into(),
                advice: "The run is kept as soon as it does, while this tab is open.".into(),
            }));
        }
    }

    fn put(&self, job: Job) {
        self.jobs.borrow_mut().push_back(job);
        self.signal.give();
    }

    async fn next(&self) -> Job {
        loop {
            if !self.runs.borrow().is_empty() {
                return Job::Keep;
            }
            let job = self.jobs.borrow_mut().pop_front();
            match job {
                Some(job) => return job,
                None => self.signal.given().await,
            }
        }
    }

    /// Tells the page what it did not ask for.
    fn tell(&self, answer: StoreAnswer) {
        if self.may_tell.get() {
            Reply::UNASKED.send_with(Response::Store(Told::Progress(answer)), None);
        }
    }
}

/// What requests are done with.
struct Doer {
    requests: StoreRequests,
    session: Rc<RefCell<Session>>,
    others: Option<Others>,
    page_list: RefCell<PageList>,
}

impl Doer {
    async fn work<K: Keeper>(self, keeper: K) {
        // What cannot be tidied now will be at the next start.
        let _ = store_answers::tidy(&keeper, now()).await;
        loop {
            match self.requests.next().await {
                Job::Answer(request, file, reply) => {
                    self.answer(&keeper, *request, &file, &reply).await;
                }
                Job::Keep => self.keep(&keeper).await,
                Job::Tell => self.tell(self.list(&keeper).await),
            }
        }
    }

    /// Keeps the runs that have finished, each in a transaction of its own.
    async fn keep<K: Keeper>(&self, keeper: &K) {
        loop {
            let next = self.requests.runs.borrow_mut().pop_front();
            let Some(ToKeep(run, anew, answered)) = next else {
                return;
            };
            if let Some(answer) = store_answers::keep(keeper, &run, anew).await {
                self.tell_others(&answer);
                self.tell(answer);
            }
            answered.give();
        }
    }

    async fn answer<K: Keeper>(
        &self,
        keeper: &K,
        request: StoreRequest,
        file: &[u8],
        reply: &Reply,
    ) {
        let listed = request == StoreRequest::List;
        let changes = request.changes();
        let pieces = Pieces::default();
        let out = BufWriter::with_capacity(PIECE, pieces.clone());
        let pause = Pause::default();
        let (breath, told) = (Cell::new(now()), Cell::new(now()));
        let breathe = async || {
            if now() - breath.get() > PATIENCE {
                pause.wait().await;
                breath.set(now());
            }
            self.keep(keeper).await;
        };
        let goes_on = async |(done, total)| {
            if now() - told.get() > INTERVAL {
                self.tell(StoreAnswer::Comparing { done, total });
                told.set(now());
            }
            breathe().await;
            !self.requests.stopping.get()
        };
        let answer = match request {
            StoreRequest::Compare { runs } => store_answers::compare(keeper, &runs, goes_on).await,
            StoreRequest::Import => store_answers::import(keeper, file, breathe).await,
            StoreRequest::StopComparing => {
                // All that were asked for before have ended.
                self.requests.stopping.set(false);
                StoreAnswer::Stopped
            }
            request => {
                store_answers::answer(keeper, &self.session, request, file, out, now()).await
            }
        };
        if changes {
            self.tell_others(&answer);
        }
        let imported = matches!(answer, StoreAnswer::Imported(_));
        let exported = matches!(answer, StoreAnswer::Exported(_));
        let file = exported.then(|| pieces.blob("application/zip"));
        self.send(answer, file, reply);
        if imported {
            self.tell(self.list(keeper).await);
        }
        if listed && let Some(error) = store_answers::unreadable(keeper).await {
            self.tell(StoreAnswer::Failed(error));
        }
    }

    async fn list<K: Keeper>(&self, keeper: &K) -> StoreAnswer {
        let (session, list) = (&self.session, StoreRequest::List);
        store_answers::answer(keeper, session, list, b"", std::io::sink(), now()).await
    }

    /// Tells the page what it did not ask for.
    fn tell(&self, answer: StoreAnswer) {
        if self.requests.may_tell.get() {
            for piece in self.page_list.borrow_mut().news(answer) {
                self.requests.tell(piece);
            }
        }
    }

    /// Sends what the page does not know yet of an answer; only its last piece ends what was asked.
    fn send(&self, answer: StoreAnswer, file: Option<Blob>, reply: &Reply) {
        let mut pieces = self.page_list.borrow_mut().news(answer);
        let last = pieces.pop();
        for piece in pieces {
            self.requests.tell(piece);
        }
        if let Some(last) = last {
            reply.send_with(Response::Store(Told::Answer(Ok(last))), file);
        }
    }

    fn tell_others(&self, answer: &StoreAnswer) {
        if let (Some(others), false) = (&self.others, is_failure(answer)) {
            others.tell();
        }
    }
}

/// The workers of other tabs.
struct Others {
    channel: BroadcastChannel,
    _listener: EventListener,
}

impl Others {
    /// `None` where the browser has no such channels; the others hear of changes when they ask then.
    fn new(requests: StoreRequests) -> Option<Self> {
        let channel = BroadcastChannel::new(CHANNEL).ok()?;
        let listener = EventListener::new(&channel, "message", move |_| {
            let told = |job: &Job| matches!(job, Job::Tell);
            if !requests.jobs.borrow().iter().any(told) {
                requests.put(Job::Tell);
            }
        });
        Some(Self {
            channel,
            _listener: listener,
        })
    }

    fn tell(&self) {
        // It fails only once the channel is closed.
        let _ = self.channel.post_message(&JsValue::NULL);
    }
}

fn is_failure(answer: &StoreAnswer) -> bool {
    matches!(answer, StoreAnswer::NotKept(_) | StoreAnswer::Failed(_))
}
