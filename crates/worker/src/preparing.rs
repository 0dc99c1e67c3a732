//! A file for another tool in the making: it is written, and where it holds a model, read back and compared with the
//! run on all its test rows before anybody gets it.

use grove_engine::table::Table;
use grove_engine::{Outcome, Pipeline};
use grove_export::onnx::compare::Comparing;
use grove_export::take_home::{Run, TakenHome, out_of_reach};
use grove_protocol::Response;
use grove_protocol::onnx::{OnnxComparison, OnnxRevealed};
use grove_protocol::report::StageReport;
use grove_protocol::take_home::{Format, Prepared};
use grove_recipe::Task;
use grove_recipe::error::StageError;

use super::downloads::outcome;
use super::record::Whole;

pub struct Preparing {
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

impl Preparing {
    pub fn new(format: Format, examples: bool) -> Self {
        Self {
            format,
            examples,
            written: None,
        }
    }

    /// Does the next piece: what is told of it, and the file with the last.
    pub fn advance(
        &mut self,
        pipeline: &Pipeline,
        run: Option<&Whole>,
    ) -> Result<(Response, Option<Vec<u8>>), StageError> {
        let outcome = outcome(pipeline)?;
        let Some(written) = &mut self.written else {
            let written = self.write(pipeline, outcome, run.ok_or_else(out_of_reach)?)?;
            let told = progress(&written);
            self.written = Some(written);
            return Ok((told, None));
        };
        if let Some(model) = &written.file.model {
            written.comparing = Some(Comparing::begin(model)?);
            written.reveals = written.file.reveals()?;
            written.file.model = None;
            return Ok((progress(written), None));
        }
        if let (Some(comparing), Some(rows)) = (&mut written.comparing, &written.rows) {
            let predicted = &outcome.predictions.predicted;
            let (found, more) = comparing.advance(&outcome.fitted, rows, predicted)?;
            written.comparison = Some(found);
            if more {
                return Ok((progress(written), None));
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
        Ok((Response::Prepared(prepared), Some(bytes)))
    }

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

fn progress(written: &Written) -> Response {
    let rows = written
        .rows
        .as_ref()
        .filter(|_| written.comparing.is_some());
    Response::Preparing {
        done: written.comparison.map_or(0, |found| found.rows),
        total: rows.map_or(0, Table::height),
    }
}
