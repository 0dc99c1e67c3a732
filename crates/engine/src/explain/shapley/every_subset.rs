//! Exact Shapley values from the mean answers of every subset of the columns.

use grove_recipe::error::StageError;

use super::add;
use super::mixed::{MixedRows, ROWS_AT_ONCE};
use crate::pace::Pace;

/// Returns the values by column of the file, which are exact up to rounding. O(2^columns × background rows) answers.
///
/// # Errors
/// As [`MixedRows::answers`].
pub async fn values(
    mixed: &MixedRows<'_>,
    background: u32,
    pace: &Pace,
) -> Result<Vec<Vec<f64>>, StageError> {
    let active = mixed.active();
    let subsets = 1u32 << active.len();
    let at_once = (ROWS_AT_ONCE as u32 / background).max(1);
    let mut means: Vec<Vec<f64>> = Vec::with_capacity(subsets as usize);
    let mut start = 0;
    while start < subsets {
        let end = subsets.min(start + at_once);
        let own = |subset: u32| (0..active.len()).map(move |place| subset >> place & 1 == 1);
        let rows: Vec<(u32, Vec<bool>)> = (start..end)
            .flat_map(|subset| (0..background).map(move |other| (other, own(subset).collect())))
            .collect();
        let (answers, outputs) = mixed.answers(&rows)?;
        for answers in answers.chunks_exact(background as usize * outputs) {
            means.push(super::mean(answers, outputs));
        }
        pace.breathe(end, subsets).await;
        start = end;
    }
    let outputs = means[0].len();
    let mut values = vec![vec![0.0; outputs]; mixed.columns()];
    let weights = weights(active.len());
    for (place, player) in active.iter().enumerate() {
        let mut sums = vec![0.0; outputs];
        let without = (0..subsets).filter(|subset| subset >> place & 1 == 0);
        for subset in without {
            let weight = weights[subset.count_ones() as usize];
            let before = &means[subset as usize];
            let with = &means[(subset | 1 << place) as usize];
            let gain: Vec<f64> = with
                .iter()
                .zip(before)
                .map(|(with, before)| weight * (with - before))
                .collect();
            add(&mut sums, &gain);
        }
        values[*player as usize] = sums;
    }
    Ok(values)
}

/// By the size s of a subset without the player, s! (n − s − 1)! / n!.
fn weights(players: usize) -> Vec<f64> {
    let weight = |size: usize| {
        // 1 / (n × the number of ways to choose s of n − 1).
        let ways = (1..=size).fold(1.0, |ways, i| ways * (players - i) as f64 / i as f64);
        1.0 / (players as f64 * ways)
    };
    (0..players).map(weight).collect()
}
