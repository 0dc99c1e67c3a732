//! The engine as the page sees it: whether it lives, what it is doing, and what may be asked of it meanwhile.

use std::rc::Rc;

use super::profiles::Profiling;
use super::{FileInProgress, OngoingSearch, Opening, RunInProgress, Ticket, Waiting};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Engine {
    pub life: Life,
    /// The file that was chosen, while it is fetched or made and not yet with the engine.
    pub awaited: Option<Opening>,
    /// The engine does one thing at a time. It begins when the page asks, so that nobody else does in between, and takes
    /// the place of what was before, as in the engine. It ends with the engine's answer, which comes for every job:
    /// also for one that was stopped, replaced, or lost with its engine.
    job: Waiting<EngineJob>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Life {
    #[default]
    Loading,
    Ready,
    /// It broke, and a new one is on its way.
    Restarting,
    /// It cannot be used; the text says why and what to do.
    Unusable(Rc<str>),
}

/// What the engine is doing, with how far it is.
#[derive(Clone, Debug, PartialEq)]
pub enum EngineJob {
    Opening(Opening),
    Running(Box<RunInProgress>),
    Profiling(Profiling),
    Searching(Box<OngoingSearch>),
    Preparing(FileInProgress),
}

/// What a component wants of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineWish {
    /// Another file, also one that is still to be made.
    Open,
    /// The open file once more, otherwise, as the recipe says.
    Read,
    /// A run or a search that a person asks for.
    Run,
    /// A run that the page asks for by itself.
    Preview,
    Profile,
    /// A file for another tool.
    Prepare,
    /// An answer beside the job, from what stages have made.
    Ask,
}

impl Engine {
    pub fn is_ready(&self) -> bool {
        self.life == Life::Ready
    }

    pub fn is_unusable(&self) -> bool {
        matches!(self.life, Life::Unusable(_))
    }

    /// Whether such a wish can be fulfilled now. What a person waits for is not ended by anything that the page does by
    /// itself.
    pub fn may(&self, wish: EngineWish) -> bool {
        self.hears(wish) && self.has_time(wish)
    }

    /// A person's wish may wait until the engine is there.
    fn hears(&self, wish: EngineWish) -> bool {
        match wish {
            EngineWish::Open => !self.is_unusable(),
            EngineWish::Run | EngineWish::Prepare => {
                matches!(self.life, Life::Ready | Life::Restarting)
            }
            EngineWish::Read | EngineWish::Preview | EngineWish::Profile | EngineWish::Ask => {
                self.is_ready()
            }
        }
    }

    fn has_time(&self, wish: EngineWish) -> bool {
        let awaited = self.awaited.is_some();
        if awaited && wish != EngineWish::Ask {
            return false;
        }
        match self.job() {
            None => true,
            // Of the file that is read, other choices may come.
            Some(EngineJob::Opening(opening)) => wish == EngineWish::Read && opening.again,
            Some(EngineJob::Running(run)) => match wish {
                EngineWish::Open => true,
                EngineWish::Run => run.preview,
                _ => false,
            },
            // It is asked for again once there is time.
            Some(EngineJob::Profiling(_)) => true,
            Some(EngineJob::Searching(_)) => matches!(wish, EngineWish::Open | EngineWish::Ask),
            Some(EngineJob::Preparing(_)) => {
                matches!(wish, EngineWish::Open | EngineWish::Run | EngineWish::Ask)
            }
        }
    }

    pub fn job(&self) -> Option<&EngineJob> {
        self.job.about()
    }

    /// Another job takes the place of the one before.
    pub(super) fn begin(&mut self, ticket: Ticket, job: EngineJob) {
        self.job.ask(ticket, job);
    }

    /// The job with this ticket, while it is under way.
    pub(super) fn job_of(&mut self, ticket: Ticket) -> Option<&mut EngineJob> {
        self.job.of(ticket)
    }

    pub(super) fn job_mut(&mut self) -> Option<&mut EngineJob> {
        self.job.about_mut()
    }

    /// The job with this ticket has its answer.
    pub(super) fn ended(&mut self, ticket: Ticket) -> Option<EngineJob> {
        self.job.answered(ticket)
    }

    /// The job's answer is no longer wanted.
    pub(super) fn forget_job(&mut self) -> Option<EngineJob> {
        self.job.forget()
    }

    /// The file on its way, from the choice to the engine's answer.
    pub fn opening(&self) -> Option<&Opening> {
        match self.job() {
            _ if self.awaited.is_some() => self.awaited.as_ref(),
            Some(EngineJob::Opening(opening)) => Some(opening),
            _ => None,
        }
    }

    pub fn run(&self) -> Option<&RunInProgress> {
        match self.job() {
            Some(EngineJob::Running(run)) => Some(run),
            _ => None,
        }
    }

    pub fn profiling(&self) -> Option<&Profiling> {
        match self.job() {
            Some(EngineJob::Profiling(profiling)) => Some(profiling),
            _ => None,
        }
    }

    pub fn searching(&self) -> Option<&OngoingSearch> {
        match self.job() {
            Some(EngineJob::Searching(searching)) => Some(searching),
            _ => None,
        }
    }

    /// The file for another tool that is made.
    pub fn making(&self) -> Option<&FileInProgress> {
        match self.job() {
            Some(EngineJob::Preparing(making)) => Some(making),
            _ => None,
        }
    }
}
