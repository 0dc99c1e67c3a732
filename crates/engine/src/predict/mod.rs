//! The predict stage: applies the fitted pipeline to a new file.

pub mod fitted;
pub mod predictions;
pub mod row;

use grove_protocol::report::PredictionSummary;
use grove_recipe::columns::Note;
use grove_recipe::count::counted;
use grove_recipe::error::StageError;
use grove_recipe::number::percent;
use grove_recipe::stage::Stage;
use grove_recipe::{Load, LoadChoice};

use crate::load::{self, Loaded};
use crate::predict::fitted::FittedPipeline;
use crate::predict::predictions::PredictionTable;
use crate::table::Kinds;

/// Predicts every row of a file. Columns may come in any order and be more than needed; a missing one is an
/// error, an unseen category a note.
///
/// # Errors
/// Where the file cannot be read, lacks a column, or has a row that cannot be read.
pub fn predict(
    fitted: &FittedPipeline,
    name: &str,
    bytes: &[u8],
) -> Result<(PredictionTable, PredictionSummary), StageError> {
    predict_with(fitted, name, bytes, &[])
}

/// Predicts a file as [`predict`], with these choices about reading it.
///
/// # Errors
/// As [`predict`].
pub fn predict_with(
    fitted: &FittedPipeline,
    name: &str,
    bytes: &[u8],
    choices: &[LoadChoice],
) -> Result<(PredictionTable, PredictionSummary), StageError> {
    predict_read(fitted, name, bytes, &chosen(fitted, choices))
}

/// Reads the columns of a file that the model needs, with these choices, as [`predict_with`] does.
///
/// # Errors
/// As [`predict`].
pub fn read_with(
    fitted: &FittedPipeline,
    name: &str,
    bytes: &[u8],
    choices: &[LoadChoice],
) -> Result<Loaded, StageError> {
    read(fitted, name, bytes, &chosen(fitted, choices))
}

/// Reads these columns and the target, of every row, as [`read_with`].
///
/// # Errors
/// As [`predict`], and where the file lacks the target.
pub fn read_with_target(
    fitted: &FittedPipeline,
    name: &str,
    bytes: &[u8],
    choices: &[LoadChoice],
) -> Result<Loaded, StageError> {
    let target = fitted.recipe.target.as_str();
    read_columns(fitted, name, bytes, &chosen(fitted, choices), Some(target))
}

fn chosen(fitted: &FittedPipeline, choices: &[LoadChoice]) -> Load {
    let mut load = reading(fitted);
    choices.iter().for_each(|choice| choice.apply(&mut load));
    load
}

/// Predicts a file that is read in this way.
fn predict_read(
    fitted: &FittedPipeline,
    name: &str,
    bytes: &[u8],
    load: &Load,
) -> Result<(PredictionTable, PredictionSummary), StageError> {
    let kinds = fitted.preparation.columns();
    let loaded = read(fitted, name, bytes, load)?;
    let not_read = unreadable(&loaded);
    let (table, unlike) = fitted.preparation.replay(loaded.table).map_err(here)?;
    let applied = fitted.featurizer.apply(&table).map_err(here)?;
    let mut read: Vec<String> = loaded.notes.iter().map(Note::to_string).collect();
    read.extend(not_read);
    let mut notes = notes(fitted, kinds, read, &loaded.header);
    notes.extend(unlike);
    notes.extend(fitted.after.calibration.is_some().then(|| {
        "The probabilities are calibrated on rows that the model has not learned from.".to_owned()
    }));
    notes.extend(fitted.after.decision.map(|decision| {
        let class = &fitted.classes[decision.class as usize];
        let threshold = decision.threshold;
        format!("A row is {class} if its probability is at least {threshold}.")
    }));
    notes.extend(fitted.conformal.map(|conformal| {
        let what = fitted.conformal_columns().join(" to ");
        format!(
            "{what} should hold the actual value in {} of rows like those of the training data.",
            percent(conformal.level)
        )
    }));
    for (column, rows, example) in applied.unseen {
        let rows = counted(rows, "row has", "rows have");
        notes.push(format!(
            "{rows} a value of {column} that the training data did not have, such as {example}. The model has learned nothing about such values."
        ));
    }
    let predictions = PredictionTable {
        rows: table.rows,
        actual: None,
        predicted: fitted.predict(&applied.matrix),
        intervals: fitted.intervals(&applied.matrix),
        conformal: fitted.conformal,
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

/// Reads the columns that the model needs, of every row.
fn read(
    fitted: &FittedPipeline,
    name: &str,
    bytes: &[u8],
    load: &Load,
) -> Result<Loaded, StageError> {
    read_columns(fitted, name, bytes, load, None)
}

/// Reads them and one more.
fn read_columns(
    fitted: &FittedPipeline,
    name: &str,
    bytes: &[u8],
    load: &Load,
    also: Option<&str>,
) -> Result<Loaded, StageError> {
    let kinds = fitted.preparation.columns();
    let mut wanted: Vec<&str> = kinds.iter().map(|(name, _)| name.as_str()).collect();
    wanted.extend(also.filter(|also| !wanted.contains(also)));
    let loaded = load::load_as_trained(name, bytes, load, &wanted).map_err(here)?;
    every_row(&loaded).map_err(here)?;
    let lacking = lacking(&loaded, kinds);
    let Some(first) = lacking.first() else {
        return match also.filter(|also| loaded.table.column(also).is_none()) {
            Some(target) => Err(StageError::new(
                Stage::Predict,
                format!("{name} has no column {target}, which says what is true."),
                "Give a file with the target.",
            )
            .in_column(target)),
            None => Ok(loaded),
        };
    };
    let columns = if lacking.len() == 1 {
        "the column"
    } else {
        "the columns"
    };
    Err(StageError::new(
        Stage::Predict,
        format!(
            "{name} lacks {columns} {} that the model needs.",
            lacking.join(", ")
        ),
        "Add the missing columns, with the names used in training.",
    )
    .in_column(*first))
}

fn here(error: StageError) -> StageError {
    StageError {
        stage: Stage::Predict,
        ..error
    }
}

/// Refuses a file with rows that could not be read, since every row is to be predicted, or with a column of which many
/// cells could not be read.
fn every_row(loaded: &Loaded) -> Result<(), StageError> {
    let listed = &loaded.bad_lines.listed;
    let row = listed.iter().find(|bad| bad.column.is_none());
    let Some(bad) = row.or(loaded.misfits.first()) else {
        return Ok(());
    };
    let advice =
        "Every row must be readable for a prediction. Correct the row, or remove it from the file.";
    let mut error = StageError::new(Stage::Predict, bad.problem.clone(), advice).at_row(bad.row);
    error.column = bad.column.as_deref().map(Into::into);
    Err(error)
}

/// Makes a note on the cells that are missing because they could not be read.
fn unreadable(loaded: &Loaded) -> Option<String> {
    let bad = &loaded.bad_lines;
    let first = bad.listed.iter().find(|bad| bad.column.is_some())?;
    let cells = counted(bad.cells, "cell is", "cells are");
    Some(format!("{cells} read as missing. {}", first.problem))
}

/// Returns the columns that a model needs and a file does not have.
fn lacking<'a>(loaded: &Loaded, kinds: &'a Kinds) -> Vec<&'a str> {
    let names = kinds.iter().map(|(name, _)| name.as_str());
    names
        .filter(|name| loaded.table.column(name).is_none())
        .collect()
}

/// Returns the choices for reading a file as the train rows were read, with the model's column types. A cell that
/// cannot be read is missing, as among the train rows.
fn reading(fitted: &FittedPipeline) -> Load {
    Load {
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
