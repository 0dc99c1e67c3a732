//! Handles store requests one at a time, and notifies other tabs of changes.

use std::cell::{Cell, RefCell};
use std::io::{BufWriter, Write};
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::BroadcastChannel;

use grove_protocol::call::{CallEvent, Done, In};
use grove_protocol::calls::CompareRuns;
use grove_protocol::tracking::{Notification, RunsNews};
use grove_protocol::{Request, Response};
use grove_store::RecordStore;
use grove_store::browser::{BrowserStore, MIGRATIONS};
use grove_store::memory::MemoryStore;

use super::agent::{PATIENCE, now};
use super::calls::answer_in_store;
use super::page_list::PageList;
use super::reply::{FileParts, Reply};
use super::session::Session;
use super::signal::Pause;
use super::store_handle::StoreAccess;
use super::store_requests::{RunToStore, StoreJob, StoreRequests};
use super::stored_runs;
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
        let _ = stored_runs::tidy(&keeper, now()).await;
        loop {
            match self.requests.next().await {
                StoreJob::Answer(request, file, reply) => {
                    self.answer(&keeper, *request, &file, &reply).await;
                }
                StoreJob::Keep => self.keep(&keeper).await,
                StoreJob::Tell => self.tell(match stored_runs::list(&keeper).await {
                    Ok(list) => Notification::Runs(list),
                    Err(error) => Notification::Unreadable(error),
                }),
            }
        }
    }

    /// Keeps the runs that have finished, each in a transaction of its own.
    async fn keep<K: RecordStore>(&self, keeper: &K) {
        loop {
            let Some(RunToStore(run, anew, answered)) = self.requests.next_run() else {
                return;
            };
            if let Some(news) = stored_runs::keep(keeper, &run, anew).await {
                if matches!(news, Notification::Runs(_)) {
                    self.tell_others();
                }
                self.tell(news);
            }
            answered.give();
        }
    }

    async fn answer<K: RecordStore>(
        &self,
        keeper: &K,
        request: Request,
        file: &[u8],
        reply: &Reply,
    ) {
        let access = Access {
            of: self,
            keeper,
            reply,
            file,
            pieces: FileParts::default(),
            pause: Pause::default(),
            breath: Cell::new(now()),
            told: Cell::new(now()),
        };
        let Some(answer) = answer_in_store(request, &access).await else {
            return;
        };
        if answer.changed {
            self.tell_others();
        }
        let media_type = match answer.response {
            Response::ExportRuns(CallEvent::Answer(Ok(()))) => Some("application/zip"),
            Response::ReadTable(CallEvent::Answer(Ok(()))) => Some("application/octet-stream"),
            _ => None,
        };
        let file = media_type.map(|media_type| access.pieces.blob(media_type));
        reply.send_with(answer.response, file);
    }

    /// Tells the page what it did not ask for.
    fn tell(&self, notification: Notification) {
        if !self.requests.page_is_there() {
            return;
        }
        match notification {
            Notification::Runs(list) => {
                for piece in self.page_list.borrow_mut().news(list) {
                    self.requests.tell(Notification::Runs(piece));
                }
            }
            other => self.requests.tell(other),
        }
    }

    fn tell_others(&self) {
        if let Some(others) = &self.others {
            others.tell();
        }
    }
}

/// What one call is answered with.
struct Access<'l, K> {
    of: &'l StoreLoop,
    keeper: &'l K,
    reply: &'l Reply,
    file: &'l [u8],
    /// The file that the answer brings.
    pieces: FileParts,
    pause: Pause,
    /// When the worker last did other things.
    breath: Cell<f64>,
    /// When the page was last told how far a comparison is.
    told: Cell<f64>,
}

impl<K: RecordStore> StoreAccess for Access<'_, K> {
    type Store = K;

    fn store(&self) -> &K {
        self.keeper
    }

    fn session(&self) -> &RefCell<Session> {
        &self.of.session
    }

    fn now(&self) -> f64 {
        now()
    }

    fn file(&self) -> &[u8] {
        self.file
    }

    fn out(&self) -> impl Write {
        BufWriter::with_capacity(PIECE, self.pieces.clone())
    }

    async fn breathe(&self) {
        if now() - self.breath.get() > PATIENCE {
            self.pause.wait().await;
            self.breath.set(now());
        }
        self.of.keep(self.keeper).await;
    }

    async fn compared(&self, done: Done) -> bool {
        if now() - self.told.get() > INTERVAL {
            let told = CompareRuns::response(CallEvent::Progress(done));
            self.reply.send_with(told, None);
            self.told.set(now());
        }
        self.breathe().await;
        !self.of.requests.is_stopping()
    }

    fn comparisons_stopped(&self) {
        self.of.requests.stopped();
    }

    fn news(&self, list: RunsNews) -> RunsNews {
        let mut pieces = self.of.page_list.borrow_mut().news(list);
        let last = pieces.pop().expect("at least one piece");
        for piece in pieces {
            self.of.requests.tell(Notification::Runs(piece));
        }
        last
    }

    fn notify(&self, notification: Notification) {
        self.of.tell(notification);
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
