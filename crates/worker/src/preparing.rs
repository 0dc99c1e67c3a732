//! A file for another tool in the making: it is written, and where it holds a model, read back and compared with the
//! run on all its test rows before anybody gets it.

use std::rc::Rc;

use grove_engine::pace::{Pace, Work};
use grove_engine::table::Table;
use grove_engine::{Outcome, Pipeline};
use grove_export::onnx::compare::ReadBack;
use grove_export::take_home::{Run, TakenHome, out_of_reach};
use grove_protocol::take_home::{Format, Prepared};
use grove_recipe::Task;
use grove_recipe::error::StageError;

use super::downloads::outcome;
use super::record::Whole;

/// What is told of a file, and its bytes.
pub type Preparing = Work<Result<(Prepared, Vec<u8>), StageError>>;

/// A file that was written.
struct Written {
    file: TakenHome,
    format: Format,
    task: Task,
    outcome: Rc<Outcome>,
    /// Where there is a model in it, the test rows as they were loaded.
    rows: Option<Table>,
}

/// Writes a file, and begins to read it back. Tells the rows that were compared.
pub fn prepare(
    pipeline: &Pipeline,
    run: Option<&Whole>,
    format: Format,
    examples: bool,
) -> Preparing {
    let written = write(pipeline, run, format, examples);
    Work::new(|pace| async move { written?.check(pace).await })
}

fn write(
    pipeline: &Pipeline,
    run: Option<&Whole>,
    format: Format,
    examples: bool,
) -> Result<Written, StageError> {
    let outcome = outcome(pipeline)?;
    let whole = run.ok_or_else(out_of_reach)?;
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
    async fn check(mut self, pace: Pace) -> Result<(Prepared, Vec<u8>), StageError> {
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
        Ok((prepared, self.file.bytes))
    }
}
