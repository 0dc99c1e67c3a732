//! Calls to the store of runs.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::{CallNews, Client, NO_FILE};
use crate::ui::files::save;
use crate::ui::shell::take_theme;
use crate::ui::state::PendingRequest;
use grove_protocol::Request;
use grove_protocol::call::{CallEvent, In};
use grove_protocol::calls::{ExportRuns, ImportRuns, ListRuns, RunsFile, TableChange, Visit};
use grove_protocol::tracking::RunsNews;
use grove_recipe::link::DataSource;

impl Client {
    /// Sends a request to the store.
    pub fn store(&self, call: impl In<Request> + Clone) {
        self.ask(in_store(&call), call, NO_FILE);
    }

    /// Asks for all runs and models.
    pub fn list_runs(&self) {
        self.ask_store(ListRuns, NO_FILE, |client, heard| {
            if let CallEvent::Answer(Ok(news)) = &heard.told {
                client.news_heard(news);
            }
        });
    }

    /// Saves a file of all that is kept, and of what the page has open.
    pub fn export_runs(&self, file: RunsFile, visit: Option<Visit>) {
        let open = self
            .inner
            .borrow()
            .files
            .open()
            .map(|open| open.file.clone());
        let own = |visit: &Visit| visit.link.source == DataSource::Own;
        let bytes = match open.filter(|_| visit.as_ref().is_some_and(own)) {
            Some(file) => file.into(),
            None => NO_FILE,
        };
        let call = ExportRuns {
            file,
            visit: visit.map(Box::new),
        };
        self.ask_store(call, bytes, move |_, heard| {
            if let (CallEvent::Answer(Ok(())), Some(written)) = (&heard.told, heard.file()) {
                save(&written, file.file_name());
            }
        });
    }

    /// Imports an export. Where no table is open, the one that was open when it was made is opened with its recipe.
    pub fn import_runs(&self, file: Blob) {
        self.ask_store(ImportRuns, file.into(), |client, heard| {
            let CallEvent::Answer(Ok(imported)) = &heard.told else {
                return;
            };
            client.change_tables(TableChange::Nothing);
            if let Some(visit) = &imported.visit {
                take_theme(&visit.theme);
                if client.inner.borrow().files.open().is_none() {
                    client.continue_with(&visit.link);
                }
            }
        });
    }

    /// As [`Self::store`], where `then` hears what the state is told.
    fn ask_store<C: In<Request> + Clone>(
        &self,
        call: C,
        file: JsValue,
        then: impl Fn(&Client, &CallNews<C>) + 'static,
    ) {
        let (ticket, question) = (self.ticket(), in_store(&call));
        self.ask_as(
            ticket,
            question,
            call,
            file,
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
