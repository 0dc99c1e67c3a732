//! Runs the stages of a recipe.

use grove_engine::Event;
use grove_protocol::calls::{Run, RunProgress};
use grove_protocol::report::StageReport;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::handle::{Handle, Handling, Job, Step};
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
    /// Whether it leaves a model.
    whole: bool,
    stages: Stages,
}

impl Job for Running {
    type Call = Run;

    fn step(&mut self, session: &mut Session) -> Result<Step<Run>, StageError> {
        let event = session.pipeline.step()?;
        Ok(match self.stages.told(event, session) {
            Told::Elsewhere => Step::Elsewhere,
            Told::Progress(progress) => {
                session.reports.hear(&progress);
                Step::Progress(*progress)
            }
            Told::Ended => {
                // The model of the latest run takes over from one that was loaded before.
                if self.whole {
                    session.model = None;
                    session.reports.end_whole();
                }
                Step::Answer(())
            }
        })
    }
}

/// The stages that a run, or a search, goes through.
#[derive(Default)]
pub struct Stages {
    /// When the stage under way began.
    began: f64,
}

/// What is told of a piece of a run.
pub enum Told {
    Elsewhere,
    Progress(Box<RunProgress>),
    Ended,
}

impl Stages {
    /// Tells what the pipeline did.
    pub fn told(&mut self, event: Event, session: &mut Session) -> Told {
        Told::Progress(Box::new(match event {
            Event::Waiting => return Told::Elsewhere,
            Event::Ended => return Told::Ended,
            Event::Reused(told) => RunProgress::Reused {
                report: StageReport::clone(&told.report),
                milliseconds: told.milliseconds,
            },
            Event::Started(stage) => {
                self.began = (session.now)();
                RunProgress::Started(stage)
            }
            Event::Progressed {
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
            Event::Finished(report) => {
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
