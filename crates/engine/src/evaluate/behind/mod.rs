//! The test rows behind a number of the evaluation: which they are, in which order, and what they hold.
//!
//! Why: `docs/decisions/0044-rows-behind-a-number.md`.

mod order;
mod selection;

use grove_models::Predictions;
use grove_protocol::TableRow;
use grove_protocol::calls::{BehindColumn, BehindPage, RowOrder, Selection};
use grove_recipe::cut::{CELL, TEXT, cut};

use crate::evaluate::outcome::RunOutcome;
use crate::load::types::cell_text;
use crate::predict::predictions::{PredictionTable, rounded};
use crate::table::Table;
use crate::table::column::{Column, Storage};
use crate::table::target::TargetValues;

/// The most characters of a cell that is not in the table. A shortened one is no longer than [`CELL`], so that it is not
/// taken for a cell of which the table has more.
const ADDED: usize = CELL / 2;

/// Some test rows of a run in an order, with the table that they are from.
pub struct RowsBehind<'r> {
    table: &'r Table,
    predictions: &'r PredictionTable,
    /// The predicted class of each test row; empty for values.
    labels: Vec<u32>,
    /// The places of the selected rows among the test rows.
    places: Vec<u32>,
}

impl<'r> RowsBehind<'r> {
    /// Selects rows of the run whose table, as it was opened, is `table`. O(rows · (log rows + classes)).
    pub fn new(table: &'r Table, outcome: &'r RunOutcome, of: &Selection, sort: RowOrder) -> Self {
        let predictions = &outcome.predictions;
        let mut rows = Self {
            table,
            predictions,
            labels: predictions.predicted.labels(),
            places: Vec::new(),
        };
        rows.places = rows.selected(of, &outcome.evaluation.outcome);
        rows.sort(sort);
        rows
    }

    /// Returns how many rows are selected.
    pub fn total(&self) -> u32 {
        self.places.len() as u32
    }

    /// Returns the rows `from..from + count` for the page, with long cells shortened and numbers of the model rounded to
    /// three digits. O(rows shown × columns).
    pub fn page(&self, from: u32, count: u32) -> BehindPage {
        let places = self.places.iter().skip(from as usize);
        BehindPage {
            total: self.total(),
            columns: self.columns(),
            rows: places
                .take(count as usize)
                .map(|&place| self.row(place as usize))
                .collect(),
        }
    }

    /// Returns the names of the file's columns: `row`, those of the table, and those of the file of predictions; for values
    /// also `residual`. No two are equal.
    pub fn header(&self) -> Vec<String> {
        let mut names = self.table_names();
        let added = self.predictions.header();
        let residual = self.labels.is_empty().then(|| "residual".to_owned());
        for name in added.iter().skip(1).cloned().chain(residual) {
            names.push(distinct(name, &names));
        }
        names.insert(0, distinct(added[0].clone(), &names));
        names
    }

    /// Returns every row's texts in the header's order, with cells in full and numbers in their shortest exact form.
    /// O(rows × (columns + classes)).
    pub fn records(&self) -> impl Iterator<Item = Vec<String>> + '_ {
        self.places.iter().map(|&place| {
            let place = place as usize;
            let mut record = self.predictions.record(place, &self.labels);
            let added = record.split_off(1);
            let in_table = self.in_table(place);
            let columns = self.table.frame.columns().iter();
            record.extend(columns.map(|column| {
                let text = in_table.and_then(|row| cell_text(column, row));
                text.unwrap_or_default()
            }));
            record.extend(added);
            if self.labels.is_empty() {
                record.push(self.sureness(place).to_string());
            }
            record
        })
    }

    fn table_names(&self) -> Vec<String> {
        let columns = self.table.frame.columns().iter();
        columns.map(|column| column.name().to_owned()).collect()
    }

    fn columns(&self) -> Vec<BehindColumn> {
        let classes = !self.labels.is_empty();
        let mut names = self.table_names();
        let sureness = if classes { "probability" } else { "residual" };
        for name in ["actual", "prediction", sureness] {
            names.push(distinct(name.to_owned(), &names));
        }
        let in_table = self.table.frame.columns().iter();
        let numbers = in_table.map(|column| column.storage() != Storage::Texts);
        let numbers = numbers.chain([!classes, !classes, true]);
        let column = |(name, is_number): (String, bool)| BehindColumn {
            name: cut(&name, TEXT).into_owned(),
            is_number,
        };
        names.into_iter().zip(numbers).map(column).collect()
    }

    fn row(&self, place: usize) -> TableRow {
        let shown = self
            .in_table(place)
            .map(|row| self.table.page(row as u32, 1));
        let mut cells = match shown.into_iter().flatten().next() {
            Some(row) => row.cells,
            None => vec![None; self.table.width() as usize],
        };
        let classes = !self.labels.is_empty();
        let said = match &self.predictions.predicted {
            Predictions::Values(values) => rounded(values[place], false),
            Predictions::Probabilities { .. } => {
                self.predictions.classes[self.labels[place] as usize].clone()
            }
        };
        let added = [
            cut(&self.actual().text(place as u32), ADDED).into_owned(),
            cut(&said, ADDED).into_owned(),
            rounded(self.sureness(place), classes),
        ];
        cells.extend(added.map(Some));
        TableRow {
            row: self.predictions.rows[place],
            cells,
        }
    }

    /// Returns where a test row is in the table.
    fn in_table(&self, place: usize) -> Option<usize> {
        let number = &self.predictions.rows[place];
        self.table.rows.binary_search(number).ok()
    }

    fn actual(&self) -> &'r TargetValues {
        let actual = self.predictions.actual.as_ref();
        actual.expect("test rows have a target")
    }

    /// Returns the probability of the predicted class, or the residual.
    fn sureness(&self, place: usize) -> f64 {
        match (self.actual(), &self.predictions.predicted) {
            (TargetValues::Values(actual), Predictions::Values(said)) => {
                actual[place] - said[place]
            }
            _ => self
                .probability(place, self.labels[place])
                .unwrap_or(f64::NAN),
        }
    }

    /// Returns the probability of a class, which need not be there.
    fn probability(&self, place: usize, class: u32) -> Option<f64> {
        let Predictions::Probabilities {
            n_classes, values, ..
        } = &self.predictions.predicted
        else {
            return None;
        };
        let of_row = values
            .chunks_exact((*n_classes).max(1) as usize)
            .nth(place)?;
        of_row.get(class as usize).copied()
    }

    fn column(&self, place: u32) -> Option<&'r Column> {
        self.table.frame.columns().get(place as usize)
    }
}

/// Returns this name, lengthened until no column has it.
fn distinct(mut name: String, taken: &[String]) -> String {
    while taken.contains(&name) {
        name.push('_');
    }
    name
}
