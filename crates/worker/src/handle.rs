//! Dispatches calls to their handlers, and steps through jobs.

use grove_protocol::Request;
use grove_protocol::call::{Call, CallEffect, CallEvent, In, Requests};
use grove_recipe::error::StageError;

use crate::answer::{AnswerFile, WorkerAnswer};
use crate::session::Session;

/// A call that a session can handle.
pub trait Handle: Call {
    /// Answers the call, or begins its job; `file` holds the bytes of the file that came with it.
    ///
    /// # Errors
    /// Where the call is refused or cannot be done.
    fn handle(self, session: &mut Session, file: &[u8]) -> Handling<Self>;
}

/// The result of handling a call.
pub type Handling<C> = Result<Handled<<C as Call>::Answer>, StageError>;

/// The result of a call.
pub enum Handled<A> {
    /// The answer.
    Answer(A),
    /// The answer, with a file.
    WithFile(A, AnswerFile),
    /// A job has begun: [`Session::step`] returns its progress and answer.
    Begun,
}

impl<A> From<A> for Handled<A> {
    fn from(answer: A) -> Self {
        Self::Answer(answer)
    }
}

/// A list of calls that a session can handle.
pub trait Dispatch: Requests + Sized {
    /// What the call does to the job under way.
    fn effect(&self) -> CallEffect;

    /// Passes the call to its handler. Returns `None` where a job has begun.
    fn dispatch(self, session: &mut Session, file: &[u8]) -> Option<WorkerAnswer<Self::Response>>;
}

/// Makes the dispatch of a list of calls whose messages `messages!` has made.
#[macro_export]
macro_rules! dispatch {
    ($Request:ty; $($Call:ident)*) => {
        impl $crate::handle::Dispatch for $Request {
            fn effect(&self) -> grove_protocol::call::CallEffect {
                self.effect()
            }

            fn dispatch(
                self,
                session: &mut $crate::session::Session,
                file: &[u8],
            ) -> Option<$crate::answer::WorkerAnswer<<Self as grove_protocol::call::Requests>::Response>> {
                match self {
                    $(Self::$Call(call) => {
                        let handled = $crate::handle::Handle::handle(call, session, file);
                        $crate::handle::respond::<$Call, Self>(handled)
                    })*
                }
            }
        }
    };
}

/// Converts the result of a handler to an answer; `None` where a job has begun.
pub fn respond<C: In<R>, R: Requests>(handled: Handling<C>) -> Option<WorkerAnswer<R::Response>> {
    let (answer, file) = match handled {
        Ok(Handled::Answer(answer)) => (Ok(answer), None),
        Ok(Handled::WithFile(answer, file)) => (Ok(answer), Some(file)),
        Ok(Handled::Begun) => return None,
        Err(error) => (Err(error.into()), None),
    };
    Some(WorkerAnswer {
        response: C::response(CallEvent::Answer(answer)),
        file,
    })
}

/// The job of a call, which is done in steps.
pub trait Job {
    /// The call that began the job.
    type Call: In<Request>;

    /// Does the next step.
    ///
    /// # Errors
    /// Where the job fails; the error is its answer.
    fn step(&mut self, session: &mut Session) -> Result<JobStep<Self::Call>, StageError>;
}

/// The result of a step of a job.
pub enum JobStep<C: Call> {
    /// Tree workers go on with it; nothing to do until one of them sends a message.
    Elsewhere,
    /// The job goes on, with this progress.
    Progress(C::Progress),
    /// The job is done.
    Answer(C::Answer),
    /// The job is done, with a file.
    WithFile(C::Answer, AnswerFile),
}

/// A job of any call.
pub(crate) trait AnyJob {
    fn step_to_answer(&mut self, session: &mut Session) -> Option<WorkerAnswer>;
}

impl<J: Job> AnyJob for J {
    fn step_to_answer(&mut self, session: &mut Session) -> Option<WorkerAnswer> {
        let (told, file) = match self.step(session) {
            Ok(JobStep::Elsewhere) => return None,
            Ok(JobStep::Progress(progress)) => (CallEvent::Progress(progress), None),
            Ok(JobStep::Answer(answer)) => (CallEvent::Answer(Ok(answer)), None),
            Ok(JobStep::WithFile(answer, file)) => (CallEvent::Answer(Ok(answer)), Some(file)),
            Err(error) => (CallEvent::Answer(Err(error.into())), None),
        };
        Some(WorkerAnswer {
            response: J::Call::response(told),
            file,
        })
    }
}
