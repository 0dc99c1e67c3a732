//! A small regression tree over the errors, whose nodes are slices of several conditions.

use super::columns::{CodedColumn, Condition};
use crate::pace::Pace;

/// The most conditions of a slice.
const DEPTH: usize = 3;

/// Conditions that hold together, at most one for each column, in the order in which they were added.
pub type Conditions = Vec<Condition>;

/// Finds slices: divides the rows where that explains most of the variance of the errors, and each side again, as long as
/// every side has at least `smallest` rows. Returns the sides, level by level. O(depth · rows · columns).
pub async fn divide(
    columns: &[CodedColumn],
    errors: &[f64],
    rows: &[u32],
    smallest: u32,
    pace: &Pace,
) -> Vec<Conditions> {
    let mut slices = Vec::new();
    let mut level: Vec<(Conditions, Vec<u32>)> = vec![(Vec::new(), rows.to_vec())];
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for (conditions, rows) in level {
            let Some(best) = best(columns, errors, &rows, smallest, pace).await else {
                continue;
            };
            let column = &columns[best.column];
            for codes in [best.codes, column.all & !best.codes] {
                let inside = rows.iter().copied().filter(|row| column.has(*row, codes));
                let side = Condition { codes, ..best };
                let conditions = narrowed(&conditions, side);
                slices.push(conditions.clone());
                next.push((conditions, inside.collect()));
            }
        }
        level = next;
    }
    slices
}

/// Adds a condition to others.
fn narrowed(conditions: &[Condition], added: Condition) -> Conditions {
    let mut narrowed = conditions.to_vec();
    match narrowed.iter_mut().find(|of| of.column == added.column) {
        Some(same) => same.codes &= added.codes,
        None => narrowed.push(added),
    }
    narrowed
}

/// Finds the division with the largest sum of squares between its sides; of equal ones the first.
async fn best(
    columns: &[CodedColumn],
    errors: &[f64],
    rows: &[u32],
    smallest: u32,
    pace: &Pace,
) -> Option<Condition> {
    let all = rows.len() as f64;
    let sum: f64 = rows.iter().map(|row| errors[*row as usize]).sum();
    let (mut found, mut most) = (None, 0.0);
    for (place, column) in columns.iter().enumerate() {
        let mut of_code = [(0u32, 0.0f64); 64];
        for row in rows {
            let (count, total) = &mut of_code[column.codes[*row as usize] as usize];
            *count += 1;
            *total += errors[*row as usize];
        }
        for codes in column.divisions() {
            let side = (0..64)
                .filter(|code| codes >> code & 1 == 1)
                .map(|code| of_code[code]);
            let (inside, inside_sum) = side.fold((0, 0.0), |(rows, sum), (count, total)| {
                (rows + count, sum + total)
            });
            let outside = rows.len() as u32 - inside;
            if inside < smallest || outside < smallest {
                continue;
            }
            let difference =
                inside_sum / f64::from(inside) - (sum - inside_sum) / f64::from(outside);
            let between = f64::from(inside) * f64::from(outside) / all * difference * difference;
            if between > most {
                most = between;
                found = Some(Condition {
                    column: place,
                    codes,
                });
            }
        }
        pace.pause().await;
    }
    found
}
