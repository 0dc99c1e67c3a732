//! A model's answers on a grid over the plane. Its other columns are held at typical values of the train rows, and every
//! cell passes the fitted encodings and the model as a row of a new file does.

use std::collections::BTreeMap;

use grove_models::{AfterModel, Model, Predictions};
use grove_protocol::report::PlaneField;
use grove_recipe::cut::{CELL, cut};
use grove_recipe::error::StageError;

use super::answers;
use super::axis::Axis;
use crate::evaluate::prediction_job::compares;
use crate::featurize::Featurizer;
use crate::load::types::{cell_text, numbers};
use crate::predict::fitted::predict;
use crate::profile::full::sample::evenly;
use crate::table::Table;
use crate::table::column::{Cells, Column};
use crate::table::frame::Frame;

/// The cells along an axis of numbers: at most, and at least.
const SIDE: u32 = 64;
const LEAST: u32 = 16;

/// The most values of a grid's matrix.
const VALUES: u64 = 8_000_000;

/// The most values that a model reads that compares each cell with its train rows.
const READ: u64 = 100_000_000;

/// The most train rows of which typical values are taken.
const TYPICAL: u32 = 20_000;

/// A model with what was fitted before it.
pub struct FieldModel<'a> {
    /// Its features.
    pub featurizer: &'a Featurizer,
    /// The model.
    pub model: &'a Model,
    /// The names of its classes; empty for values.
    pub classes: &'a [String],
    /// Positions of the train rows.
    pub train: &'a [u32],
    /// How its answers become those that are given; nothing while the model is not evaluated.
    pub after: AfterModel,
    /// The trees, or iterations, that it has; 0 for a model without trees.
    pub trees: u32,
    /// Whether it is still growing, so that a coarser grid suffices.
    pub growing: bool,
}

impl FieldModel<'_> {
    /// Asks the model in the middle of every cell. O(cells × a prediction), and O(train rows × columns).
    pub fn field(&self, table: &Table, [x, y]: [&Axis; 2]) -> Result<PlaneField, StageError> {
        let side = self.side();
        let (columns, rows) = (x.cells(side), y.cells(side));
        let cells = columns * rows;
        let across: Vec<u32> = (0..cells).map(|cell| cell % columns).collect();
        let upwards: Vec<u32> = (0..cells).map(|cell| cell / columns).collect();
        let places = evenly(self.train.len() as u32, TYPICAL).into_iter();
        let train: Vec<u32> = places.map(|place| self.train[place as usize]).collect();
        let mut held = Vec::new();
        let kinds = self.featurizer.kinds();
        let made = kinds.iter().map(|(name, _)| {
            if *name == x.shown.column {
                return x.column_at(&across, columns);
            }
            if *name == y.shown.column {
                return y.column_at(&upwards, rows);
            }
            let column = table.column(name).expect("the model was trained on it");
            let row = typical(column, &train);
            let text = cell_text(column, row as usize).unwrap_or_else(|| "missing".to_owned());
            held.push((name.clone(), cut(&text, CELL).into_owned()));
            column.take(&vec![row; cells as usize])
        });
        let made: Vec<Column> = made.collect();
        let grid = Table {
            frame: Frame::new(cells as usize, made).expect("the names of a table"),
            kinds: kinds.iter().map(|(_, kind)| *kind).collect(),
            rows: (1..=cells).collect(),
        };
        let predictions = predict(self.model, &self.featurizer.apply(&grid)?.matrix);
        let predictions = self.after.settle(predictions);
        let answers = answers(&predictions);
        let certainty = match &predictions {
            Predictions::Values(_) => Vec::new(),
            Predictions::Probabilities {
                n_classes, values, ..
            } => {
                let of_cell = values.chunks_exact((*n_classes).max(1) as usize);
                let of_answer = of_cell.zip(&answers);
                of_answer
                    .map(|(each, answer)| each[*answer as usize])
                    .collect()
            }
        };
        let is_used = |name: &String| kinds.iter().any(|(used, _)| used == name);
        let both = [&x.shown.column, &y.shown.column];
        Ok(PlaneField {
            columns,
            rows,
            answers,
            certainty,
            trees: self.trees,
            held,
            unused: both
                .into_iter()
                .filter(|name| !is_used(name))
                .cloned()
                .collect(),
        })
    }

    /// Returns how many cells an axis of numbers has, so that the answers take a few hundredths of a second.
    fn side(&self) -> u32 {
        let most = if self.growing { SIDE / 2 } else { SIDE };
        let features = u64::from(self.model.n_features()).max(1);
        let each = match compares(self.model) {
            true => self.model.bytes() / 8,
            false => 0,
        };
        let fits = |side: &u32| {
            let cells = u64::from(*side) * u64::from(*side);
            cells * features <= VALUES && cells * each <= READ
        };
        (LEAST..=most).rev().find(fits).unwrap_or(LEAST)
    }
}

/// Returns the position of a row with the median number of a column, or its most frequent text.
fn typical(column: &Column, rows: &[u32]) -> u32 {
    let first = rows.first().copied().unwrap_or(0);
    if let Cells::Texts(cells) = column.cells() {
        let mut counts: BTreeMap<&str, (usize, u32)> = BTreeMap::new();
        for &row in rows {
            if let Some(text) = cells.get(row as usize) {
                counts.entry(text).or_insert((0, row)).0 += 1;
            }
        }
        // Of equally frequent ones the last in the order of their names.
        let most = counts.into_values().max_by_key(|(count, _)| *count);
        return most.map_or(first, |(_, row)| row);
    }
    let values = numbers(&column.take(rows)).into_iter().zip(rows);
    let mut values: Vec<(f64, u32)> = values.filter_map(|(v, row)| Some((v?, *row))).collect();
    let middle = values.len().saturating_sub(1) / 2;
    if values.is_empty() {
        return first;
    }
    let order = |a: &(f64, u32), b: &(f64, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    values.select_nth_unstable_by(middle, order).1.1
}
