//! How the store of runs answers its calls, one at a time.

use std::cell::RefCell;
use std::io::Write;

use grove_protocol::call::{Call, CallEvent, Done, In};
use grove_protocol::tracking::{Notification, RunsNews, StoreError};
use grove_protocol::{Request, Response};
use grove_store::RecordStore;

use crate::session::Session;

/// A call that the store of runs can answer.
#[allow(async_fn_in_trait, reason = "nothing here crosses threads")]
pub trait StoreHandle: Call {
    /// Whether it changes what is kept, which other tabs want to hear of then.
    const CHANGES: bool = false;

    /// Answers the call.
    ///
    /// # Errors
    /// It is refused, or cannot be done. Nothing was changed then.
    async fn handle(self, access: &impl StoreAccess) -> Result<Self::Answer, StoreError>;
}

/// What a call to the store is answered with.
#[allow(async_fn_in_trait, reason = "nothing here crosses threads")]
pub trait StoreAccess {
    /// Where runs and models are kept.
    type Store: RecordStore;

    /// Returns the store.
    fn store(&self) -> &Self::Store;

    /// Returns the session that models are loaded into.
    fn session(&self) -> &RefCell<Session>;

    /// Returns the time in milliseconds since 1970.
    fn now(&self) -> f64;

    /// Returns the bytes of the file that came with the call.
    fn file(&self) -> &[u8];

    /// Takes the bytes of the file that the answer brings.
    fn out(&self) -> impl Write;

    /// Lets the worker do other things in between.
    async fn breathe(&self);

    /// Reports how many scores of a comparison are known, and lets the worker do other things. Returns whether to go on.
    async fn compared(&self, done: Done) -> bool;

    /// Takes notice that the comparisons that were to stop have ended.
    fn comparisons_stopped(&self);

    /// Reduces the list of all runs to what the page does not know yet. A long list is told in pieces, of which this
    /// returns the last.
    fn news(&self, list: RunsNews) -> RunsNews;

    /// Tells the page something unasked.
    fn notify(&self, notification: Notification);
}

/// The response to a call that was answered, and whether what is kept has changed.
pub struct StoreResponse {
    /// The answer, or why there is none.
    pub response: Response,
    /// Whether other tabs are to be told.
    pub changed: bool,
}

/// Answers a call.
pub async fn answer<C: StoreHandle + In<Request>>(
    call: C,
    access: &impl StoreAccess,
) -> StoreResponse {
    let answer = call.handle(access).await;
    StoreResponse {
        changed: C::CHANGES && answer.is_ok(),
        response: C::response(CallEvent::Answer(answer.map_err(Into::into))),
    }
}

/// Makes the dispatch of the calls that the store answers.
macro_rules! dispatch_to_store {
    ($($Call:ident)*) => {
        /// Whether the store of runs answers this call.
        pub const fn is_for_store(request: &grove_protocol::Request) -> bool {
            matches!(request, $(grove_protocol::Request::$Call(_))|*)
        }

        /// Answers a call to the store of runs; `None` for other calls.
        pub async fn answer_in_store(
            request: grove_protocol::Request,
            access: &impl $crate::store_handle::StoreAccess,
        ) -> Option<$crate::store_handle::StoreResponse> {
            match request {
                $(grove_protocol::Request::$Call(call) => {
                    Some($crate::store_handle::answer(call, access).await)
                })*
                _ => None,
            }
        }

        // A session keeps no runs: the store is asked before it.
        $(impl $crate::handle::Handle for $Call {
            fn handle(self, _: &mut Session, _: &[u8]) -> $crate::handle::Handling<Self> {
                Err(StageError::new(Stage::Load, "This engine keeps no runs.", ""))
            }
        })*
    };
}

pub(crate) use dispatch_to_store;
