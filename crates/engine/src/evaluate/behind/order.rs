//! The order of the selected rows.

use std::cmp::Ordering;

use grove_models::Predictions;
use grove_protocol::calls::RowOrder;

use super::RowsBehind;
use crate::table::column::Cells;
use crate::table::target::TargetValues;

impl RowsBehind<'_> {
    /// Sorts the selected rows. Equal ones stay as they are. O(rows · log rows).
    pub(super) fn sort(&mut self, by: RowOrder) {
        let mut places = std::mem::take(&mut self.places);
        match by {
            RowOrder::WorstFirst => {
                let how_wrong = |place: usize| Some(self.how_wrong(place));
                sort(&mut places, true, how_wrong, f64::total_cmp);
            }
            RowOrder::By { column, falling } => self.sort_by(&mut places, column, falling),
        }
        self.places = places;
    }

    fn sort_by(&self, places: &mut [u32], column: u32, falling: bool) {
        if let Some(column) = self.column(column) {
            let row = |place: usize| self.in_table(place);
            return match column.cells() {
                Cells::Integers(cells) | Cells::Moments(cells) => {
                    sort(places, falling, |place| cells.get(row(place)?), i64::cmp);
                }
                Cells::Decimals(cells) => {
                    sort(
                        places,
                        falling,
                        |place| cells.get(row(place)?),
                        f64::total_cmp,
                    );
                }
                Cells::Days(cells) => {
                    sort(places, falling, |place| cells.get(row(place)?), i32::cmp);
                }
                Cells::Texts(cells) => {
                    sort(
                        places,
                        falling,
                        |place| cells.get(row(place)?),
                        |a, b| a.cmp(b),
                    );
                }
            };
        }
        let actual = |place: usize| match self.actual() {
            TargetValues::Classes { labels, .. } => f64::from(labels[place]),
            TargetValues::Values(values) => values[place],
        };
        let said = |place: usize| match &self.predictions.predicted {
            Predictions::Values(values) => values[place],
            Predictions::Probabilities { .. } => f64::from(self.labels[place]),
        };
        let key: &dyn Fn(usize) -> f64 = match column.wrapping_sub(self.table.width()) {
            0 => &actual,
            1 => &said,
            2 => &|place| self.sureness(place),
            _ => return,
        };
        sort(places, falling, |place| Some(key(place)), f64::total_cmp);
    }

    /// Returns the probability of a wrong class, less than 0 for a right one, or the size of the residual.
    fn how_wrong(&self, place: usize) -> f64 {
        let sureness = self.sureness(place);
        match self.actual().labels() {
            Some(labels) if labels[place] == self.labels[place] => -sureness,
            Some(_) => sureness,
            None => sureness.abs(),
        }
    }
}

/// Sorts rows by a key, those without one last.
fn sort<K>(
    places: &mut [u32],
    falling: bool,
    key: impl Fn(usize) -> Option<K>,
    compare: impl Fn(&K, &K) -> Ordering,
) {
    let keyed = places.iter().map(|&place| (key(place as usize), place));
    let mut keyed: Vec<(Option<K>, u32)> = keyed.collect();
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) if falling => compare(b, a),
        (Some(a), Some(b)) => compare(a, b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    for (place, (_, sorted)) in places.iter_mut().zip(keyed) {
        *place = sorted;
    }
}
