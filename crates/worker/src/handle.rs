//! How calls reach their handlers, and how jobs go on.

use grove_protocol::Request;
use grove_protocol::call::{Call, Effect, In, Requests, Told};
use grove_recipe::error::StageError;

use crate::answer::{Answer, File};
use crate::session::Session;

/// A call that a session can handle.
pub trait Handle: Call {
    /// Answers the call, or begins its job; `file` holds the bytes of the file that came with it.
    ///
    /// # Errors
    /// It is refused, or cannot be done.
    fn handle(self, session: &mut Session, file: &[u8]) -> Handling<Self>;
}

/// What came of handling a call.
pub type Handling<C> = Result<Handled<<C as Call>::Answer>, StageError>;

pub enum Handled<A> {
    Answer(A),
    WithFile(A, File),
    /// A job has begun: [`Session::step`] tells of it.
    Begun,
}

impl<A> From<A> for Handled<A> {
    fn from(answer: A) -> Self {
        Self::Answer(answer)
    }
}

/// A list of calls that a session can handle.
pub trait Dispatch: Requests + Sized {
    fn effect(&self) -> Effect;

    /// Hands the call to its handler. `None` says that a job has begun.
    fn dispatch(self, session: &mut Session, file: &[u8]) -> Option<Answer<Self::Response>>;
}

/// Makes the dispatch of a list of calls whose messages `messages!` has made.
#[macro_export]
macro_rules! dispatch {
    ($Request:ty; $($Call:ident)*) => {
        impl $crate::handle::Dispatch for $Request {
            fn effect(&self) -> grove_protocol::call::Effect {
                self.effect()
            }

            fn dispatch(
                self,
                session: &mut $crate::session::Session,
                file: &[u8],
            ) -> Option<$crate::answer::Answer<<Self as grove_protocol::call::Requests>::Response>> {
                match self {
                    $(Self::$Call(call) => {
                        let handled = $crate::handle::Handle::handle(call, session, file);
                        $crate::handle::told::<$Call, Self>(handled)
                    })*
                }
            }
        }
    };
}

/// What is told of a call that was handled.
pub fn told<C: In<R>, R: Requests>(handled: Handling<C>) -> Option<Answer<R::Response>> {
    let (answer, file) = match handled {
        Ok(Handled::Answer(answer)) => (Ok(answer), None),
        Ok(Handled::WithFile(answer, file)) => (Ok(answer), Some(file)),
        Ok(Handled::Begun) => return None,
        Err(error) => (Err(error.into()), None),
    };
    Some(Answer {
        response: C::response(Told::Answer(answer)),
        file,
    })
}

/// The job of a call. It is at the session's disposal between two steps.
pub trait Job {
    type Call: In<Request>;

    /// Does the next piece.
    ///
    /// # Errors
    /// The job cannot go on, which is its answer.
    fn step(&mut self, session: &mut Session) -> Result<Step<Self::Call>, StageError>;
}

/// What a piece of a job came to.
pub enum Step<C: Call> {
    /// It goes on elsewhere, until there is word.
    Elsewhere,
    Progress(C::Progress),
    Answer(C::Answer),
    WithFile(C::Answer, File),
}

/// A job of whichever call.
pub(crate) trait AnyJob {
    fn step_and_tell(&mut self, session: &mut Session) -> Option<Answer>;
}

impl<J: Job> AnyJob for J {
    fn step_and_tell(&mut self, session: &mut Session) -> Option<Answer> {
        let (told, file) = match self.step(session) {
            Ok(Step::Elsewhere) => return None,
            Ok(Step::Progress(progress)) => (Told::Progress(progress), None),
            Ok(Step::Answer(answer)) => (Told::Answer(Ok(answer)), None),
            Ok(Step::WithFile(answer, file)) => (Told::Answer(Ok(answer)), Some(file)),
            Err(error) => (Told::Answer(Err(error.into())), None),
        };
        Some(Answer {
            response: J::Call::response(told),
            file,
        })
    }
}
