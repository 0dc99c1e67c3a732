//! Calls to the store of runs.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::{Client, NO_FILE};
use crate::ui::files::save;
use crate::ui::state::PendingRequest;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::Store;
use grove_protocol::tracking::{StoreAnswer, StoreRequest};

impl Client {
    /// Sends a request to the store.
    pub fn store(&self, request: StoreRequest) {
        self.ask_store(request, NO_FILE);
    }

    /// Imports exported runs and models.
    pub fn import(&self, file: Blob) {
        self.ask_store(StoreRequest::Import, file.into());
    }

    fn ask_store(&self, request: StoreRequest, file: JsValue) {
        let question = PendingRequest::Store(request.clone());
        let ticket = self.ticket();
        self.ask_as(
            ticket,
            question,
            Store(request),
            file,
            |client, ticket, heard| {
                if let CallEvent::Answer(Ok(answer)) = &heard.told {
                    client.store_heard(answer);
                    if let (StoreAnswer::Exported(what), Some(file)) = (answer, heard.file()) {
                        save(&file, what.file_name());
                    }
                }
                client.told::<Store>(ticket, heard.told);
            },
        );
    }

    /// Once there is something to lose, asks the browser to keep it.
    pub(super) fn store_heard(&self, answer: &StoreAnswer) {
        if let StoreAnswer::Runs { runs, usage, .. } = answer
            && usage.kept
            && !usage.persistent
            && !runs.is_empty()
        {
            self.persist();
        }
    }

    /// Asks the browser, once in a visit, to keep stored data until the person clears it.
    fn persist(&self) {
        if std::mem::replace(&mut self.inner.borrow_mut().persisting, true) {
            return;
        }
        let Ok(asked) = gloo::utils::window().navigator().storage().persist() else {
            return;
        };
        let this = self.this.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let promised = JsFuture::from(asked)
                .await
                .is_ok_and(|kept| kept.is_truthy());
            if let Some(client) = this.upgrade().filter(|_| promised) {
                client.store(StoreRequest::List);
            }
        });
    }
}
