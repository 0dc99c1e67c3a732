//! A file for another tool in the making: it is written, and where it holds a model, read back and compared with the
//! run on all its test rows before anybody gets it.

use grove_engine::table::Table;
use grove_engine::{Outcome, Pipeline};
use grove_export::onnx::compare::Comparing;
use grove_export::take_home::{Run, TakenHome, out_of_reach};
use grove_protocol::call::Done;
use grove_protocol::calls::Prepare;
use grove_protocol::onnx::{OnnxComparison, OnnxRevealed};
use grove_protocol::report::StageReport;
use grove_protocol::take_home::{Format, Prepared};
use grove_recipe::Task;
use grove_recipe::error::StageError;

use crate::answer::File;
use crate::handle::{Handle, Handling, Job, Step};
use crate::record::Whole;
use crate::session::Session;

impl Handle for Prepare {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        session.pipeline.cancel();
        Ok(session.begin(Preparing {
            format: self.format,
            examples: self.examples,
            written: None,
        }))
    }
}

struct Preparing {
    format: Format,
    examples: bool,
    written: Option<Written>,
}

/// A file that was written.
struct Written {
    file: TakenHome,
    task: Task,
    reveals: Vec<OnnxRevealed>,
    /// Where there is a model in it, the test rows as they were loaded, …
    rows: Option<Table>,
    /// … and how it answers them.
    comparing: Option<Comparing>,
    comparison: Option<OnnxComparison>,
}

impl Job for Preparing {
    type Call = Prepare;

    fn step(&mut self, session: &mut Session) -> Result<Step<Prepare>, StageError> {
        let outcome = session.outcome()?;
        let Some(written) = &mut self.written else {
            let whole = session.reports.whole().ok_or_else(out_of_reach)?;
            let written = self.write(&session.pipeline, outcome, whole)?;
            let told = progress(&written);
            self.written = Some(written);
            return Ok(Step::Progress(told));
        };
        if let Some(model) = &written.file.model {
            written.comparing = Some(Comparing::begin(model)?);
            written.reveals = written.file.reveals()?;
            written.file.model = None;
            return Ok(Step::Progress(progress(written)));
        }
        if let (Some(comparing), Some(rows)) = (&mut written.comparing, &written.rows) {
            let predicted = &outcome.predictions.predicted;
            let (found, more) = comparing.advance(&outcome.fitted, rows, predicted)?;
            written.comparison = Some(found);
            if more {
                return Ok(Step::Progress(progress(written)));
            }
        }
        let prepared = Prepared {
            format: self.format,
            task: written.task,
            bytes: written.file.bytes.len() as f64,
            comparison: written.comparison,
            reveals: std::mem::take(&mut written.reveals),
            notes: std::mem::take(&mut written.file.notes),
        };
        let bytes = std::mem::take(&mut written.file.bytes);
        let media_type = self.format.media_type();
        Ok(Step::WithFile(prepared, File { bytes, media_type }))
    }
}

impl Preparing {
    fn write(
        &self,
        pipeline: &Pipeline,
        outcome: &Outcome,
        whole: &Whole,
    ) -> Result<Written, StageError> {
        let stages: Vec<StageReport> = whole.stages.iter().map(|s| s.report.clone()).collect();
        let run = Run {
            pipeline,
            outcome,
            recipe: &whole.recipe,
            stages: &stages,
        };
        let file = run.write(self.format, self.examples)?;
        let rows = match file.model {
            Some(_) => Some(run.test_rows()?),
            None => None,
        };
        Ok(Written {
            file,
            task: whole.recipe.task,
            reveals: Vec::new(),
            rows,
            comparing: None,
            comparison: None,
        })
    }
}

fn progress(written: &Written) -> Done {
    let rows = written
        .rows
        .as_ref()
        .filter(|_| written.comparing.is_some());
    Done {
        done: written.comparison.map_or(0, |found| found.rows),
        total: rows.map_or(0, Table::height),
    }
}
