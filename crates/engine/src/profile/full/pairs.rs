//! Measures the association of every pair of columns.

use super::associations::PreparedColumn;
use super::sample::Sampled;
use crate::pace::Pace;
use grove_protocol::profile::{Associations, ColumnProfile};
use grove_recipe::Task;
use grove_recipe::columns::ColumnKind;

/// The most columns that are compared with each other.
pub const MOST: usize = 40;
/// The most values of a category that is compared: the larger its table, the less a measure says.
pub const MOST_VALUES: u32 = 256;

/// Compares every two columns that can be compared. `columns` and their values in the sample are in the order of
/// processing, and `order` has their positions in the table; with a task, the first is the target. O(columns² · rows).
pub async fn compare(
    columns: &[ColumnProfile],
    sampled: Vec<Sampled>,
    order: &[usize],
    rows: usize,
    task: Option<Task>,
    pace: &Pace,
) -> Associations {
    let mut candidates = Vec::new();
    let mut values = Vec::new();
    for (place, (column, sampled)) in columns.iter().zip(sampled).enumerate() {
        let is_class = place == 0 && task == Some(Task::Classification);
        let sampled = if is_class {
            as_classes(&sampled)
        } else {
            sampled
        };
        if can_compare(column, &sampled) {
            candidates.push(place);
            values.push(sampled);
        }
    }
    // Without a target, the first columns are compared.
    let has_target = task.is_some() && candidates.first() == Some(&0);
    if !has_target {
        values.truncate(MOST);
    }
    let mut ready = Vec::with_capacity(values.len());
    for values in values {
        ready.push(PreparedColumn::new(values));
        pace.pause().await;
    }
    let chosen = match has_target && ready.len() > MOST {
        true => best(&ready, pace).await,
        false => (0..ready.len()).collect(),
    };
    let all = (chosen.len() * chosen.len().saturating_sub(1) / 2) as u32;
    let mut pairs = Vec::new();
    for (place, &first) in chosen.iter().enumerate() {
        for &second in &chosen[place + 1..] {
            pairs.push(ready[first].with(&ready[second]));
            pace.breathe(pairs.len() as u32, all).await;
        }
    }
    let position = |index: usize| order[candidates[index]] as u32;
    Associations {
        left_out: (candidates.len() - chosen.len()) as u32,
        columns: chosen.into_iter().map(position).collect(),
        rows: rows as u32,
        pairs,
    }
}

/// Chooses, of too many columns, the target, which is the first, and those with the strongest association with it, in
/// ascending order.
async fn best(ready: &[PreparedColumn], pace: &Pace) -> Vec<usize> {
    let mut strengths = vec![f64::INFINITY];
    for other in &ready[1..] {
        strengths.push(ready[0].with(other).strength());
        pace.pause().await;
    }
    let mut best: Vec<usize> = (0..ready.len()).collect();
    best.sort_by(|a, b| strengths[*b].total_cmp(&strengths[*a]));
    best.truncate(MOST);
    best.sort_unstable();
    best
}

fn as_classes(sampled: &Sampled) -> Sampled {
    let (codes, words) = sampled.classes();
    Sampled::Codes { codes, words }
}

/// Returns whether it is a number, date or category that varies. Texts that hardly repeat have no association with
/// anything.
fn can_compare(column: &ColumnProfile, sampled: &Sampled) -> bool {
    let fits = match sampled {
        Sampled::Numbers(_) => true,
        Sampled::Codes { words, .. } => *words <= MOST_VALUES,
    };
    fits && column.distinct > 1
        && !matches!(
            column.kind,
            ColumnKind::Text | ColumnKind::Identifier | ColumnKind::Empty
        )
}
