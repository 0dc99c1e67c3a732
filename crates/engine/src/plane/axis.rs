//! A column as an axis: where rows lie on it, and the values in the middle of cells along it.

use std::collections::BTreeMap;

use grove_protocol::report::PlaneAxis;
use grove_recipe::columns::ColumnKind;
use grove_recipe::cut::{CELL, cut};

use crate::load::types::{cell_text, numbers};
use crate::table::Table;
use crate::table::column::{Cells, Column};

/// The most categories of an axis: the most frequent ones.
const CATEGORIES: usize = 12;

/// The largest range of whole numbers that have bands of their own.
const WHOLE: f64 = 12.0;

/// The room beyond the outermost rows, as a share of their distance.
const ROOM: f64 = 0.04;

const DAY: f64 = 86_400_000.0;

/// A column as an axis.
pub struct Axis<'t> {
    column: &'t Column,
    /// A position for each category.
    examples: Vec<u32>,
    pub shown: PlaneAxis,
}

impl<'t> Axis<'t> {
    /// Makes the axis of a column for the rows at these positions. Returns also their places on it; NaN for a row that has
    /// none.
    pub fn new(
        table: &'t Table,
        name: &str,
        unit: Option<String>,
        rows: &[u32],
    ) -> (Self, Vec<f64>) {
        let place = table.frame.position(name).expect("the column was found");
        let column = &table.frame.columns()[place];
        let kind = table.kinds[place];
        let mut axis = Self {
            column,
            examples: Vec::new(),
            shown: PlaneAxis {
                column: name.to_owned(),
                kind,
                unit,
                categories: Vec::new(),
                bands: false,
                low: 0.0,
                high: 1.0,
            },
        };
        let places = match column.cells() {
            Cells::Texts(_) => axis.categories(rows),
            _ => axis.numbers(rows),
        };
        (axis, places)
    }

    fn numbers(&mut self, rows: &[u32]) -> Vec<f64> {
        let places: Vec<f64> = (numbers(&self.column.take(rows)).into_iter())
            .map(|value| value.filter(|value| value.is_finite()).unwrap_or(f64::NAN))
            .collect();
        let values = places.iter().copied().filter(|value| !value.is_nan());
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let shown = &mut self.shown;
        if low > high {
            return places;
        }
        shown.bands = shown.kind == ColumnKind::Integer && high - low <= WHOLE;
        let room = match (shown.bands, high / 2.0 - low / 2.0) {
            (true, _) => 0.5,
            (false, 0.0) => low.abs().max(1.0) * ROOM,
            (false, half) => half * 2.0 * ROOM,
        };
        (shown.low, shown.high) = ((low - room).max(f64::MIN), (high + room).min(f64::MAX));
        places
    }

    fn categories(&mut self, rows: &[u32]) -> Vec<f64> {
        let texts: Vec<Option<String>> = rows
            .iter()
            .map(|&row| cell_text(self.column, row as usize))
            .collect();
        let mut counts: BTreeMap<&str, (usize, u32)> = BTreeMap::new();
        for (text, &row) in texts.iter().zip(rows) {
            if let Some(text) = text {
                counts.entry(text).or_insert((0, row)).0 += 1;
            }
        }
        let mut kept: Vec<(&str, (usize, u32))> = counts.into_iter().collect();
        // Stable, so that equally frequent ones stay in the order of their names.
        kept.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        kept.truncate(CATEGORIES);
        kept.sort_unstable();
        let place = |text: &Option<String>| {
            let text = text.as_deref()?;
            let found = kept.binary_search_by(|(name, _)| (*name).cmp(text));
            found.ok().map(|place| place as f64)
        };
        let place = |text| place(text).unwrap_or(f64::NAN);
        let places = texts.iter().map(place).collect();
        self.examples = kept.iter().map(|(_, (_, row))| *row).collect();
        let shown = &mut self.shown;
        shown.categories = kept
            .iter()
            .map(|(name, _)| cut(name, CELL).into_owned())
            .collect();
        shown.bands = true;
        (shown.low, shown.high) = (-0.5, shown.categories.len().max(1) as f64 - 0.5);
        places
    }

    /// Returns the number of cells along it: `side`, or one for each band.
    pub fn cells(&self, side: u32) -> u32 {
        match self.shown.bands {
            true => (self.shown.high - self.shown.low).round().max(1.0) as u32,
            false => side,
        }
    }

    /// Returns the column of some rows that lie in the middle of these cells, of which there are so many along the axis.
    pub fn column_at(&self, at: &[u32], cells: u32) -> Column {
        let PlaneAxis { low, high, .. } = self.shown;
        let middle = |cell: &u32| {
            let share = (f64::from(*cell) + 0.5) / f64::from(cells);
            // In parts, so that the distance of two numbers is always finite.
            Some(low * (1.0 - share) + high * share)
        };
        let name = self.column.name();
        match self.column.cells() {
            Cells::Texts(_) => {
                let rows = at.iter().map(|&cell| self.examples[cell as usize]);
                self.column.take(&rows.collect::<Vec<u32>>())
            }
            Cells::Integers(_) | Cells::Decimals(_) => {
                Column::of_decimals(name, at.iter().map(middle))
            }
            Cells::Days(_) => Column::of_days(
                name,
                at.iter().map(middle).map(|day| day.map(|day| day as i32)),
            ),
            Cells::Moments(_) => {
                let moments = at.iter().map(middle);
                Column::of_moments(name, moments.map(|day| day.map(|day| (day * DAY) as i64)))
            }
        }
    }
}
