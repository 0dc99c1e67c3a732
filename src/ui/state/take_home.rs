//! Exports: the one that is being prepared, and the descriptions of those that can be saved.

use std::rc::Rc;

use super::engine::EngineJob;
use super::{EngineWish, State, Ticket};
use grove_protocol::call::{CallEvent, Done, EventOf, Unanswered};
use grove_protocol::calls::Prepare;
use grove_protocol::take_home::{PreparedFile, TakeHomeFormat};
use grove_recipe::error::StageError;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TakeHome {
    /// Whether example rows of the table go into files that take them.
    pub examples: bool,
    /// Exports of the latest run, at most one per format.
    prepared: Vec<Rc<PreparedFile>>,
    refused: Option<(TakeHomeFormat, Rc<StageError>)>,
}

/// An export that is being prepared.
#[derive(Clone, Debug, PartialEq)]
pub struct FileInProgress {
    pub format: TakeHomeFormat,
    /// The number of test rows that were compared, of all; both are 0 at first.
    pub done: u32,
    pub total: u32,
}

impl TakeHome {
    pub fn prepared(&self, format: TakeHomeFormat) -> Option<&Rc<PreparedFile>> {
        self.prepared.iter().find(|made| made.format == format)
    }

    pub fn refused(&self, format: TakeHomeFormat) -> Option<&Rc<StageError>> {
        let refused = self.refused.as_ref().filter(|(of, _)| *of == format);
        refused.map(|(_, error)| error)
    }

    /// Drops the exports: there is another run.
    pub(super) fn forget(&mut self) {
        let examples = self.examples;
        *self = Self {
            examples,
            ..Self::default()
        };
    }

    /// Switches example rows. Files without examples stay.
    pub(super) fn examples_switched(&mut self, examples: bool) {
        self.examples = examples;
        self.prepared.retain(|made| !made.format.takes_examples());
    }
}

impl State {
    /// Returns whether there is a run to export, and the engine can do it now.
    pub fn can_prepare(&self) -> bool {
        self.has_trained() && self.engine.may(EngineWish::Prepare)
    }

    pub(super) fn preparing_asked(&mut self, ticket: Ticket, format: TakeHomeFormat) {
        self.take_home.refused = None;
        self.take_home.prepared.retain(|made| made.format != format);
        let job = EngineJob::Preparing(FileInProgress {
            format,
            done: 0,
            total: 0,
        });
        self.engine.begin(ticket, job);
    }

    pub(super) fn preparing_told(&mut self, ticket: Ticket, told: EventOf<Prepare>) {
        match told {
            CallEvent::Begun => {}
            CallEvent::Progress(Done { done, total }) => {
                if let Some(EngineJob::Preparing(making)) = self.engine.job_of(ticket) {
                    (making.done, making.total) = (done, total);
                }
            }
            CallEvent::Answer(answer) => {
                let Some(EngineJob::Preparing(making)) = self.engine.ended(ticket) else {
                    return;
                };
                match answer {
                    Ok(prepared) => self.take_home.prepared.push(Rc::new(prepared)),
                    Err(Unanswered::Failed(error)) => {
                        self.take_home.refused = Some((making.format, Rc::new(error)));
                    }
                    Err(_) => {}
                }
            }
        }
    }
}
