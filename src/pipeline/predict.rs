//! Predict: a new file passes the fitted pipeline, row by row as the test rows did.

use crate::api::columns::Note;
use crate::api::count::counted;
use crate::api::error::StageError;
use crate::api::parameters::DELIMITER;
use crate::api::recipe::{Load, LoadChoice, OnBadLines};
use crate::api::report::PredictionSummary;
use crate::api::stage::Stage;

use super::fitted::FittedPipeline;
use super::load::{self, Loaded};
use super::predictions::PredictionTable;
use super::table::Kinds;

/// Predicts every row of a file, read as the train rows were.
pub fn predict(
    fitted: &FittedPipeline,
    name: &str,
    bytes: &[u8],
) -> Result<(PredictionTable, PredictionSummary), StageError> {
    predict_with(fitted, name, bytes, &[])
}

/// Predicts every row of a file, read as the train rows were but for these choices. Columns may come in any order and be more than needed; a missing one is an
/// error, an unseen category a note.
pub fn predict_with(
    fitted: &FittedPipeline,
    name: &str,
    bytes: &[u8],
    choices: &[LoadChoice],
) -> Result<(PredictionTable, PredictionSummary), StageError> {
    let here = |error: StageError| StageError {
        stage: Stage::Predict,
        ..error
    };
    let kinds = fitted.preparation.columns();
    let loaded = read(name, bytes, &reading(fitted), choices, kinds).map_err(here)?;
    let lacking = lacking(&loaded, kinds);
    if let Some(first) = lacking.first() {
        let columns = if lacking.len() == 1 {
            "the column"
        } else {
            "the columns"
        };
        return Err(StageError::new(
            Stage::Predict,
            format!(
                "{name} lacks {columns} {} that the model needs.",
                lacking.join(", ")
            ),
            "Add what is missing, with the names used in training.",
        )
        .in_column(*first));
    }
    let (table, unlike) = fitted.preparation.replay(loaded.table).map_err(here)?;
    let applied = fitted.featurizer.apply(&table).map_err(here)?;
    let read: Vec<String> = loaded.notes.iter().map(Note::to_string).collect();
    let mut notes = notes(fitted, kinds, read, &loaded.header);
    notes.extend(unlike);
    for (column, rows, example) in applied.unseen {
        let rows = counted(rows, "row has", "rows have");
        notes.push(format!(
            "{rows} a value of {column} that the training data did not have, such as {example}. No feature of {column} speaks for it."
        ));
    }
    let predictions = PredictionTable {
        rows: table.rows,
        actual: None,
        predicted: fitted.predict(&applied.matrix),
        intervals: fitted.intervals(&applied.matrix),
        classes: fitted.classes.clone(),
    };
    let summary = PredictionSummary {
        name: name.to_owned(),
        rows: predictions.rows.len() as u32,
        header: predictions.header(),
        notes,
        counts: predictions.counts(),
    };
    Ok((predictions, summary))
}

/// Reads a file as the train rows were read. One that is written otherwise, so that columns would lack or nothing could
/// be read, is looked at afresh.
fn read(
    name: &str,
    bytes: &[u8],
    as_train: &Load,
    choices: &[LoadChoice],
    kinds: &Kinds,
) -> Result<Loaded, StageError> {
    let chosen = |mut load: Load| {
        choices.iter().for_each(|choice| choice.apply(&mut load));
        load
    };
    let wanted: Vec<&str> = kinds.iter().map(|(name, _)| name.as_str()).collect();
    let complete = |loaded: &Loaded| lacking(loaded, kinds).is_empty();
    let first = load::load_columns(name, bytes, &chosen(as_train.clone()), &wanted);
    if first.as_ref().is_ok_and(complete) {
        return first;
    }
    match load::load_columns(name, bytes, &chosen(as_train.detecting()), &wanted) {
        Ok(mut loaded) if complete(&loaded) => {
            loaded.notes.push(Note::fact(format!(
                "The file is written otherwise than the training data were; it was read with {} between values.",
                DELIMITER.label_of(Some(loaded.layout.delimiter))
            )));
            Ok(loaded)
        }
        _ => first,
    }
}

/// The columns that a model needs and a file has not.
fn lacking<'a>(loaded: &Loaded, kinds: &'a Kinds) -> Vec<&'a str> {
    let names = kinds.iter().map(|(name, _)| name.as_str());
    names
        .filter(|name| loaded.table.column(name).is_none())
        .collect()
}

/// As the train rows were read, with the types that the model knows. Every row is to be predicted, so that what
/// cannot be read is an error.
fn reading(fitted: &FittedPipeline) -> Load {
    Load {
        on_bad_lines: OnBadLines::Error,
        kinds: fitted.preparation.reading().into_iter().collect(),
        ..fitted.recipe.load.clone()
    }
}

fn notes(
    fitted: &FittedPipeline,
    known: &Kinds,
    mut notes: Vec<String>,
    header: &[String],
) -> Vec<String> {
    let ignored: Vec<&str> = header
        .iter()
        .map(String::as_str)
        .filter(|name| *name != fitted.recipe.target)
        .filter(|name| !known.iter().any(|(known, _)| known == name))
        .collect();
    if !ignored.is_empty() {
        let columns = if ignored.len() == 1 {
            "The column"
        } else {
            "The columns"
        };
        let verb = if ignored.len() == 1 { "is" } else { "are" };
        notes.push(format!(
            "{columns} {} {verb} not used by the model.",
            ignored.join(", ")
        ));
    }
    notes
}
