//! Calls to the store of runs.

use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::{CallNews, Client, NO_FILE};
use crate::ui::files::save;
use crate::ui::state::PendingRequest;
use grove_protocol::Request;
use grove_protocol::call::{CallEvent, In};
use grove_protocol::calls::{ExportRuns, ImportRuns, ListRuns, RunsFile};
use grove_protocol::tracking::RunsNews;

impl Client {
    /// Sends a request to the store.
    pub fn store(&self, call: impl In<Request> + Clone) {
        self.ask(in_store(&call), call, NO_FILE);
    }

    /// Asks for all runs and models.
    pub fn list_runs(&self) {
        self.ask_store(ListRuns, |client, heard| {
            if let CallEvent::Answer(Ok(news)) = &heard.told {
                client.news_heard(news);
            }
        });
    }

    /// Saves a file of all runs.
    pub fn export_runs(&self, file: RunsFile) {
        self.ask_store(ExportRuns { file }, move |_, heard| {
            if let (CallEvent::Answer(Ok(())), Some(written)) = (&heard.told, heard.file()) {
                save(&written, file.file_name());
            }
        });
    }

    /// Imports exported runs and models.
    pub fn import_runs(&self, file: Blob) {
        self.ask(in_store(&ImportRuns), ImportRuns, file.into());
    }

    /// As [`Self::store`], where `then` hears what the state is told.
    fn ask_store<C: In<Request> + Clone>(
        &self,
        call: C,
        then: impl Fn(&Client, &CallNews<C>) + 'static,
    ) {
        let (ticket, question) = (self.ticket(), in_store(&call));
        self.ask_as(
            ticket,
            question,
            call,
            NO_FILE,
            move |client, ticket, heard| {
                then(client, &heard);
                client.told::<C>(ticket, heard.told);
            },
        );
    }

    /// Once there is something to lose, asks the browser to keep it. Every run is in the first list or in a notification.
    pub(super) fn news_heard(&self, news: &RunsNews) {
        if news.usage.kept && !news.usage.persistent && !news.runs.is_empty() {
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
                client.list_runs();
            }
        });
    }
}

/// What the state keeps of the question until its answer.
fn in_store(call: &(impl In<Request> + Clone)) -> PendingRequest {
    PendingRequest::Store(Box::new(call.clone().request()))
}
