//! Shapley values of the columns of the file, against background rows.
//!
//! Trees and linear models are explained exactly by their parts. Other models, and calibrated ones, are asked for the answers of rows that have
//! some columns from the explained row and the others from a background row: of every subset of the columns where these are
//! at most [`EVERY_SUBSET`], else along random orders of the columns.

mod every_subset;
mod many;
mod mixed;
mod sampled;

use std::rc::Rc;

use grove_forest::Matrix;
use grove_models::ShapleyParts;
use grove_protocol::report::{ExplainedRow, ShapleyMethod, ShapleyReport};
use grove_recipe::count::count;
use grove_recipe::error::StageError;

use super::players::Players;
use super::{answers, encode, refused};
use crate::load::types::cell_text;
use crate::pace::Pace;
use crate::predict::fitted::FittedPipeline;
use crate::predict::row::amount;
use crate::table::Table;
pub use many::ManyRows;
pub use mixed::MixedRows;

/// Up to so many columns every subset is asked for.
const EVERY_SUBSET: usize = 12;

/// The most answers of the model for one explained row. More take minutes.
const ANSWERS_AT_MOST: u64 = 1 << 23;

/// Explains rows of a file. The first `background` rows of the table are the background rows; there must be one.
///
/// By parts: O(rows × background rows × nodes that pairs of rows reach). Otherwise, answers of the model for each row:
/// 2^columns × background rows, or 32 × columns × background rows.
///
/// # Errors
/// Where a row does not suit a step of cleaning, or there are too many columns to ask the model.
pub async fn shapley(
    fitted: &FittedPipeline,
    table: Rc<Table>,
    background: u32,
    pace: &Pace,
) -> Result<ShapleyReport, StageError> {
    let mut rows = Vec::new();
    let told = shapley_by_row(fitted, table, background, pace, |_, row| rows.push(row));
    let report = told.await?;
    Ok(ShapleyReport { rows, ..report })
}

/// Explains as [`shapley`], and tells each row as soon as it is explained, beside the report without rows. Whoever drops the
/// work has the first rows with the same values. Returns that report.
///
/// # Errors
/// As [`shapley`].
pub async fn shapley_by_row(
    fitted: &FittedPipeline,
    table: Rc<Table>,
    background: u32,
    pace: &Pace,
    mut tell: impl FnMut(&ShapleyReport, ExplainedRow),
) -> Result<ShapleyReport, StageError> {
    let players = Players::new(fitted)?;
    let all = encode(fitted, &table)?;
    let behind = all.slice(0, background);
    let predicted = fitted.predict(&all);
    let labels = predicted.labels();
    let (predicted, outputs) = answers(predicted);
    let (of_background, of_rows) = predicted.split_at(background as usize * outputs);
    let base = mean(of_background, outputs);
    let mut by_parts = parts(fitted, &players, &behind);
    let subsets = players.active.len() <= EVERY_SUBSET;
    if by_parts.is_none() {
        check_work(players.active.len(), background)?;
    }
    let report = ShapleyReport {
        columns: players.columns.clone(),
        kinds: fitted.preparation.columns().iter().map(|of| of.1).collect(),
        classes: fitted.classes.clone(),
        background_rows: table.rows[..background as usize].to_vec(),
        method: match (by_parts.is_some(), subsets) {
            (true, _) => ShapleyMethod::Exact,
            (false, true) => ShapleyMethod::EverySubset,
            (false, false) => ShapleyMethod::Sampled,
        },
        base,
        rows: Vec::new(),
    };
    let explained = of_rows.chunks_exact(outputs).zip(background..);
    let total = all.rows() - background;
    for ((answer, place), done) in explained.zip(0..) {
        let pace = pace.part(done..done + 1, total);
        let mixed = || MixedRows::new(fitted, &players, &table, &all, place);
        let mut errors = Vec::new();
        let contributions = match &mut by_parts {
            Some(parts) => of_parts(&mut **parts, &all, place, &players, outputs, &pace).await,
            None if subsets => every_subset::values(&mixed(), background, &pace).await?,
            None => {
                let seed = u64::from(fitted.recipe.seed);
                let estimated = sampled::values(&mixed(), background, seed, &pace).await?;
                errors = estimated.standard_errors;
                estimated.values
            }
        };
        let cells = |name: &String| table.column(name);
        let columns = || report.columns.iter().map(cells);
        let place = place as usize;
        let row = ExplainedRow {
            row: table.rows[place],
            values: columns().map(|cells| cell_text(cells?, place)).collect(),
            amounts: columns().map(|cells| amount(cells?, place)).collect(),
            answer: answer.to_vec(),
            class: labels.get(place).copied().unwrap_or(0),
            residual: residual(answer, &report.base, &contributions),
            contributions,
            standard_errors: errors,
        };
        tell(&report, row);
    }
    Ok(report)
}

