//! The effect of a column: the answers for rows when all of them have the same value of it.
//!
//! Where a model of trees uses the column's numbers as they are, the answers are those of every place where the model can
//! change. Otherwise the values that occur are tried.

mod accumulated;
mod columns;
mod intervals;
mod tried;

use std::rc::Rc;

pub use columns::effect_columns;

use grove_protocol::report::{EffectLine, EffectPlaces, EffectReport};
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;

use super::players::Players;
use super::{answers, encode, refused};
use crate::pace::Pace;
use crate::predict::fitted::FittedPipeline;
use crate::predict::row::amount;
use crate::table::Table;
use crate::table::frame::Frame;

/// The most rows whose own answers are told.
const LINES: usize = 20;

/// The most columns that are named where another one is asked for.
const NAMED: usize = 20;

/// Computes the effect of a column on the answers for these rows of the file, of which there must be one.
///
/// O(rows × (leaves that a row reaches + cuts)) for intervals, else O(rows × values) answers of the model.
///
/// # Errors
/// Where the model does not use the column, or a row does not suit a step of cleaning.
pub async fn effect(
    fitted: &FittedPipeline,
    table: Rc<Table>,
    column: &str,
    pace: &Pace,
) -> Result<EffectReport, StageError> {
    let players = Players::new(fitted)?;
    let place = players.columns.iter().position(|name| name == column);
    let place = place.filter(|place| players.active.contains(&(*place as u32)));
    let Some(place) = place else {
        let used = players.active.iter().take(NAMED);
        let used: Vec<&str> = used
            .map(|place| &*players.columns[*place as usize])
            .collect();
        let more = if players.active.len() > NAMED {
            ", …"
        } else {
            ""
        };
        return Err(refused(
            format!("The model does not use a column {column} of the file."),
            format!(
                "Choose one of the columns that it uses: {}{more}.",
                used.join(", ")
            ),
        )
        .in_column(column));
    };
    let kinds = table.kinds();
    let kind = kinds.iter().find(|(name, _)| name == column);
    let kind = kind.map_or(ColumnKind::Empty, |(_, kind)| *kind);
    let asked = Asked {
        fitted,
        table: &table,
        column,
        kind,
    };
    let [steps, bins] = [pace.part(0..3, 4), pace.part(3..4, 4)];
    let found = match intervals::thresholds(&asked, &players, place as u32)? {
        Some(found) => intervals::along(&asked, found, &steps).await?,
        None => tried::along(&asked, &steps).await?,
    };
    let accumulated = match asked.is_ordered() {
        true => accumulated::effects(&asked, &bins).await?,
        false => None,
    };
    let lines = table.rows.iter().zip(found.by_row);
    Ok(EffectReport {
        column: column.to_owned(),
        kind,
        classes: fitted.classes.clone(),
        rows: table.rows.clone(),
        places: found.places,
        partial_dependence: found.mean,
        missing: asked.missing()?,
        lines: lines
            .map(|(row, answers)| EffectLine { row: *row, answers })
            .collect(),
        accumulated,
    })
}

/// The answers along the places of a column.
struct Found {
    places: EffectPlaces,
    /// By place, the mean over the rows.
    mean: Vec<Vec<f64>>,
    /// By row, for the first [`LINES`], and by place.
    by_row: Vec<Vec<Vec<f64>>>,
}

/// What is asked for.
struct Asked<'a> {
    fitted: &'a FittedPipeline,
    table: &'a Table,
    column: &'a str,
    kind: ColumnKind,
}

impl Asked<'_> {
    fn is_ordered(&self) -> bool {
        self.kind.is_number() || self.kind.is_date()
    }

    /// Returns the rows that have an amount, with it, in ascending order.
    fn amounts(&self) -> Vec<(f64, u32)> {
        let Some(column) = self.table.column(self.column) else {
            return Vec::new();
        };
        let rows = 0..self.table.height();
        let mut amounts: Vec<(f64, u32)> = rows
            .filter_map(|row| Some((amount(column, row as usize)?, row)))
            .collect();
        amounts.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        amounts
    }

    /// Asks for the rows at these positions, each with the value that the row at the other position has. Returns the answers,
    /// row by row.
    fn answers(&self, rows: &[u32], values: &[u32]) -> Result<Vec<Vec<f64>>, StageError> {
        let columns = self.table.frame.columns().iter();
        let columns = columns.map(|column| match column.name() == self.column {
            true => column.take(values),
            false => column.take(rows),
        });
        let table = Table {
            frame: Frame::new(rows.len(), columns.collect()).expect("columns of a frame"),
            kinds: self.table.kinds.clone(),
            rows: rows.to_vec(),
        };
        let matrix = encode(self.fitted, &table)?;
        let (values, outputs) = answers(self.fitted.predict(&matrix));
        Ok(values.chunks_exact(outputs).map(<[f64]>::to_vec).collect())
    }

    /// Returns the mean answer when the value is missing, if it is missing in some row.
    fn missing(&self) -> Result<Option<Vec<f64>>, StageError> {
        let column = self.table.column(self.column);
        let present = column.map(|column| column.present()).unwrap_or_default();
        let Some(gap) = present.iter().position(|there| !there) else {
            return Ok(None);
        };
        let rows: Vec<u32> = (0..self.table.height()).collect();
        let answers = self.answers(&rows, &vec![gap as u32; rows.len()])?;
        Ok(Some(mean(&answers)))
    }
}

/// Returns the mean of each output.
fn mean(answers: &[Vec<f64>]) -> Vec<f64> {
    let outputs = answers.first().map_or(0, Vec::len);
    let count = answers.len() as f64;
    (0..outputs)
        .map(|output| answers.iter().map(|of| of[output]).sum::<f64>() / count)
        .collect()
}
