//! A file for another tool in the making: it is written, and where it holds a model, read back and compared with the
//! run on all its test rows before anybody gets it.

use std::rc::Rc;

use grove_engine::Outcome;
use grove_engine::pace::{Pace, Work};
use grove_engine::table::Table;
use grove_export::onnx::compare::ReadBack;
use grove_export::take_home::{Run, TakenHome, out_of_reach};
use grove_protocol::calls::Prepare;
use grove_protocol::take_home::{Format, Prepared};
use grove_recipe::Task;
use grove_recipe::error::StageError;

use crate::answer::File;
use crate::handle::{Handle, Handling, Step};
use crate::session::Session;
use crate::working::Working;

impl Handle for Prepare {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        session.pipeline.cancel();
        let written = write(session, self);
        Ok(session.begin(Working::<Self, _> {
            // What is wrong with it is the answer of the job.
            work: Work::new(|pace| async move { written?.check(pace).await }),
            answer: |_, (prepared, file)| Step::WithFile(prepared, file),
        }))
    }
}

/// A file that was written.
struct Written {
    file: TakenHome,
    format: Format,
    task: Task,
    outcome: Rc<Outcome>,
    /// Where there is a model in it, the test rows as they were loaded.
    rows: Option<Table>,
}

fn write(session: &Session, call: Prepare) -> Result<Written, StageError> {
    let Prepare { format, examples } = call;
    let (pipeline, outcome) = (&session.pipeline, session.outcome()?);
    let whole = session.reports.whole().ok_or_else(out_of_reach)?;
    let stages: Vec<_> = whole.stages.iter().map(|s| s.report.clone()).collect();
    let run = Run {
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
    Ok(Written {
        file,
        format,
        task: whole.recipe.task,
        outcome: Rc::clone(outcome),
        rows,
    })
}

impl Written {
    async fn check(mut self, pace: Pace) -> Result<(Prepared, File), StageError> {
        let rows = self.rows.as_ref();
        pace.breathe(0, rows.map_or(0, Table::height)).await;
        let mut reveals = Vec::new();
        let mut comparison = None;
        if let Some((model, rows)) = self.file.model.as_deref().zip(rows) {
            let read = ReadBack::new(model)?;
            reveals = self.file.reveals()?;
            // A large one is not to be there twice while it is compared.
            self.file.model = None;
            let Outcome {
                fitted,
                predictions,
                ..
            } = &*self.outcome;
            let found = read.compare(fitted, rows, &predictions.predicted, &pace);
            comparison = Some(found.await?);
        }
        let prepared = Prepared {
            format: self.format,
            task: self.task,
            bytes: self.file.bytes.len() as f64,
            comparison,
            reveals,
            notes: self.file.notes,
        };
        let (bytes, media_type) = (self.file.bytes, self.format.media_type());
        Ok((prepared, File { bytes, media_type }))
    }
}
