//! Opens files: chosen, made, read with other choices, or opened again.

use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::files::{NamedFile, Next, Way};
use super::{Client, NO_FILE};
use crate::ui::state::{Action, PendingRequest, Ticket};
use grove_protocol::Request;
use grove_protocol::call::{Call, CallEvent, Done, In, Unanswered};
use grove_protocol::calls::{Open, ReadAgain, Synthesize};
use grove_recipe::Load;
use grove_recipe::columns::DataSummary;
use grove_recipe::synthetic::SyntheticSpec;

impl Client {
    /// Records that a file was chosen, and returns the number of this choice.
    pub fn choose(&self) -> u32 {
        let mut inner = self.inner.borrow_mut();
        inner.choices = inner.choices.wrapping_add(1);
        inner.choices
    }

    /// Returns whether nothing else was chosen since.
    pub fn holds(&self, choice: u32) -> bool {
        self.inner.borrow().choices == choice
    }

    pub fn open(&self, name: &str, file: Blob) {
        let (name, load) = (name.into(), Load::default());
        self.open_file(NamedFile { name, file, load }, Way::Chosen);
    }

    /// Opens the file that could not be read, with other choices.
    pub fn try_again(&self, load: &Load) {
        let refused = self.inner.borrow().files.refused().cloned();
        if let Some(refused) = refused {
            let load = load.clone();
            self.open_file(NamedFile { load, ..refused }, Way::Chosen);
        }
    }

    /// Reads the open file again.
    pub fn read(&self, load: &Load) {
        let ticket = self.ticket();
        self.inner.borrow_mut().files.read_again(ticket);
        let question = PendingRequest::Read { load: load.clone() };
        let call = ReadAgain { load: load.clone() };
        self.ask_as(ticket, question, call, NO_FILE, |client, ticket, heard| {
            client.opening_heard::<ReadAgain>(ticket, heard.told);
        });
    }

    /// Makes a data set, which is opened when it arrives unless another file was chosen meanwhile.
    pub fn synthesize(&self, spec: SyntheticSpec) {
        let choice = self.choose();
        self.call(Synthesize { spec }, NO_FILE, move |client, heard| {
            if !client.holds(choice) {
                return;
            }
            let file = heard.file();
            match (heard.told.answer(), file) {
                (Some(Ok(made)), Some(file)) => client.open(&made.name, file),
                (Some(Err(Unanswered::Failed(error))), _) => {
                    client.dispatch.emit(Action::ProblemFound(error));
                }
                _ => {}
            }
        });
    }

    /// Opens the open file in an engine that does not have it.
    pub(super) fn reopen(&self) {
        let open = self.inner.borrow().files.open().cloned();
        if let Some(open) = open {
            self.open_file(open, Way::Reopened);
        }
    }

    pub(super) fn open_file(&self, file: NamedFile<Blob>, way: Way) {
        let ticket = self.ticket();
        let (name, load) = (file.name.clone(), file.load.clone());
        let call = Open {
            name: name.to_string(),
            load: load.clone(),
        };
        let question = match way {
            Way::Chosen | Way::Again => PendingRequest::Open { name, load },
            Way::Reopened => PendingRequest::Reopen { name, load },
        };
        let handle = JsValue::from(&file.file);
        self.inner.borrow_mut().files.sent(ticket, file, way);
        self.ask_as(ticket, question, call, handle, |client, ticket, heard| {
            client.opening_heard::<Open>(ticket, heard.told);
        });
    }

    fn opening_heard<C>(&self, ticket: Ticket, told: CallEvent<Done, DataSummary>)
    where
        C: Call<Progress = Done, Answer = DataSummary> + In<Request>,
    {
        let next = {
            let files = &mut self.inner.borrow_mut().files;
            match &told {
                CallEvent::Begun => {
                    files.begun(ticket);
                    Next::Nothing
                }
                CallEvent::Progress(_) => Next::Nothing,
                CallEvent::Answer(Ok(summary)) => files.opened(ticket, &summary.load),
                CallEvent::Answer(Err(Unanswered::Failed(_))) => files.failed(ticket),
                CallEvent::Answer(Err(_)) => {
                    files.unanswered(ticket);
                    Next::Nothing
                }
            }
        };
        self.told::<C>(ticket, told);
        if next == Next::Reopen {
            self.reopen();
        }
    }
}
