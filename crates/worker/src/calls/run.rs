//! Runs the stages of a recipe.

use grove_engine::RunEvent;
use grove_protocol::calls::{Run, RunProgress};
use grove_protocol::report::StageReport;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::handle::{Handle, Handling, Job, JobStep};
use crate::session::Session;

impl Handle for Run {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let whole = self.through >= Stage::Evaluate;
        session.reports.begin(&self.recipe, whole);
        session.pipeline.begin_through(self.recipe, self.through)?;
        Ok(session.begin(Running {
            whole,
            stages: Stages::default(),
        }))
    }
}

struct Running {
    /// Whether the run leaves a model.
    whole: bool,
    stages: Stages,
}

impl Job for Running {
    type Call = Run;

    fn step(&mut self, session: &mut Session) -> Result<JobStep<Run>, StageError> {
        let event = session.pipeline.step()?;
        Ok(match self.stages.news(event, session) {
            RunNews::Elsewhere => JobStep::Elsewhere,
            RunNews::Progress(progress) => {
                session.reports.add(&progress);
                JobStep::Progress(*progress)
            }
            RunNews::Ended => {
                // From here on the model of this run predicts, in place of a loaded one.
                if self.whole {
                    session.model = None;
                    session.reports.end_whole();
                }
                JobStep::Answer(())
            }
        })
    }
}

/// The stages that a run, or a search, goes through.
#[derive(Default)]
pub struct Stages {
    /// When the present stage began.
    began: f64,
}

/// What to report of a step of a run.
pub enum RunNews {
    Elsewhere,
    Progress(Box<RunProgress>),
    Ended,
}

impl Stages {
    /// Converts an event of the pipeline to what is reported.
    pub fn news(&mut self, event: RunEvent, session: &mut Session) -> RunNews {
        RunNews::Progress(Box::new(match event {
            RunEvent::Waiting => return RunNews::Elsewhere,
            RunEvent::Ended => return RunNews::Ended,
            RunEvent::Reused(told) => RunProgress::Reused {
                report: StageReport::clone(&told.report),
                milliseconds: told.milliseconds,
            },
            RunEvent::Started(stage) => {
                self.began = (session.now)();
                RunProgress::Started(stage)
            }
            RunEvent::Progressed {
                stage,
                done,
                total,
                trees,
                fold,
            } => RunProgress::Working {
                stage,
                done,
                total,
                trees,
                fold,
            },
            RunEvent::Finished(report) => {
                let milliseconds = (session.now)() - self.began;
                session.pipeline.took(report.stage, milliseconds);
                RunProgress::Finished {
                    report: *report,
                    milliseconds,
                }
            }
        }))
    }
}
