//! Writes a run as a file for another tool or a reader, with what the person should know before saving it.

use grove_engine::table::Table;
use grove_engine::{Pipeline, RunOutcome};
use grove_protocol::TableName as Which;
use grove_protocol::onnx::{OnnxLayout, OnnxRevealed};
use grove_protocol::report::{Detail, StageReport};
use grove_protocol::take_home::TakeHomeFormat;
use grove_recipe::Recipe;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use super::onnx::compare::numbered;
use super::onnx::{self, ExportedModel, reveals};
use super::script::{TrainingFacts, pyspark, sklearn};
use super::{bundle, card, dvc, mlflow, report};

const NO_EXAMPLES: &str =
    "It contains no example rows, because its inputs are not the columns of the file.";

const OF_SCRIPT: &str = "It reveals the names of columns, the contents of the recipe, and which row numbers are train rows. It contains no values of the table.";
const OF_PROJECT: &str = "It reveals the file’s name and hash, the names of columns, and the values in steps and expectations. It does not contain the data itself.";
const OF_REPORT: &str = "It reveals the names of columns, classes and categories, counts, ranges, the example values of the stages’ reports, and the scores.";

/// A finished run, whose results are still in memory.
pub struct FinishedRun<'a> {
    /// Has the tables and results of its stages.
    pub pipeline: &'a Pipeline,
    /// The fitted pipeline, its scores and its predictions.
    pub outcome: &'a RunOutcome,
    /// The recipe of the run, as it was asked for.
    pub recipe: &'a Recipe,
    /// The reports of its stages, in order.
    pub stages: &'a [StageReport],
}

/// A file that was written.
pub struct ExportedFile {
    /// The file's content.
    pub bytes: Vec<u8>,
    /// The model in it, as ONNX.
    pub model: Option<Vec<u8>>,
    /// How many example rows of the table are in it.
    pub examples: u32,
    /// What the person using it should know, each a full sentence.
    pub notes: Vec<String>,
}

impl FinishedRun<'_> {
    /// Writes a file of a format; `examples` says whether it may have example rows of the table. The same run gives the
    /// same bytes. `Err` if the format cannot represent the run, or its rows are gone. O(model + rows).
    pub fn write(
        &self,
        format: TakeHomeFormat,
        examples: bool,
    ) -> Result<ExportedFile, StageError> {
        let fitted = &self.outcome.fitted;
        let recipe = &fitted.recipe;
        Ok(match format {
            TakeHomeFormat::Onnx => {
                let model = onnx::export(fitted, OnnxLayout::Table)?;
                let bytes = model.bytes.clone();
                with_model(model, bytes)
            }
            TakeHomeFormat::Mlflow => {
                let model = onnx::export(fitted, OnnxLayout::Columns)?;
                let raw = self.pipeline.table(Which::Raw).filter(|_| examples);
                let rows = raw.and_then(|raw| mlflow::examples(&model.about, raw));
                let bytes = mlflow::write(&model, fitted, rows.as_ref());
                let mut written = with_model(model, bytes);
                written.examples = rows.as_ref().map_or(0, |rows| rows.len() as u32);
                if examples && rows.is_none() {
                    written.notes.push(NO_EXAMPLES.into());
                }
                written
            }
            TakeHomeFormat::Pyspark => {
                let model = onnx::export(fitted, OnnxLayout::Table)?;
                let bytes = pyspark::write(&model, fitted, Some(&self.training_facts()?));
                with_model(model, bytes)
            }
            TakeHomeFormat::Sklearn => {
                let script = sklearn::write(&self.training_facts()?);
                // Browsers ask before they save a script by itself.
                let file = bundle::zip(&[("train_sklearn.py".into(), script)]);
                plain(file, OF_SCRIPT)
            }
            TakeHomeFormat::Dvc => plain(dvc::zip(recipe), OF_PROJECT),
            TakeHomeFormat::Report => {
                let predicted = self.outcome.predictions.predicted();
                let page = report::write(recipe, self.stages, Some(&predicted));
                plain(page, OF_REPORT)
            }
            TakeHomeFormat::Card => plain(card::write(recipe, self.stages), OF_REPORT),
        })
    }

    /// Returns the test rows as they were loaded. O(rows).
    pub fn test_rows(&self) -> Result<Table, StageError> {
        let raw = self.pipeline.table(Which::Raw);
        let same = self.pipeline.has_read(self.recipe);
        let raw = raw.filter(|_| same).ok_or_else(out_of_reach)?;
        Ok(numbered(raw, &self.outcome.predictions.rows))
    }

    /// Returns what scripts need to train the same model.
    fn training_facts(&self) -> Result<TrainingFacts<'_>, StageError> {
        let data = self.stages.iter().find_map(|report| match &report.detail {
            Detail::Load(data) => Some(data),
            _ => None,
        });
        let facts = data.and_then(|data| TrainingFacts::of(self.pipeline, self.recipe, data));
        facts.ok_or_else(out_of_reach)
    }
}

impl ExportedFile {
    /// Lists what the file reveals about the training data. `Err` if the model cannot be read. O(model).
    pub fn reveals(&self) -> Result<Vec<OnnxRevealed>, StageError> {
        let model = self.model.as_deref();
        let mut revealed = model.map_or(Ok(Vec::new()), reveals::reveals)?;
        if self.examples > 0 {
            revealed.push(OnnxRevealed {
                what: "Example rows, with all their values".into(),
                count: self.examples,
                examples: Vec::new(),
            });
        }
        Ok(revealed)
    }
}

/// Makes the error for a run whose results are gone, because something else was begun.
pub fn out_of_reach() -> StageError {
    StageError::new(
        Stage::Evaluate,
        "The rows of the latest run are no longer in memory.",
        "Press Run again; only what is missing is computed.",
    )
}

/// Makes a file without a model.
fn plain(bytes: Vec<u8>, told: &str) -> ExportedFile {
    ExportedFile {
        bytes,
        model: None,
        examples: 0,
        notes: vec![told.into()],
    }
}

fn with_model(model: ExportedModel, bytes: Vec<u8>) -> ExportedFile {
    let before = model.about.before.iter();
    let notes = before
        .map(|step| {
            format!(
                "Do this step before using the model, because the file cannot contain it: {step}."
            )
        })
        .collect();
    ExportedFile {
        bytes,
        model: Some(model.bytes),
        examples: 0,
        notes,
    }
}
