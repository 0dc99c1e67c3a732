//! Files for other tools: which is being made, and what is told of those that can be saved.

use std::rc::Rc;

use super::engine::EngineJob;
use super::{EngineWish, State, Ticket};
use grove_protocol::call::{CallEvent, Done, ToldOf, Unanswered};
use grove_protocol::calls::Prepare;
use grove_protocol::take_home::{PreparedFile, TakeHomeFormat};
use grove_recipe::error::StageError;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TakeHome {
    /// Whether rows of the table go as examples into files that take them.
    pub examples: bool,
    /// Of the latest run, at most one per format.
    prepared: Vec<Rc<PreparedFile>>,
    refused: Option<(TakeHomeFormat, Rc<StageError>)>,
}

/// A file on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct FileInProgress {
    pub format: TakeHomeFormat,
    /// Test rows that were compared, of all; nothing of nothing before.
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
}

impl State {
    /// Whether there is a run to make files of, and the engine has time.
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

    pub(super) fn preparing_told(&mut self, ticket: Ticket, told: ToldOf<Prepare>) {
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
