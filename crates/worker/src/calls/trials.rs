//! Trains a recipe's model with other splits and seeds, or on fewer rows.

use grove_engine::evaluate::trials::{TrialStep, Trials};
use grove_protocol::calls::{RunTrials, TrialProgress};
use grove_recipe::error::StageError;

use crate::handle::{Handle, Handling, Job, JobStep};
use crate::session::Session;

impl Handle for RunTrials {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let trials = Trials::begin(&mut session.pipeline, self.recipe, self.plan)?;
        Ok(session.begin(TrialsJob(trials)))
    }
}

/// Trials under way.
struct TrialsJob(Trials);

impl Job for TrialsJob {
    type Call = RunTrials;

    fn step(&mut self, session: &mut Session) -> Result<JobStep<RunTrials>, StageError> {
        let report = match self.0.step(&mut session.pipeline)? {
            TrialStep::Elsewhere => return Ok(JobStep::Elsewhere),
            TrialStep::Done => return Ok(JobStep::Answer(self.0.report().clone())),
            TrialStep::Scored => Some(Box::new(self.0.report().clone())),
            TrialStep::Here => None,
        };
        Ok(JobStep::Progress(TrialProgress {
            done: self.0.progress(),
            report,
        }))
    }
}
