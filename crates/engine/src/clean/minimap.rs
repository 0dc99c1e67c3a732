//! Counts missing, changed and removed cells per band of rows, for the minimap.

use std::collections::BTreeSet;

use crate::table::Table;
use grove_protocol::report::{Band, Minimap};

use super::changes::differing;

const BANDS: usize = 60;

/// Compares the file's table with the cleaned one, by the columns' names. Only touched columns are compared. O(cells
/// touched + rows × columns).
pub fn minimap(raw: &Table, cleaned: &Table, touched: &BTreeSet<String>) -> Minimap {
    let height = raw.rows.len();
    let per_band = height.div_ceil(BANDS).max(1);
    let sizes: Vec<usize> = (0..height)
        .step_by(per_band)
        .map(|at| per_band.min(height - at))
        .collect();
    let kept = positions(raw, cleaned);
    let count = |positions: &mut dyn Iterator<Item = u32>| {
        let mut counts = vec![0u32; sizes.len()];
        positions.for_each(|position| counts[position as usize / per_band] += 1);
        counts
    };
    let left = count(&mut kept.iter().copied());
    let none = vec![0; sizes.len()];
    let mut columns: Vec<String> = Vec::new();
    let (mut changed, mut missing) = (Vec::new(), Vec::new());
    for column in raw.frame.columns() {
        let present = column.present();
        let gaps = (0..).zip(present).filter(|(_, present)| !present);
        missing.push(count(&mut gaps.map(|(position, _)| position)));
        changed.push(match cleaned.column(column.name()) {
            None => left.clone(),
            Some(_) if !touched.contains(column.name()) => none.clone(),
            Some(after) => {
                let differing = differing(&column.take(&kept), after);
                count(
                    &mut differing
                        .into_iter()
                        .map(|position| kept[position as usize]),
                )
            }
        });
        columns.push(column.name().to_owned());
    }
    for column in cleaned.frame.columns() {
        if raw.column(column.name()).is_none() {
            columns.push(column.name().to_owned());
            changed.push(left.clone());
            missing.push(none.clone());
        }
    }
    let bands = (0..sizes.len()).map(|band| {
        let size = sizes[band] as f32;
        let share = |counts: &Vec<Vec<u32>>| counts.iter().map(|c| c[band] as f32 / size).collect();
        let first = band * per_band;
        Band {
            rows: (raw.rows[first], raw.rows[first + sizes[band] - 1]),
            dropped: 1.0 - left[band] as f32 / size,
            changed: share(&changed),
            missing: share(&missing),
        }
    });
    Minimap {
        bands: bands.collect(),
        columns,
    }
}

/// Returns the positions in the file of the remaining rows.
fn positions(raw: &Table, cleaned: &Table) -> Vec<u32> {
    let mut all = (0..).zip(&raw.rows);
    let place = |row: &u32| all.find(|(_, known)| *known == row).map(|(place, _)| place);
    cleaned.rows.iter().filter_map(place).collect()
}
