//! Accumulated local effects of a column whose values are in order.

use grove_protocol::report::AccumulatedEffects;
use grove_recipe::error::StageError;

use super::{Asked, mean};
use crate::pace::Pace;

/// The most bins.
const BINS: usize = 20;

/// Computes the effects over bins between quantiles of the values. `None` with less than two different values. Costs two
/// answers for each row.
pub async fn effects(
    asked: &Asked<'_>,
    pace: &Pace,
) -> Result<Option<AccumulatedEffects>, StageError> {
    let amounts = asked.amounts();
    // The rows at whose values a bin ends.
    let mut edges: Vec<(f64, u32)> = (0..=BINS)
        .filter_map(|bin| {
            amounts
                .get(bin * (amounts.len().max(1) - 1) / BINS)
                .copied()
        })
        .collect();
    edges.dedup_by(|a, b| a.0 == b.0);
    if edges.len() < 2 {
        return Ok(None);
    }
    let mut at = 0;
    let mut effects: Vec<Vec<f64>> = Vec::new();
    let mut counts = Vec::new();
    for (place, ends) in edges.windows(2).enumerate() {
        let (low, high) = (ends[0], ends[1]);
        let start = at;
        while amounts.get(at).is_some_and(|amount| amount.0 <= high.0) {
            at += 1;
        }
        let rows: Vec<u32> = amounts[start..at].iter().map(|amount| amount.1).collect();
        let of = |end: u32| asked.answers(&rows, &vec![end; rows.len()]);
        let (below, above) = (mean(&of(low.1)?), mean(&of(high.1)?));
        let before = effects.last().cloned().unwrap_or(vec![0.0; below.len()]);
        if effects.is_empty() {
            effects.push(before.clone());
        }
        let rises = above.iter().zip(&below).map(|(above, below)| above - below);
        let after = before.iter().zip(rises).map(|(before, rise)| before + rise);
        effects.push(after.collect());
        counts.push(rows.len() as u32);
        pace.breathe(place as u32 + 1, edges.len() as u32 - 1).await;
    }
    centre(&mut effects, &counts);
    Ok(Some(AccumulatedEffects {
        edges: edges.into_iter().map(|(value, _)| value).collect(),
        effects,
        counts,
    }))
}

/// Moves the effects so that the mean over the rows is 0, where a row has the mean of its bin's ends.
fn centre(effects: &mut [Vec<f64>], counts: &[u32]) {
    let rows: f64 = counts.iter().copied().map(f64::from).sum();
    for output in 0..effects[0].len() {
        let middles = effects
            .windows(2)
            .map(|ends| (ends[0][output] + ends[1][output]) / 2.0);
        let weighted = middles
            .zip(counts)
            .map(|(middle, count)| middle * f64::from(*count));
        let mean = weighted.sum::<f64>() / rows;
        effects.iter_mut().for_each(|of| of[output] -= mean);
    }
}
