//! Prepares an export: writes the file and, if it contains a model, reads it back and compares its predictions with the
//! run's on all test rows.

use std::rc::Rc;

use grove_engine::RunOutcome;
use grove_engine::pace::{Pace, Work};
use grove_engine::table::Table;
use grove_export::onnx::compare::ReadBack;
use grove_export::take_home::{ExportedFile, FinishedRun, out_of_reach};
use grove_protocol::calls::Prepare;
use grove_protocol::take_home::{PreparedFile, TakeHomeFormat};
use grove_recipe::Task;
use grove_recipe::error::StageError;

use crate::answer::AnswerFile;
use crate::handle::{Handle, Handling, JobStep};
use crate::session::Session;
use crate::working::Working;

impl Handle for Prepare {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        session.pipeline.cancel();
        let written = write(session, self);
        Ok(session.begin(Working::<Self, _> {
            // An error of the check is the job's answer.
            work: Work::new(|pace| async move { written?.check(pace).await }),
            answer: |_, (prepared, file)| JobStep::WithFile(prepared, file),
        }))
    }
}

/// A file that was written.
struct WrittenFile {
    file: ExportedFile,
    format: TakeHomeFormat,
    task: Task,
    outcome: Rc<RunOutcome>,
    /// The test rows as they were loaded, if the file contains a model.
    rows: Option<Table>,
}

fn write(session: &Session, call: Prepare) -> Result<WrittenFile, StageError> {
    let Prepare { format, examples } = call;
    let (pipeline, outcome) = (&session.pipeline, session.outcome()?);
    let whole = session.reports.whole().ok_or_else(out_of_reach)?;
    let stages: Vec<_> = whole.stages.iter().map(|s| s.report.clone()).collect();
    let run = FinishedRun {
        pipeline,
        outcome,
        recipe: &whole.recipe,
        stages: &stages,
    };
    let file = run.write(format, examples)?;
    let rows = match file.model {
        Some(_) => Some(run.test_rows()?),
        None => None,
    };
    Ok(WrittenFile {
        file,
        format,
        task: whole.recipe.task,
        outcome: Rc::clone(outcome),
        rows,
    })
}

impl WrittenFile {
    async fn check(mut self, pace: Pace) -> Result<(PreparedFile, AnswerFile), StageError> {
        let rows = self.rows.as_ref();
        pace.breathe(0, rows.map_or(0, Table::height)).await;
        let mut reveals = Vec::new();
        let mut comparison = None;
        if let Some((model, rows)) = self.file.model.as_deref().zip(rows) {
            let read = ReadBack::new(model)?;
            reveals = self.file.reveals()?;
            // A large model must not be in memory twice while it is compared.
            self.file.model = None;
            let RunOutcome {
                fitted,
                predictions,
                ..
            } = &*self.outcome;
            let found = read.compare(fitted, rows, &predictions.predicted, &pace);
            comparison = Some(found.await?);
        }
        let prepared = PreparedFile {
            format: self.format,
            task: self.task,
            bytes: self.file.bytes.len() as f64,
            comparison,
            reveals,
            notes: self.file.notes,
        };
        let (bytes, media_type) = (self.file.bytes, self.format.media_type());
        Ok((prepared, AnswerFile { bytes, media_type }))
    }
}
