//! A file for another tool in the making: it is written, and where it holds a model, read back and compared with the
//! run on all its test rows before anybody gets it.

use crate::api::error::StageError;
use crate::api::onnx::OnnxComparison;
use crate::api::protocol::Response;
use crate::api::recipe::Task;
use crate::api::report::StageReport;
use crate::api::take_home::{Format, Prepared};
use crate::export::onnx::compare::Comparing;
use crate::export::take_home::{Run, TakenHome, out_of_reach};
use crate::pipeline::Pipeline;
use crate::pipeline::table::Table;

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
    /// What is left to compare of the model in it, and the test rows as they were loaded.
    comparing: Option<(Comparing, Table)>,
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
        let Some(written) = &mut self.written else {
            let written = self.write(pipeline, run)?;
            let told = progress(&written);
            self.written = Some(written);
            return Ok((told, None));
        };
        if let Some((comparing, rows)) = &mut written.comparing {
            let outcome = outcome(pipeline)?;
            let predicted = &outcome.predictions.predicted;
            let (found, more) = comparing.advance(&outcome.fitted, rows, predicted)?;
            written.comparison = Some(found);
            if more {
                return Ok((progress(written), None));
            }
            written.comparing = None;
        }
        let file = &mut written.file;
        let prepared = Prepared {
            format: self.format,
            task: written.task,
            bytes: file.bytes.len() as f64,
            comparison: written.comparison,
            reveals: std::mem::take(&mut file.reveals),
            notes: std::mem::take(&mut file.notes),
        };
        let bytes = std::mem::take(&mut file.bytes);
        Ok((Response::Prepared(prepared), Some(bytes)))
    }

    fn write(&self, pipeline: &Pipeline, run: Option<&Whole>) -> Result<Written, StageError> {
        let outcome = outcome(pipeline)?;
        let whole = run.ok_or_else(out_of_reach)?;
        let stages: Vec<StageReport> = whole.stages.iter().map(|s| s.report.clone()).collect();
        let run = Run {
            pipeline,
            outcome,
            recipe: &whole.recipe,
            stages: &stages,
        };
        let mut file = run.write(self.format, self.examples)?;
        let comparing = match file.model.take() {
            Some(model) => Some((Comparing::begin(&model)?, run.test_rows()?)),
            None => None,
        };
        Ok(Written {
            file,
            task: whole.recipe.task,
            comparing,
            comparison: None,
        })
    }
}

fn progress(written: &Written) -> Response {
    let (done, total) = match &written.comparing {
        Some((_, rows)) => (
            written.comparison.map_or(0, |found| found.rows),
            rows.height(),
        ),
        None => (0, 0),
    };
    Response::Preparing { done, total }
}
