//! Starts an engine, and checks that it is of the page's own build.

use super::{Client, NO_FILE};
use crate::ui::engine::{EngineMessage, EngineWorker};
use crate::ui::state::{Action, EngineEnding};
use grove_protocol::Request;
use grove_protocol::call::{CallEvent, In};
use grove_protocol::calls::{CallName, Hello, MOST_WORKERS, TableChange};
use grove_wire::ToWorker;

const OTHER_BUILD: &str =
    "The page and its engine have different versions. Reload the page to update both.";

impl Client {
    pub(super) fn start_engine(&self) {
        let this = self.this.clone();
        let engine = EngineWorker::start(move |word| {
            if let Some(client) = this.upgrade() {
                match word {
                    EngineMessage::Said(message) => client.heard(*message),
                    EngineMessage::Unreadable => client.refused(OTHER_BUILD),
                    EngineMessage::Broke(reason) => client.ended(EngineEnding::Broke(reason)),
                }
            }
        });
        let engine = match engine {
            Ok(engine) => engine,
            Err(message) => return self.refused(&message),
        };
        let hello = Hello { workers: workers() };
        let id = self.inner.borrow_mut().pending.number();
        // This call goes before all that wait for the engine.
        engine.send(&ToWorker {
            id,
            request: hello.request(),
            file: NO_FILE,
        });
        {
            let this = self.this.clone();
            let handler = move |response, _| {
                let told = <Hello as In<Request>>::event(response).and_then(CallEvent::answer);
                if let (Some(client), Some(Ok(()))) = (this.upgrade(), told) {
                    client.ready();
                }
            };
            let mut inner = self.inner.borrow_mut();
            let name = CallName::Hello;
            inner.pending.wait(id, name, Box::new(handler));
            inner.engine = Some(engine);
        }
    }

    fn ready(&self) {
        {
            let mut inner = self.inner.borrow_mut();
            inner.ready = true;
            let queue = std::mem::take(&mut inner.queue);
            if let Some(engine) = &inner.engine {
                for message in queue {
                    engine.send(&message);
                }
            }
        }
        self.dispatch.emit(Action::EngineReady);
        self.list_runs();
        self.change_tables(TableChange::Nothing);
    }
}

/// Returns how many trees may grow at a time, if the page's address says so: `?workers=2`.
fn workers() -> Option<u32> {
    let search = web_sys::window()?.location().search().ok()?;
    let mut pairs = search.trim_start_matches('?').split('&');
    let workers = pairs.find_map(|pair| pair.strip_prefix("workers="))?;
    let workers = workers.parse().ok()?;
    (1..=MOST_WORKERS).contains(&workers).then_some(workers)
}
