//! A call to the engine: a question, with the types of its answer and of its progress.
//!
//! ```text
//! page ─ call ─→ engine     page ←─ Begun, for a job ─ engine
//!                                ←─ Progress, any number of times
//!                                ←─ Answer, once: the answer, or why there is none
//!                                ←─ Notification, unasked
//! ```
//!
//! Why: `docs/decisions/0021-calls-and-messages.md`.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::tracking::StoreError;
use grove_recipe::error::StageError;

/// A question to the engine. Each is declared in a file of its own in [`crate::calls`], with its answer.
pub trait Call: Serialize + DeserializeOwned + 'static {
    /// What the engine returns once, at the end.
    type Answer: Serialize + DeserializeOwned + 'static;
    /// What is reported before the answer; [`Never`] if nothing is.
    type Progress: Progress + Serialize + DeserializeOwned + 'static;
    /// What the call does to the job under way; by default nothing.
    const EFFECT: CallEffect = CallEffect::Beside;
}

/// The effect of a call on the job under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallEffect {
    /// The call is answered while the job goes on.
    Beside,
    /// The call ends the job, and starts none.
    EndsJob,
    /// The call is a job, and replaces the one under way.
    IsJob,
}

/// What the engine reports of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CallEvent<P, A> {
    /// The job has begun: the engine has all that it needs for it.
    Begun,
    /// How far the call is.
    Progress(P),
    /// The answer, or why there is none. Nothing follows it.
    Answer(Result<A, Unanswered>),
}

impl<P, A> CallEvent<P, A> {
    /// Returns the answer, if it is one.
    pub fn answer(self) -> Option<Result<A, Unanswered>> {
        match self {
            Self::Answer(answer) => Some(answer),
            Self::Begun | Self::Progress(_) => None,
        }
    }
}

/// What the engine reports of a call of this type.
pub type EventOf<C> = CallEvent<<C as Call>::Progress, <C as Call>::Answer>;

/// Why a call has no answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Unanswered {
    /// The call was refused, or failed.
    Failed(StageError),
    /// The store of runs refused it, or could not do it.
    StoreFailed(StoreError),
    /// The job was stopped by [`crate::calls::Cancel`]. If it was training, `trees` have grown and are kept.
    Stopped {
        /// Trees that have grown; 0 where no run was training.
        trees: u32,
    },
    /// Something else ended the job, or took its place.
    Replaced,
    /// The engine is gone. The page makes this answer itself.
    EngineEnded,
}

impl Unanswered {
    /// Returns the error to show; `None` where a person ended the call, or where the engine is gone, which is reported
    /// separately.
    pub fn failure(self) -> Option<StageError> {
        match self {
            Self::Failed(error) => Some(error),
            Self::StoreFailed(_) | Self::Stopped { .. } | Self::Replaced | Self::EngineEnded => {
                None
            }
        }
    }

    /// What there is to say of a call to the store, likewise.
    pub fn store_failure(self) -> Option<StoreError> {
        match self {
            Self::StoreFailed(error) => Some(error),
            Self::Failed(error) => Some(StoreError {
                problem: error.problem,
                advice: error.advice,
            }),
            Self::Stopped { .. } | Self::Replaced | Self::EngineEnded => None,
        }
    }
}

impl From<StageError> for Unanswered {
    fn from(error: StageError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for Unanswered {
    fn from(error: StoreError) -> Self {
        Self::StoreFailed(error)
    }
}

/// What is reported before the answer. It can come faster than a page can draw, so some of it may be delayed for a
/// moment.
pub trait Progress: Sized {
    /// Returns whether it may be delayed, or merged with the next one.
    fn can_wait(&self) -> bool {
        false
    }

    /// Merges the next one into it. Returns the next one if it has to be sent by itself.
    fn merge(&mut self, later: Self) -> Option<Self> {
        Some(later)
    }
}

/// The progress of a call without any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Never {}

impl Progress for Never {}

/// How much of a job is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Units of work that are done, at most `total`.
    pub done: u32,
    /// Units of work in all.
    pub total: u32,
}

impl Progress for Done {
    fn can_wait(&self) -> bool {
        true
    }

