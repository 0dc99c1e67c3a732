//! Limits how often progress is sent, because the page draws at each message. This is the only place where that is
//! done: what the worker does not send costs nothing to write, to transfer and to read.

use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::RunProgress;
use grove_recipe::stage::Stage;

use super::answer::WorkerAnswer;

/// The least time between two messages of progress, in milliseconds. Drawing one takes up to 20 ms of a core, which tree
/// workers need.
pub const INTERVAL: f64 = 250.0;

/// The progress of a job that is not sent yet.
pub struct Throttle {
    /// Progress that is held back.
    held: Option<Response>,
    /// The progress that was sent last, and when.
    last: Option<Response>,
    sent: f64,
    /// The answer that ends the last stage. It is sent with the run's, because the page shows a run as finished once
    /// its last stage is.
    last_stage: Option<WorkerAnswer>,
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            held: None,
            last: None,
            sent: f64::NEG_INFINITY,
            last_stage: None,
        }
    }
}

impl Throttle {
    /// Returns what to send now that this answer has come; `now` is in milliseconds.
    pub fn due(&mut self, answer: WorkerAnswer, now: f64) -> Vec<WorkerAnswer> {
        let mut due: Vec<WorkerAnswer> = self.last_stage.take().into_iter().collect();
        let WorkerAnswer { mut response, file } = answer;
        if let Some(mut held) = self.held.take() {
            match held.merge(response) {
                None => response = held,
                Some(later) => {
                    due.push(held.into());
                    response = later;
                }
            }
        }
        if response.can_wait() {
            if now - self.sent < INTERVAL {
                self.held = Some(response);
                return due;
            }
            // Some steps change nothing that the page shows.
            if self.last.as_ref() == Some(&response) {
                return due;
            }
            self.last = Some(response.clone());
            self.sent = now;
        }
        let answer = WorkerAnswer { response, file };
        match ends_run(&answer.response) {
            true => self.last_stage = Some(answer),
            false => due.push(answer),
        }
        due
    }
}

fn ends_run(response: &Response) -> bool {
    matches!(
        response,
        Response::Run(CallEvent::Progress(
            RunProgress::Finished { report, .. } | RunProgress::Reused { report, .. }
        )) if report.stage == Stage::Evaluate
    )
}
