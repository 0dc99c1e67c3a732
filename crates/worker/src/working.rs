//! Makes a job of work that breathes: each breath gives progress, and its result becomes the answer.

use std::task::Poll;

use grove_engine::pace::{Progress, Work};
use grove_protocol::call::{Call, Done, In};
use grove_protocol::calls::Request;
use grove_recipe::error::StageError;

use crate::handle::{Job, JobStep};
use crate::session::Session;

/// Work of the engine for a call.
pub(crate) struct Working<C: Call, T> {
    pub work: Work<Result<T, StageError>>,
    /// Converts the result to the answer.
    pub answer: fn(&mut Session, T) -> JobStep<C>,
}

impl<C: In<Request> + Call<Progress = Done>, T> Job for Working<C, T> {
    type Call = C;

    fn step(&mut self, session: &mut Session) -> Result<JobStep<C>, StageError> {
        if let Poll::Ready(result) = self.work.poll() {
            return Ok((self.answer)(session, result?));
        }
        let Progress { done, total, .. } = self.work.progress();
        Ok(JobStep::Progress(Done { done, total }))
    }
}