/// Prepares to explain by the parts of the model. `None` where it has none, and where its probabilities are calibrated: the
/// answer that is shown is not the sum of the parts.
fn parts<'m>(
    fitted: &'m FittedPipeline,
    players: &Players,
    behind: &Matrix,
) -> Option<Box<dyn ShapleyParts + 'm>> {
    let of_feature = players.of_feature.as_ref()?;
    match fitted.after.calibration {
        None => fitted.model.shapley(behind, of_feature),
        Some(_) => None,
    }
}

/// Explains a row part by part. Returns its values by column.
async fn of_parts(
    parts: &mut dyn ShapleyParts,
    rows: &Matrix,
    place: u32,
    players: &Players,
    outputs: usize,
    pace: &Pace,
) -> Vec<Vec<f64>> {
    let features = rows.columns().iter();
    let row: Vec<f64> = features.map(|column| column[place as usize]).collect();
    parts.set_row(&row);
    let mut values = vec![0.0; players.columns.len() * outputs];
    for part in 0..parts.parts() {
        parts.add(part, &mut values);
        pace.breathe(part + 1, parts.parts()).await;
    }
    values.chunks_exact(outputs).map(<[f64]>::to_vec).collect()
}

/// Returns how many answers of the model the explanation of a row takes for each background row; 0 where the model is
/// explained by its parts.
///
/// # Errors
/// Where the steps of a model file do not fit each other.
pub fn answers_needed(fitted: &FittedPipeline) -> Result<u64, StageError> {
    let players = Players::new(fitted)?;
    let row = Matrix::new(vec![vec![0.0]; fitted.model.n_features() as usize]);
    let by_parts = row.ok().and_then(|row| {
        let parts = parts(fitted, &players, &row);
        parts.map(|_| ())
    });
    Ok(match by_parts {
        Some(_) => 0,
        None => asked(players.active.len()),
    })
}

/// The answers for each background row where the model is asked.
fn asked(columns: usize) -> u64 {
    match columns {
        ..=EVERY_SUBSET => 1 << columns,
        _ => u64::from(sampled::ORDERS) * (columns as u64 + 1),
    }
}

fn check_work(columns: usize, background: u32) -> Result<(), StageError> {
    if asked(columns) * u64::from(background) <= ANSWERS_AT_MOST {
        return Ok(());
    }
    Err(refused(
        format!(
            "To explain a row of {} columns by this model, too many answers are needed.",
            count(columns as u64)
        ),
        "Use fewer background rows, fewer columns, or a model of trees without a calibration.",
    ))
}

/// Returns the mean of each output over rows.
fn mean(answers: &[f64], outputs: usize) -> Vec<f64> {
    let mut sums = vec![0.0; outputs];
    let rows = answers.chunks_exact(outputs);
    let count = rows.len() as f64;
    rows.for_each(|row| add(&mut sums, row));
    sums.iter_mut().for_each(|sum| *sum /= count);
    sums
}

fn add(to: &mut [f64], values: &[f64]) {
    to.iter_mut()
        .zip(values)
        .for_each(|(to, value)| *to += value);
}

fn residual(answer: &[f64], base: &[f64], contributions: &[Vec<f64>]) -> Vec<f64> {
    let outputs = answer.iter().zip(base).enumerate();
    outputs
        .map(|(output, (answer, base))| {
            let moved: f64 = contributions.iter().map(|of| of[output]).sum();
            answer - (base + moved)
        })
        .collect()
}
