//! Restarts the engine after a crash, or after it did not stop in time.

use gloo::timers::callback::Timeout;

use super::files::{Next, Way};
use super::{Client, NO_FILE};
use crate::ui::state::{Action, EngineEnding, PendingRequest};
use grove_protocol::calls::Cancel;

/// An engine that does not answer for so long, in milliseconds, is stuck in one piece of its work.
const PATIENCE_MS: u32 = 500;

impl Client {
    /// Stops what is under way, also a file that is still on its way.
    pub fn cancel(&self) {
        // What is fetched or made is not opened any more.
        self.choose();
        let ready = {
            let mut inner = self.inner.borrow_mut();
            inner.files.stopped();
            inner.ready
        };
        let mut patience = ready.then(|| {
            let this = self.this.clone();
            Timeout::new(PATIENCE_MS, move || {
                if let Some(client) = this.upgrade() {
                    client.ended(EngineEnding::Stopped);
                }
            })
        });
        let ticket = self.ticket();
        self.ask_as(
            ticket,
            PendingRequest::Cancel,
            Cancel,
            NO_FILE,
            move |_, _, _| {
                drop(patience.take());
            },
        );
    }

    /// There is no engine, and there will be none.
    pub(super) fn refused(&self, message: &str) {
        {
            let mut inner = self.inner.borrow_mut();
            inner.engine = None;
            (inner.ready, inner.unusable) = (false, true);
        }
        let message = message.to_string();
        self.dispatch.emit(Action::EngineRefused { message });
        self.answer_all();
    }

    /// Starts a new engine, which opens the file that was open, or one that the old engine had not begun with. One that
    /// breaks before it was ever ready would break again.
    pub(super) fn ended(&self, ending: EngineEnding) {
        let (was_ready, next) = {
            let mut inner = self.inner.borrow_mut();
            inner.engine = None;
            let was_ready = std::mem::replace(&mut inner.ready, false);
            (was_ready, inner.files.engine_ended())
        };
        if let (EngineEnding::Broke(reason), false) = (&ending, was_ready) {
            let message = format!("The engine could not be started ({reason}). Reload the page.");
            return self.refused(&message);
        }
        let waits = matches!(next, Next::Resend(_));
        self.dispatch.emit(Action::EngineEnded { ending, waits });
        self.answer_all();
        self.start_engine();
        match next {
            Next::Resend(file) => self.open_file(file, Way::Again),
            Next::Reopen => self.reopen(),
            Next::Nothing => {}
        }
    }
}
