//! The engine as the page sees it: whether it runs, its job, and which calls are possible now.

use std::rc::Rc;

use super::profiles::Profiling;
use super::{
    FileInProgress, OngoingSearch, OngoingTrials, Opening, RunInProgress, Ticket, Waiting,
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Engine {
    pub life: Life,
    /// The chosen file, while it is fetched or made and not yet sent to the engine.
    pub awaited: Option<Opening>,
    /// The engine has one job at a time. It begins with the page's call, in place of the one before, and ends with the
    /// engine's answer. Every job has one: also if it was stopped, replaced, or lost with its engine.
    job: Waiting<EngineJob>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Life {
    #[default]
    Loading,
    Ready,
    /// It failed, and a new one is starting.
    Restarting,
    /// It cannot be used; the text says why and what to do.
    Unusable(Rc<str>),
}

/// A job of the engine, with its progress.
#[derive(Clone, Debug, PartialEq)]
pub enum EngineJob {
    Opening(Opening),
    Running(Box<RunInProgress>),
    Profiling(Profiling),
    Searching(Box<OngoingSearch>),
    Preparing(FileInProgress),
    Trying(OngoingTrials),
}

/// What a component wants to ask of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineWish {
    /// To open another file, or to make one.
    Open,
    /// To read the open file again, as the recipe says.
    Read,
    /// A run or a search for the person.
    Run,
    /// A run that the page starts by itself.
    Preview,
    Profile,
    /// A file for another tool.
    Prepare,
    /// An answer that needs no job, from outputs of stages.
    Ask,
}

impl Engine {
    pub fn is_ready(&self) -> bool {
        self.life == Life::Ready
    }

    pub fn is_unusable(&self) -> bool {
        matches!(self.life, Life::Unusable(_))
    }

    /// Returns whether such a call is possible now. A job for the person is not ended by a call that the page makes by
    /// itself.
    pub fn may(&self, wish: EngineWish) -> bool {
        self.hears(wish) && self.has_time(wish)
    }

    /// Returns whether such a call can be made or can wait for the engine to start.
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
            // The file can be read with other choices while it is being read.
            Some(EngineJob::Opening(opening)) => wish == EngineWish::Read && opening.again,
            Some(EngineJob::Running(run)) => match wish {
                EngineWish::Open => true,
                EngineWish::Run => run.preview,
                _ => false,
            },
            // The profile is asked for again later.
            Some(EngineJob::Profiling(_)) => true,
            Some(EngineJob::Searching(_) | EngineJob::Trying(_)) => {
                matches!(wish, EngineWish::Open | EngineWish::Ask)
            }
            Some(EngineJob::Preparing(_)) => {
                matches!(wish, EngineWish::Open | EngineWish::Run | EngineWish::Ask)
            }
        }
    }

    pub fn job(&self) -> Option<&EngineJob> {
        self.job.about()
    }

    /// Begins a job, in place of the one before.
    pub(super) fn begin(&mut self, ticket: Ticket, job: EngineJob) {
        self.job.ask(ticket, job);
    }

    /// Returns the job with this ticket, if it is under way.
    pub(super) fn job_of(&mut self, ticket: Ticket) -> Option<&mut EngineJob> {
        self.job.of(ticket)
    }

    pub(super) fn job_mut(&mut self) -> Option<&mut EngineJob> {
        self.job.about_mut()
    }

    /// Ends the job with this ticket, which has its answer.
    pub(super) fn ended(&mut self, ticket: Ticket) -> Option<EngineJob> {
        self.job.answered(ticket)
    }

    /// Drops the job, whose answer is no longer wanted.
    pub(super) fn forget_job(&mut self) -> Option<EngineJob> {
        self.job.forget()
    }

    /// Returns the file that is being opened, from the choice to the engine's answer.
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

    /// Returns the trials under way.
    pub fn trying(&self) -> Option<&OngoingTrials> {
        match self.job() {
            Some(EngineJob::Trying(trying)) => Some(trying),
            _ => None,
        }
    }

    /// Returns the export that is being prepared.
    pub fn making(&self) -> Option<&FileInProgress> {
        match self.job() {
            Some(EngineJob::Preparing(making)) => Some(making),
            _ => None,
        }
    }
}
