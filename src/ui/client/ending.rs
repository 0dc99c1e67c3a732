//! Restarts the engine after a crash, or after it did not stop in time.

use gloo::timers::callback::Timeout;

use super::files::{Next, Way};
use super::{Client, NO_FILE};
use crate::ui::state::{Action, EngineEnding, PendingRequest};
use grove_protocol::calls::Cancel;

/// An engine that does not answer within this time, in milliseconds, is ended.
const PATIENCE_MS: u32 = 500;

impl Client {
    /// Stops the job under way, or the opening of a file.
    pub fn cancel(&self) {
        // The file that is being fetched or made is no longer to be opened.
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

    /// Records that there is no engine and that there will be none.
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

    /// Starts a new engine. It opens the file that was open, or one that the old engine had not begun to read. An
    /// engine that failed before it was ready is not started again, since it would fail again.
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
