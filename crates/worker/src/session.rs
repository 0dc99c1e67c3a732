//! A session: the worker's state, and how calls and jobs change it. It needs no browser.

use std::rc::Rc;

use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::predict::predictions::PredictionTable;
use grove_engine::train::tree_workers::TreeWorkers;
use grove_engine::{Pipeline, RunOutcome, table};
use grove_protocol::call::CallEffect;
use grove_protocol::report::ModelSummary;
use grove_protocol::{Response, TableName};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_store::runs::RunRecord;

use crate::answer::WorkerAnswer;
use crate::calls::anatomy::KnownTrainRows;
use crate::handle::{AnyJob, Dispatch, Handled, Job};
use crate::names::RunNames;
use crate::record::StageReports;

/// The opened file, the results of its runs, a loaded model and the latest predictions. One job is under way at a time:
/// a file is read, a recipe run, a table profiled, parameters searched, rows explained, or a file prepared.
pub struct Session {
    pub(crate) pipeline: Pipeline,
    job: Option<Box<dyn AnyJob>>,
    pub(crate) reports: StageReports,
    /// Returns milliseconds since some fixed moment.
    pub(crate) now: fn() -> f64,
    pub(crate) names: RunNames,
    /// A model from a file. It predicts in place of the trained one until the next run ends.
    pub(crate) model: Option<FittedPipeline>,
    pub(crate) predictions: Option<PredictionTable>,
    pub(crate) known_train_rows: Option<KnownTrainRows>,
}

impl Session {
    /// Makes a session with these tree workers and a clock in milliseconds since any fixed moment.
    pub fn new(workers: Box<dyn TreeWorkers>, now: fn() -> f64) -> Self {
        Self {
            pipeline: Pipeline::new(workers),
            job: None,
            reports: StageReports::default(),
            now,
            names: RunNames::new([0; 5]),
            model: None,
            predictions: None,
            known_train_rows: None,
        }
    }

    /// Names runs by these random bytes, so that no other session gives the same names.
    pub fn named_by(self, chance: [u8; 5]) -> Self {
        Self {
            names: RunNames::new(chance),
            ..self
        }
    }

    /// Answers a call; `file` holds the bytes of the file that came with it. Returns `None` where a job has begun,
    /// whose progress and answer [`Session::step`] returns.
    pub fn answer<R: Dispatch>(
        &mut self,
        request: R,
        file: &[u8],
    ) -> Option<WorkerAnswer<R::Response>> {
        if request.effect() != CallEffect::Beside {
            self.job = None;
        }
        request.dispatch(self, file)
    }

    /// Does the next step of the job under way. Returns `None` where there is no job, or where it goes on in tree
    /// workers.
    pub fn step(&mut self) -> Option<WorkerAnswer> {
        let mut job = self.job.take()?;
        let answer = job.step_to_answer(self);
        if !(answer.as_ref()).is_some_and(|answer| answer.response.is_answer()) {
            self.job = Some(job);
        }
        answer
    }

    /// Returns whether a job is under way, here or in tree workers.
    pub fn is_at_work(&self) -> bool {
        self.job.is_some()
    }

    /// Returns the run to store after this response, and whether anything was computed for it. `began` is when its job
    /// began; moments are in milliseconds since 1970.
    pub fn to_keep(
        &mut self,
        answer: &Response,
        began: f64,
        now: f64,
    ) -> Option<(RunRecord, bool)> {
        let outcome = self.pipeline.outcome().map(Rc::as_ref);
        self.reports
            .to_keep(answer, outcome, &mut self.names, began, now)
    }

    /// Makes this the job under way.
    pub(crate) fn begin<A>(&mut self, job: impl Job + 'static) -> Handled<A> {
        self.job = Some(Box::new(job));
        Handled::Begun
    }

    pub(crate) fn table(&self, table: TableName) -> Result<&table::Table, StageError> {
        self.pipeline.table(table).ok_or_else(|| {
            let (stage, problem, advice) = match table {
                TableName::Cleaned => {
                    (Stage::Clean, "Nothing was cleaned yet.", "Press Run first.")
                }
                _ => (
                    Stage::Load,
                    "No file is open.",
                    "Open a CSV file or a sample.",
                ),
            };
            StageError::new(stage, problem, advice)
        })
    }

    /// Returns the outcome of the latest run that left a model.
    pub(crate) fn outcome(&self) -> Result<&Rc<RunOutcome>, StageError> {
        self.pipeline.outcome().ok_or_else(|| {
            StageError::new(
                Stage::Evaluate,
                "No run has finished yet.",
                "Press Run first.",
            )
        })
    }

    /// Uses the model of this file for predictions from here on.
    ///
    /// # Errors
    /// Where the bytes are no model file, or one of another version.
    pub fn load_model(&mut self, name: &str, file: &[u8]) -> Result<ModelSummary, StageError> {
        let fitted = grove_export::model::read(file)?;
        let bytes = u32::try_from(file.len()).unwrap_or(u32::MAX);
        let summary = fitted.summary(name, bytes);
        self.model = Some(fitted);
        Ok(summary)
    }
}
