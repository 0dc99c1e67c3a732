//! Which file the page shows, which the engine holds, and what is to be opened again when the two differ: after a crash,
//! and when the engine has opened what is no longer wanted.

use std::rc::Rc;

use crate::ui::state::Ticket;
use grove_recipe::Load;

/// A file by its name and a handle.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedFile<F> {
    pub name: Rc<str>,
    pub file: F,
    pub load: Load,
}

pub struct Files<F> {
    /// The file that is open in the page, as it was read.
    open: Option<NamedFile<F>>,
    /// Whether the engine has it open, too, and read in the same way.
    held: bool,
    /// What the engine was asked to open and has not answered.
    sent: Option<SentFile<F>>,
    /// A file that could not be read.
    refused: Option<NamedFile<F>>,
}

struct SentFile<F> {
    ticket: Ticket,
    /// `None` where the open file is read once more, otherwise.
    file: Option<NamedFile<F>>,
    way: Way,
    /// The engine has begun to read it.
    begun: bool,
}

/// Why a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Chosen,
    /// It was chosen, and sent to an engine before this one.
    Again,
    /// It is the open file, in an engine that does not have it.
    Reopened,
}

/// What is to be done.
#[derive(Debug, PartialEq)]
pub enum Next<F> {
    Nothing,
    /// The open file is opened in an engine that does not have it so.
    Reopen,
    /// The file on its way is given to the next engine.
    Resend(NamedFile<F>),
}

impl<F> Default for Files<F> {
    fn default() -> Self {
        Self {
            open: None,
            held: false,
            sent: None,
            refused: None,
        }
    }
}

impl<F: Clone> Files<F> {
    pub fn open(&self) -> Option<&NamedFile<F>> {
        self.open.as_ref()
    }

    /// The file that could not be read.
    pub fn refused(&self) -> Option<&NamedFile<F>> {
        self.refused.as_ref()
    }

    /// A file is sent, in place of the one before.
    pub fn sent(&mut self, ticket: Ticket, file: NamedFile<F>, way: Way) {
        self.sent = Some(SentFile {
            ticket,
            file: Some(file),
            way,
            begun: false,
        });
    }

    /// The open file is to be read once more, otherwise.
    pub fn read_again(&mut self, ticket: Ticket) {
        self.sent = Some(SentFile {
            ticket,
            file: None,
            way: Way::Chosen,
            begun: false,
        });
    }

    /// The engine has begun to read.
    pub fn begun(&mut self, ticket: Ticket) {
        if let Some(sent) = self.sent.as_mut().filter(|sent| sent.ticket == ticket) {
            sent.begun = true;
        }
    }

    /// The engine has opened it, as read in this way. If it is what was asked for last, it is the open file from here on;
    /// else the engine holds what nobody sees, and the open file stays what it is.
    pub fn opened(&mut self, ticket: Ticket, load: &Load) -> Next<F> {
        let Some(sent) = self.take(ticket) else {
            self.held = false;
            return match self.sent {
                // Its answer says what the engine holds.
                Some(_) => Next::Nothing,
                None => self.reopen(),
            };
        };
        self.held = true;
        match (sent.file, &mut self.open) {
            (Some(file), open) => {
                let load = load.clone();
                *open = Some(NamedFile { load, ..file });
                self.refused = None;
            }
            (None, Some(open)) => open.load = load.clone(),
            (None, None) => {}
        }
        Next::Nothing
    }

    /// It could not be read. The engine holds what it held.
    pub fn failed(&mut self, ticket: Ticket) -> Next<F> {
        let Some(SentFile {
            file: Some(file),
            way,
            ..
        }) = self.take(ticket)
        else {
            return Next::Nothing;
        };
        self.refused = Some(file);
        match self.held || way == Way::Reopened {
            true => Next::Nothing,
            false => self.reopen(),
        }
    }

    /// It will not be opened.
    pub fn unanswered(&mut self, ticket: Ticket) {
        self.take(ticket);
    }

    /// Nobody waits for it any more; where it is opened all the same, the open file is opened again.
    pub fn stopped(&mut self) {
        self.sent = None;
    }

    /// The engine is gone. A file that it had not begun with is given to the next, but once; one that breaks one engine
    /// after the other is not tried for ever.
    pub fn engine_ended(&mut self) -> Next<F> {
        self.held = false;
        match self.sent.take() {
            Some(SentFile {
                file: Some(file),
                way: Way::Chosen,
                begun: false,
                ..
            }) => Next::Resend(file),
            Some(SentFile {
                way: Way::Reopened, ..
            }) => Next::Nothing,
            _ => self.reopen(),
        }
    }

    fn reopen(&self) -> Next<F> {
        match self.open {
            Some(_) => Next::Reopen,
            None => Next::Nothing,
        }
    }

    fn take(&mut self, ticket: Ticket) -> Option<SentFile<F>> {
        self.sent.take_if(|sent| sent.ticket == ticket)
    }
}

#[cfg(test)]
mod tests;
