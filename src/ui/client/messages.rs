//! Passes messages of the worker to the handlers of the calls.

use super::Client;
use crate::ui::state::Action;
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_wire::{FromWorker, UNASKED};

impl Client {
    pub(super) fn heard(&self, FromWorker { id, response, file }: FromWorker) {
        if id == UNASKED {
            if let Response::Store(CallEvent::Progress(answer)) = response {
                self.store_heard(&answer);
                self.dispatch.emit(Action::StoreTold(Box::new(answer)));
            }
            return;
        }
        // The handler may make calls itself, so it must not be borrowed.
        let handler = self.inner.borrow_mut().pending.take(id);
        let Some((name, mut handler)) = handler else {
            return;
        };
        let over = response.is_answer();
        handler(response, file);
        if !over {
            self.inner.borrow_mut().pending.wait(id, name, handler);
        }
    }
}
