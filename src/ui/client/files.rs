//! Records which file the page shows, which the engine has, and what to open again if they differ: after a crash, or if
//! the engine has opened a file that is no longer wanted.

use std::rc::Rc;

use crate::ui::state::Ticket;
use grove_recipe::Load;

/// A file's name and a handle to it.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedFile<F> {
    pub name: Rc<str>,
    pub file: F,
    pub load: Load,
}

pub struct Files<F> {
    /// The open file of the page, with how it was read.
    open: Option<NamedFile<F>>,
    /// Whether the engine has it open, too, read in the same way.
    held: bool,
    /// What the engine was asked to open and has not answered.
    sent: Option<SentFile<F>>,
    /// A file that could not be read.
    refused: Option<NamedFile<F>>,
}

struct SentFile<F> {
    ticket: Ticket,
    /// `None` if the open file is read again with other choices.
    file: Option<NamedFile<F>>,
    way: Way,
    /// Whether the engine has begun to read it.
    begun: bool,
}

/// Why a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Chosen,
    /// It was chosen, and sent to an earlier engine.
    Again,
    /// It is the open file, which the present engine does not have.
    Reopened,
}

/// What to do next.
#[derive(Debug, PartialEq)]
pub enum Next<F> {
    Nothing,
    /// Open the open file in the engine, which does not have it, or has read it otherwise.
    Reopen,
    /// Send this file to the next engine.
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

    /// Returns the file that could not be read.
    pub fn refused(&self) -> Option<&NamedFile<F>> {
        self.refused.as_ref()
    }

    /// Records that a file is sent, in place of the one before.
    pub fn sent(&mut self, ticket: Ticket, file: NamedFile<F>, way: Way) {
        self.sent = Some(SentFile {
            ticket,
            file: Some(file),
            way,
            begun: false,
        });
    }

    /// Records that the open file is read again with other choices.
    pub fn read_again(&mut self, ticket: Ticket) {
        self.sent = Some(SentFile {
            ticket,
            file: None,
            way: Way::Chosen,
            begun: false,
        });
    }

    /// Records that the engine has begun to read.
    pub fn begun(&mut self, ticket: Ticket) {
        if let Some(sent) = self.sent.as_mut().filter(|sent| sent.ticket == ticket) {
            sent.begun = true;
        }
    }

    /// Records that the engine has opened a file, read in this way. If it was asked for last, it becomes the open file;
    /// otherwise the engine has a file that is not shown, and the open file stays.
    pub fn opened(&mut self, ticket: Ticket, load: &Load) -> Next<F> {
        let Some(sent) = self.take(ticket) else {
            self.held = false;
            return match self.sent {
                // The answer to it tells what the engine has.
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

    /// Records that a file could not be read. The engine keeps the one before.
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

    /// Records that a file will not be opened.
    pub fn unanswered(&mut self, ticket: Ticket) {
        self.take(ticket);
    }

    /// Records that the file is no longer wanted. If it is opened all the same, the open file is opened again.
    pub fn stopped(&mut self) {
        self.sent = None;
    }

    /// Records that the engine is gone. A file that it had not begun to read is sent to the next one, but only once:
    /// one that breaks every engine is given up.
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
