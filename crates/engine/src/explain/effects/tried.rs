//! Effects at values that occur in the rows.

use std::collections::HashMap;

use grove_protocol::report::{CATEGORIES_AT_MOST, EffectPlaces, VALUES_AT_MOST};
use grove_recipe::error::StageError;

use super::{Asked, Found, LINES, mean};
use crate::load::types::cell_text;
use crate::pace::Pace;

/// Asks for all rows with each of the values.
pub async fn along(asked: &Asked<'_>, pace: &Pace) -> Result<Found, StageError> {
    let (places, rows_with) = match asked.is_ordered() {
        true => values(asked),
        false => categories(asked),
    };
    let rows: Vec<u32> = (0..asked.table.height()).collect();
    let mut means = Vec::new();
    let mut by_row = vec![Vec::new(); rows.len().min(LINES)];
    for (&with, done) in rows_with.iter().zip(1..) {
        let answers = asked.answers(&rows, &vec![with; rows.len()])?;
        means.push(mean(&answers));
        let lines = by_row.iter_mut().zip(answers);
        lines.for_each(|(line, answer): (&mut Vec<Vec<f64>>, _)| line.push(answer));
        pace.breathe(done, rows_with.len() as u32).await;
    }
    Ok(Found {
        places,
        mean: means,
        by_row,
    })
}

/// Returns different values, ascending, and a row with each.
fn values(asked: &Asked) -> (EffectPlaces, Vec<u32>) {
    let amounts = asked.amounts();
    let seen: Vec<f64> = amounts.iter().map(|(value, _)| *value).collect();
    let mut different = amounts;
    different.dedup_by(|a, b| a.0 == b.0);
    let (values, rows) = match different.len() {
        ..=VALUES_AT_MOST => different.into_iter().unzip(),
        all => {
            // With the first and the last.
            let place = |step: usize| step * (all - 1) / (VALUES_AT_MOST - 1);
            (0..VALUES_AT_MOST)
                .map(|step| different[place(step)])
                .unzip()
        }
    };
    (EffectPlaces::Values { values, seen }, rows)
}

/// Returns the most frequent values, and a row with each.
fn categories(asked: &Asked) -> (EffectPlaces, Vec<u32>) {
    let mut counted: HashMap<String, (u32, u32)> = HashMap::new();
    if let Some(column) = asked.table.column(asked.column) {
        for row in 0..asked.table.height() {
            if let Some(text) = cell_text(column, row as usize) {
                counted.entry(text).or_insert((0, row)).0 += 1;
            }
        }
    }
    let mut counted: Vec<(String, (u32, u32))> = counted.into_iter().collect();
    counted.sort_unstable_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
    counted.truncate(CATEGORIES_AT_MOST);
    let rows = counted.iter().map(|(_, (_, row))| *row).collect();
    let counts = counted.iter().map(|(_, (count, _))| *count).collect();
    let values = counted.into_iter().map(|(value, _)| value).collect();
    (EffectPlaces::Categories { values, counts }, rows)
}
