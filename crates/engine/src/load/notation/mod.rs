//! Detects how a file writes numbers and dates, from the cells of all columns.

mod dates;
mod numbers;

use grove_recipe::columns::Note;
use grove_recipe::{DateOrder, Layout, Load};

use super::cells::CellTexts;
use super::texts::UnreadColumn;
use super::value::date::shape;
use super::value::marker::Markers;
use super::value::number::{NumberForm, forms};
pub use dates::other as other_order;
use dates::{ColumnDates, DateColumns};
use numbers::NumberColumns;

/// The most rows that are examined; of more, an evenly spread sample.
const ROWS: usize = 100_000;
/// A column has numbers, or dates, if at least this many of ten cells do.
const OF_TEN: usize = 9;

/// The forms of numbers and dates in a file.
pub struct DetectedNotation {
    pub numbers: NumberForm,
    pub date_order: DateOrder,
    /// For each column, whether nearly all of its cells are numbers.
    pub numeric: Vec<bool>,
    /// For each column, the order of day and month that its cells prove.
    pub orders: Vec<Option<DateOrder>>,
    pub notes: Vec<Note>,
}

/// Examines one column after the other.
#[derive(Default)]
pub struct NotationDetector {
    numbers: NumberColumns,
    dates: DateColumns,
    numeric: Vec<bool>,
    orders: Vec<Option<DateOrder>>,
}

impl NotationDetector {
    /// Examines the next column. `rows` are the rows' numbers in the file. O(rows), of which at most 100,000 are read.
    pub fn look(&mut self, column: &UnreadColumn, rows: &[u32], load: &Load) {
        let markers = Markers::new(load);
        let (name, cells) = (column.name.as_str(), &column.cells);
        let numeric = self.look_for_numbers(name, cells, rows, &markers);
        self.numeric.push(numeric);
        let order = match numeric {
            true => None,
            false => self.look_for_dates(name, cells, rows, &markers),
        };
        self.orders.push(order);
    }

    fn look_for_numbers(
        &mut self,
        name: &str,
        cells: &CellTexts,
        rows: &[u32],
        markers: &Markers,
    ) -> bool {
        let mut found = numbers::ColumnNumbers::default();
        for (row, text) in spread(cells, rows, markers) {
            found.see(forms(text), text, row);
            // Most columns of texts are recognised after a few cells.
            if found.has_mostly_others() {
                return false;
            }
        }
        let numeric = found.is_numeric(OF_TEN);
        if numeric {
            self.numbers.add(name, found);
        }
        numeric
    }

    fn look_for_dates(
        &mut self,
        name: &str,
        cells: &CellTexts,
        rows: &[u32],
        markers: &Markers,
    ) -> Option<DateOrder> {
        let mut found = ColumnDates::new(name);
        for (row, text) in spread(cells, rows, markers) {
            found.see(shape(text), text, row);
            if found.has_mostly_others() {
                return None;
            }
        }
        let order = found.order();
        self.dates.add(found, OF_TEN);
        order
    }

    /// Decides the forms of the file; what the recipe chooses is kept.
    pub fn decide(self, layout: &Layout, load: &Load) -> DetectedNotation {
        let mut notes = Vec::new();
        let (numbers, note) = self.numbers.decide(layout, load);
        notes.extend(note);
        let (date_order, note) = match load.date_order {
            Some(chosen) => (chosen, None),
            None => self.dates.decide(),
        };
        notes.extend(note);
        DetectedNotation {
            numbers,
            date_order,
            numeric: self.numeric,
            orders: self.orders,
            notes,
        }
    }
}

/// Returns the present cells of evenly spread rows, with the rows' numbers, without markers of missing numbers.
pub fn spread<'c>(
    cells: &'c CellTexts,
    rows: &'c [u32],
    markers: &'c Markers<'c>,
) -> impl Iterator<Item = (u32, &'c str)> {
    let step = cells.len().div_ceil(ROWS).max(1);
    let cells = cells.every(step).zip(rows.iter().step_by(step));
    cells.filter_map(|(cell, row)| {
        let text = markers.read(cell)?.trim();
        (!markers.among_numbers(text)).then_some((*row, text))
    })
}
