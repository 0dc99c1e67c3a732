//! Files for other tools: which is being made, and what is told of those that can be saved.

use std::rc::Rc;

use super::State;
use grove_protocol::Response;
use grove_protocol::take_home::{Format, Prepared};
use grove_recipe::error::StageError;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TakeHome {
    /// Whether rows of the table go as examples into files that take them.
    pub examples: bool,
    making: Option<Making>,
    /// Of the latest run, at most one per format.
    prepared: Vec<Rc<Prepared>>,
    refused: Option<(Format, Rc<StageError>)>,
}

/// A file on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Making {
    id: u32,
    pub format: Format,
    /// Test rows that were compared, of all; nothing of nothing before.
    pub done: u32,
    pub total: u32,
}

impl TakeHome {
    pub fn making(&self) -> Option<&Making> {
        self.making.as_ref()
    }

    pub fn prepared(&self, format: Format) -> Option<&Rc<Prepared>> {
        self.prepared.iter().find(|made| made.format == format)
    }

    pub fn refused(&self, format: Format) -> Option<&Rc<StageError>> {
        let refused = self.refused.as_ref().filter(|(of, _)| *of == format);
        refused.map(|(_, error)| error)
    }

    pub(super) fn asked(&mut self, id: u32, format: Format) {
        self.refused = None;
        self.prepared.retain(|made| made.format != format);
        self.making = Some(Making {
            id,
            format,
            done: 0,
            total: 0,
        });
    }

    pub(super) fn waits_for(&self, id: u32) -> bool {
        self.making.as_ref().is_some_and(|making| making.id == id)
    }

    /// The engine does something else instead, or nothing any more.
    pub(super) fn stopped(&mut self) {
        self.making = None;
    }

    /// There is another run to take home.
    pub(super) fn forget(&mut self) {
        let examples = self.examples;
        *self = Self {
            examples,
            ..Self::default()
        };
    }

    /// Files without examples stay as they are.
    pub(super) fn examples_switched(&mut self, examples: bool) {
        self.examples = examples;
        self.prepared.retain(|made| !made.format.takes_examples());
    }

    pub(super) fn answered(&mut self, response: Response) {
        let Some(making) = &mut self.making else {
            return;
        };
        match response {
            Response::Preparing { done, total } => (making.done, making.total) = (done, total),
            Response::Prepared(prepared) => {
                self.making = None;
                self.prepared.push(Rc::new(prepared));
            }
            Response::Failed(error) => {
                self.refused = Some((making.format, Rc::new(error)));
                self.making = None;
            }
            _ => self.making = None,
        }
    }
}

impl State {
    /// Whether there is a run to make files of, and nothing else to do.
    pub fn can_prepare(&self) -> bool {
        let free = self.run.is_none() && self.runs.searching.is_none() && self.opening.is_none();
        self.has_trained() && free && self.take_home.making.is_none()
    }
}
