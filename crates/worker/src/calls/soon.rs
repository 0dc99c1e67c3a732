//! Work that a person waits for: done at once, or refused.

use std::task::Poll;

use grove_engine::pace::Work;
use grove_recipe::error::StageError;

use crate::handle::{Handle, Handling};

/// The most milliseconds.
const LONGEST: f64 = 2000.0;

/// Finishes the work at once, unless it takes longer than two seconds: then `late` says so.
pub fn soon<C>(
    mut work: Work<Result<C::Answer, StageError>>,
    now: fn() -> f64,
    late: fn() -> StageError,
) -> Handling<C>
where
    C: Handle,
{
    let until = now() + LONGEST;
    while now() < until {
        if let Poll::Ready(answer) = work.poll() {
            return Ok(answer?.into());
        }
    }
    Err(late())
}
