//! Handles store requests one at a time, and notifies other tabs of changes.

use std::cell::{Cell, RefCell};
use std::io::BufWriter;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BroadcastChannel};

use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::tracking::{StoreAnswer, StoreRequest};
use grove_store::RecordStore;
use grove_store::browser::{BrowserStore, MIGRATIONS};
use grove_store::memory::MemoryStore;

use super::agent::{PATIENCE, now};
use super::page_list::PageList;
use super::reply::{FileParts, Reply};
use super::session::Session;
use super::signal::Pause;
use super::store_answers;
use super::store_requests::{RunToStore, StoreJob, StoreRequests};
use super::throttle::INTERVAL;

/// The database, and the channel on which tabs tell each other that it has changed.
const DATABASE: &str = "grove";
const CHANNEL: &str = "grove-runs";

/// The most bytes of runs where the browser keeps none, beside what the engine needs.
const MEMORY: usize = 1 << 29;

/// Bytes of an export that are handed over at a time.
const PIECE: usize = 1 << 20;

/// Does these requests from here on.
pub fn start(requests: StoreRequests, session: Rc<RefCell<Session>>) {
    let store = StoreLoop {
        requests: requests.clone(),
        session,
        others: OtherTabs::new(requests),
        page_list: RefCell::default(),
    };
    spawn_local(async move {
        match BrowserStore::open(DATABASE, MIGRATIONS).await {
            Ok(browser) => store.work(browser).await,
            Err(_) => store.work(MemoryStore::new(MEMORY)).await,
        }
    });
}

/// The loop that handles requests.
struct StoreLoop {
    requests: StoreRequests,
    session: Rc<RefCell<Session>>,
    others: Option<OtherTabs>,
    page_list: RefCell<PageList>,
}

impl StoreLoop {
    async fn work<K: RecordStore>(self, keeper: K) {
        // What cannot be tidied now will be at the next start.
        let _ = store_answers::tidy(&keeper, now()).await;
        loop {
            match self.requests.next().await {
                StoreJob::Answer(request, file, reply) => {
                    self.answer(&keeper, *request, &file, &reply).await;
                }
                StoreJob::Keep => self.keep(&keeper).await,
                StoreJob::Tell => self.tell(self.list(&keeper).await),
            }
        }
    }

    /// Keeps the runs that have finished, each in a transaction of its own.
    async fn keep<K: RecordStore>(&self, keeper: &K) {
        loop {
            let Some(RunToStore(run, anew, answered)) = self.requests.next_run() else {
                return;
            };
            if let Some(answer) = store_answers::keep(keeper, &run, anew).await {
                self.tell_others(&answer);
                self.tell(answer);
            }
            answered.give();
        }
    }

    async fn answer<K: RecordStore>(
        &self,
        keeper: &K,
        request: StoreRequest,
        file: &[u8],
        reply: &Reply,
    ) {
        let listed = request == StoreRequest::List;
        let changes = request.changes();
        let pieces = FileParts::default();
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
            !self.requests.is_stopping()
        };
        let answer = match request {
            StoreRequest::Compare { runs } => store_answers::compare(keeper, &runs, goes_on).await,
            StoreRequest::Import => store_answers::import(keeper, file, breathe).await,
            StoreRequest::StopComparing => {
                self.requests.stopped();
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

    async fn list<K: RecordStore>(&self, keeper: &K) -> StoreAnswer {
        let (session, list) = (&self.session, StoreRequest::List);
        store_answers::answer(keeper, session, list, b"", std::io::sink(), now()).await
    }

    /// Tells the page what it did not ask for.
    fn tell(&self, answer: StoreAnswer) {
        if !self.requests.page_is_there() {
            return;
        }
        for piece in self.page_list.borrow_mut().news(answer) {
            self.requests.tell(piece);
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
            reply.send_with(Response::Store(CallEvent::Answer(Ok(last))), file);
        }
    }

    fn tell_others(&self, answer: &StoreAnswer) {
        if let (Some(others), false) = (&self.others, is_failure(answer)) {
            others.tell();
        }
    }
}

/// The workers of other tabs.
struct OtherTabs {
    channel: BroadcastChannel,
    _listener: EventListener,
}

impl OtherTabs {
    /// `None` where the browser has no such channels; the others hear of changes when they ask then.
    fn new(requests: StoreRequests) -> Option<Self> {
        let channel = BroadcastChannel::new(CHANNEL).ok()?;
        let listener = EventListener::new(&channel, "message", move |_| {
            requests.others_changed();
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
