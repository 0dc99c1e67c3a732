//! A file for another tool in the making: it is written, and where it holds a model, read back and compared with the
//! run on all its test rows before anybody gets it.

use serde_json::Value;

use crate::api::error::StageError;
use crate::api::onnx::{OnnxComparison, OnnxLayout, OnnxRevealed};
use crate::api::protocol::{Response, Table as Which};
use crate::api::report::{Detail, StageReport};
use crate::api::stage::Stage;
use crate::api::take_home::{Format, Prepared};
use crate::export::onnx::compare::{Comparing, numbered};
use crate::export::onnx::{self, Exported, reveals};
use crate::export::script::{Taught, pyspark, sklearn};
use crate::export::{bundle, card, dvc, mlflow, report};
use crate::pipeline::table::Table;
use crate::pipeline::{Outcome, Pipeline};

use super::downloads::outcome;
use super::record::Whole;

const NO_EXAMPLES: &str =
    "There are no example rows in it: its inputs are not the columns of the file.";

const OF_SCRIPT: &str = "Of the data it tells the names of columns and what the recipe names, and which row number is a train row; no \
                         value of the table.";
const OF_PROJECT: &str = "Of the data it tells the file’s name and fingerprint, the names of columns, and the values that \
                          steps and expectations name. The data itself is not inside.";
const OF_REPORT: &str = "Of the data it tells the names of columns, classes and categories, counts, ranges, the \
                         values that stages told as examples, and the scores.";

pub struct Preparing {
    format: Format,
    examples: bool,
    written: Option<Written>,
}

/// A file that was written.
struct Written {
    bytes: Vec<u8>,
    /// What is left to compare of the model in it, and the test rows as they were loaded.
    comparing: Option<(Comparing, Table)>,
    comparison: Option<OnnxComparison>,
    reveals: Vec<OnnxRevealed>,
    notes: Vec<String>,
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
        let run = run.ok_or_else(out_of_reach)?;
        let Some(written) = &mut self.written else {
            let written = self.write(pipeline, outcome, run)?;
            let told = progress(&written);
            self.written = Some(written);
            return Ok((told, None));
        };
        if let Some((comparing, rows)) = &mut written.comparing {
            let predicted = &outcome.predictions.predicted;
            let (found, more) = comparing.advance(&outcome.fitted, rows, predicted)?;
            written.comparison = Some(found);
            if more {
                return Ok((progress(written), None));
            }
            written.comparing = None;
        }
        let prepared = Prepared {
            format: self.format,
            bytes: written.bytes.len() as f64,
            comparison: written.comparison,
            reveals: std::mem::take(&mut written.reveals),
            notes: std::mem::take(&mut written.notes),
        };
        let file = std::mem::take(&mut written.bytes);
        Ok((Response::Prepared(prepared), Some(file)))
    }

    fn write(
        &self,
        pipeline: &Pipeline,
        outcome: &Outcome,
        run: &Whole,
    ) -> Result<Written, StageError> {
        let fitted = &outcome.fitted;
        let recipe = &fitted.recipe;
        let model = |layout| onnx::export(fitted, layout);
        let told = || -> Vec<StageReport> { run.stages.iter().map(|s| s.report.clone()).collect() };
        Ok(match self.format {
            Format::Onnx => {
                let model = model(OnnxLayout::Table)?;
                with_model(pipeline, outcome, run, &model, model.bytes.clone())?
            }
            Format::Mlflow => {
                let model = model(OnnxLayout::Columns)?;
                let raw = pipeline.table(Which::Raw).filter(|_| self.examples);
                let examples = raw.and_then(|raw| mlflow::examples(&model.about, raw));
                let file = mlflow::write(&model, fitted, examples.as_ref());
                let mut written = with_model(pipeline, outcome, run, &model, file)?;
                if self.examples {
                    written.reveals.extend(examples.as_deref().map(revealed));
                    if examples.is_none() {
                        written.notes.push(NO_EXAMPLES.into());
                    }
                }
                written
            }
            Format::Pyspark => {
                let model = model(OnnxLayout::Table)?;
                let taught = taught(pipeline, run)?;
                let file = pyspark::write(&model, fitted, Some(&taught));
                with_model(pipeline, outcome, run, &model, file)?
            }
            Format::Sklearn => {
                let script = sklearn::write(&taught(pipeline, run)?);
                // Browsers ask before they save a script by itself.
                let file = bundle::zip(&[("train_sklearn.py".into(), script)]);
                plain(file, OF_SCRIPT)
            }
            Format::Dvc => plain(dvc::zip(recipe), OF_PROJECT),
            Format::Report => {
                let predicted = outcome.predictions.predicted();
                plain(report::write(recipe, &told(), Some(&predicted)), OF_REPORT)
            }
            Format::Card => plain(card::write(recipe, &told()), OF_REPORT),
        })
    }
}

/// A file without a model in it.
fn plain(bytes: Vec<u8>, reveals: &str) -> Written {
    Written {
        bytes,
        comparing: None,
        comparison: None,
        reveals: Vec::new(),
        notes: vec![reveals.into()],
    }
}

/// What scripts need to train the same again.
fn taught<'a>(pipeline: &'a Pipeline, run: &'a Whole) -> Result<Taught<'a>, StageError> {
    let data = run
        .stages
        .iter()
        .find_map(|stage| match &stage.report.detail {
            Detail::Load(data) => Some(data),
            _ => None,
        });
    let taught = data.and_then(|data| Taught::of(pipeline, &run.recipe, data));
    taught.ok_or_else(out_of_reach)
}

/// The engine has begun something else since.
fn out_of_reach() -> StageError {
    StageError::new(
        Stage::Evaluate,
        "The rows of the latest run are no longer at hand.",
        "Press Run again; only what is missing is computed.",
    )
}

fn revealed(examples: &[Vec<Value>]) -> OnnxRevealed {
    OnnxRevealed {
        what: "Example rows, with all their values".into(),
        count: examples.len() as u32,
        examples: Vec::new(),
    }
}

/// A file with a model in it, which is to be compared.
fn with_model(
    pipeline: &Pipeline,
    outcome: &Outcome,
    run: &Whole,
    model: &Exported,
    bytes: Vec<u8>,
) -> Result<Written, StageError> {
    let rows = test_rows(pipeline, outcome, run)?;
    Ok(Written {
        bytes,
        comparing: Some((Comparing::begin(&model.bytes)?, rows)),
        comparison: None,
        reveals: reveals::reveals(&model.bytes)?,
        notes: notes(model),
    })
}

/// The test rows of a run as they were loaded.
fn test_rows(pipeline: &Pipeline, outcome: &Outcome, run: &Whole) -> Result<Table, StageError> {
    let raw = pipeline.table(Which::Raw);
    let same = pipeline.has_read(&run.recipe);
    let raw = raw.filter(|_| same).ok_or_else(out_of_reach)?;
    Ok(numbered(raw, &outcome.predictions.rows))
}

/// What has to be done before the model, in sentences.
fn notes(model: &Exported) -> Vec<String> {
    let before = model.about.before.iter();
    before
        .map(|step| format!("To be done before the model, since it cannot be in the file: {step}."))
        .collect()
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
