//! Keeps the page's work within bounds: it draws at each word that it hears, so what comes in quick succession is told
//! together. This is the only place where that is done. The worker knows best what can be left out, and what it does not
//! send costs nothing to write, to hand over and to read.

use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::RunProgress;
use grove_recipe::stage::Stage;

use super::answer::WorkerAnswer;

/// How long progress may go untold, in milliseconds.
pub const INTERVAL: f64 = 100.0;

/// The progress of a job that is not sent yet.
pub struct Throttle {
    /// Progress that waits.
    held: Option<Response>,
    /// The progress that was told last, and when.
    last: Option<Response>,
    told: f64,
    /// The last stage's end, which is told with that of the run: the page takes a run whose last stage has ended for
    /// finished.
    last_stage: Option<WorkerAnswer>,
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            held: None,
            last: None,
            told: f64::NEG_INFINITY,
            last_stage: None,
        }
    }
}

impl Throttle {
    /// What is to be told now, at this moment in milliseconds, after this has come.
    pub fn tell(&mut self, answer: WorkerAnswer, now: f64) -> Vec<WorkerAnswer> {
        let mut tell: Vec<WorkerAnswer> = self.last_stage.take().into_iter().collect();
        let WorkerAnswer { mut response, file } = answer;
        if let Some(mut held) = self.held.take() {
            match held.merge(response) {
                None => response = held,
                Some(later) => {
                    tell.push(held.into());
                    response = later;
                }
            }
        }
        if response.can_wait() {
            if now - self.told < INTERVAL {
                self.held = Some(response);
                return tell;
            }
            // A piece of work need not bring anything that could be seen.
            if self.last.as_ref() == Some(&response) {
                return tell;
            }
            self.last = Some(response.clone());
            self.told = now;
        }
        let answer = WorkerAnswer { response, file };
        match ends_run(&answer.response) {
            true => self.last_stage = Some(answer),
            false => tell.push(answer),
        }
        tell
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
