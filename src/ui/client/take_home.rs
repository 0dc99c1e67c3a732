//! Calls for exports: prepared by the engine, shown, and saved on demand.

use super::{Client, NO_FILE};
use crate::ui::files::save;
use crate::ui::state::PendingRequest;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::Prepare;
use grove_protocol::take_home::TakeHomeFormat;

impl Client {
    /// Makes a file of the latest run.
    pub fn prepare(&self, format: TakeHomeFormat, examples: bool) {
        let call = Prepare { format, examples };
        let question = PendingRequest::Prepare { format };
        let ticket = self.ticket();
        self.ask_as(
            ticket,
            question,
            call,
            NO_FILE,
            move |client, ticket, heard| {
                if let (CallEvent::Answer(Ok(_)), Some(file)) = (&heard.told, heard.file()) {
                    let prepared = &mut client.inner.borrow_mut().prepared;
                    prepared.retain(|(known, _)| *known != format);
                    prepared.push((format, file));
                }
                client.told::<Prepare>(ticket, heard.told);
            },
        );
    }

    /// Saves the latest file of this format.
    pub fn save_prepared(&self, format: TakeHomeFormat) {
        let inner = self.inner.borrow();
        let known = inner.prepared.iter().find(|(known, _)| *known == format);
        if let Some((_, blob)) = known {
            save(blob, format.file_name());
        }
    }
}