    fn merge(&mut self, later: Self) -> Option<Self> {
        *self = later;
        None
    }
}

/// A list of calls, by the type of its requests.
pub trait Requests {
    /// What is reported of any call in the list.
    type Response;
}

/// A call that is in a list.
pub trait In<R: Requests>: Call {
    /// Makes a request of the list from the call.
    fn request(self) -> R;
    /// Makes a response of the list from what is reported of such a call.
    fn response(event: EventOf<Self>) -> R::Response;
    /// Returns what is reported of such a call, if the response is about one.
    fn event(response: R::Response) -> Option<EventOf<Self>>;
}

/// Makes the messages of a list of calls: `Request` with a variant for each, `Response` with what is reported of each,
/// and `CallName`.
#[macro_export]
macro_rules! messages {
    ($($Call:ident)*) => {
        /// A call on its way to the engine.
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Request {
            $(
                /// The call with its parameters.
                $Call($Call),
            )*
        }

        /// What the engine reports: about a call, or without one.
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Response {
            $(
                /// What is reported of such a call.
                $Call($crate::call::EventOf<$Call>),
            )*
            /// What is reported without a call.
            Notification($crate::tracking::Notification),
        }

        /// The types of calls.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CallName {
            $(
                /// Calls of this type, without their parameters.
                $Call,
            )*
        }

        impl $crate::call::Requests for Request {
            type Response = Response;
        }

        impl Request {
            /// Returns the type of the call.
            pub const fn name(&self) -> CallName {
                match self {
                    $(Self::$Call(_) => CallName::$Call,)*
                }
            }

            /// Returns what the call does to the job under way.
            pub const fn effect(&self) -> $crate::call::CallEffect {
                match self {
                    $(Self::$Call(_) => <$Call as $crate::call::Call>::EFFECT,)*
                }
            }
        }

        impl CallName {
            /// Returns the response that reports the start of such a call's job.
            pub const fn begun(self) -> Response {
                match self {
                    $(Self::$Call => Response::$Call($crate::call::CallEvent::Begun),)*
                }
            }

            /// Returns the response that ends such a call without an answer.
            pub const fn unanswered(self, why: $crate::call::Unanswered) -> Response {
                match self {
                    $(Self::$Call => Response::$Call($crate::call::CallEvent::Answer(Err(why))),)*
                }
            }
        }

        impl Response {
            /// Returns whether it is the last response to its call.
            pub const fn is_answer(&self) -> bool {
                match self {
                    $(Self::$Call(event) => matches!(event, $crate::call::CallEvent::Answer(_)),)*
                    Self::Notification(_) => false,
                }
            }

            /// Returns why there is no answer; `None` where there is one.
            pub const fn unanswered(&self) -> Option<&$crate::call::Unanswered> {
                match self {
                    $(Self::$Call($crate::call::CallEvent::Answer(Err(why))) => Some(why),)*
                    _ => None,
                }
            }

            /// Returns whether it may be delayed.
            pub fn can_wait(&self) -> bool {
                match self {
                    $(Self::$Call($crate::call::CallEvent::Progress(progress)) => {
                        $crate::call::Progress::can_wait(progress)
                    })*
                    _ => false,
                }
            }

            /// Merges the next one into it. Returns the next one if it has to be sent by itself.
            pub fn merge(&mut self, later: Self) -> Option<Self> {
                use $crate::call::{Progress, CallEvent};
                match (self, later) {
                    $((Self::$Call(CallEvent::Progress(event)), Self::$Call(CallEvent::Progress(later))) => {
                        Progress::merge(event, later).map(|later| Self::$Call(CallEvent::Progress(later)))
                    })*
                    (_, later) => Some(later),
                }
            }
        }

        $(impl $crate::call::In<Request> for $Call {
            fn request(self) -> Request {
                Request::$Call(self)
            }

            fn response(event: $crate::call::EventOf<Self>) -> Response {
                Response::$Call(event)
            }

            fn event(response: Response) -> Option<$crate::call::EventOf<Self>> {
                match response {
                    Response::$Call(event) => Some(event),
                    _ => None,
                }
            }
        })*
    };
}
