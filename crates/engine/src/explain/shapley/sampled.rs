//! Estimates Shapley values from random orders of the columns, each order beside its reverse: Mitchell, Cooper, Frank and
//! Holmes, “Sampling permutations for Shapley value estimation”, 2022 (<https://jmlr.org/papers/v23/21-0439.html>).

use grove_forest::Stream;
use grove_recipe::error::StageError;

use super::add;
use super::mixed::{MixedRows, ROWS_AT_ONCE};
use crate::pace::Pace;

/// How many orders are drawn for each background row; half of them are the reverse of another. With fewer, a change that
/// happens in few orders makes the standard errors too small.
pub const ORDERS: u32 = 32;

/// Estimated values by column of the file, and their standard errors.
pub struct Estimated {
    pub values: Vec<Vec<f64>>,
    pub standard_errors: Vec<Vec<f64>>,
}

/// Estimates the values. Along an order, the columns of a background row are replaced by those of the explained row one after
/// the other; each receives the change of the answer. As every background row is used equally often, the values sum to the
/// difference of the answers. The standard error is that of the random orders. O([`ORDERS`] × columns × background rows)
/// answers.
///
/// # Errors
/// As [`MixedRows::answers`].
pub async fn values(
    mixed: &MixedRows<'_>,
    background: u32,
    seed: u64,
    pace: &Pace,
) -> Result<Estimated, StageError> {
    let active = mixed.active().len();
    let pairs = ORDERS / 2;
    // By active column: the sum over background rows of the mean over pairs, and of its variance.
    let (mut sums, mut variances) = (Vec::new(), Vec::new());
    let mut outputs = 0;
    for other in 0..background {
        let mut of_pairs: Vec<Vec<Vec<f64>>> = Vec::new();
        for pair in 0..pairs {
            let mut order: Vec<usize> = (0..active).collect();
            let index = u64::from(other * pairs + pair);
            Stream::new(seed, "shapley", index).shuffle(&mut order);
            let forward = along(mixed, other, &order)?;
            order.reverse();
            let backward = along(mixed, other, &order)?;
            outputs = forward[0].len();
            let halves = forward.iter().zip(&backward);
            of_pairs.push(halves.map(|(a, b)| half_sum(a, b)).collect());
            pace.breathe(other * pairs + pair + 1, background * pairs)
                .await;
        }
        sums.resize(active, vec![0.0; outputs]);
        variances.resize(active, vec![0.0; outputs]);
        for place in 0..active {
            for output in 0..outputs {
                let found = of_pairs.iter().map(|of| of[place][output]);
                let mean = found.clone().sum::<f64>() / f64::from(pairs);
                let squares: f64 = found.map(|value| (value - mean) * (value - mean)).sum();
                sums[place][output] += mean;
                variances[place][output] += squares / f64::from((pairs - 1) * pairs);
            }
        }
    }
    let rows = f64::from(background);
    let mut estimated = Estimated {
        values: vec![vec![0.0; outputs]; mixed.columns()],
        standard_errors: vec![vec![0.0; outputs]; mixed.columns()],
    };
    for (place, player) in mixed.active().iter().enumerate() {
        let values = sums[place].iter().map(|sum| sum / rows);
        estimated.values[*player as usize] = values.collect();
        let errors = variances[place].iter().map(|sum| sum.sqrt() / rows);
        estimated.standard_errors[*player as usize] = errors.collect();
    }
    Ok(estimated)
}

/// Returns what each active column changes when the columns of a background row are replaced in this order.
fn along(mixed: &MixedRows, other: u32, order: &[usize]) -> Result<Vec<Vec<f64>>, StageError> {
    let mut own = vec![false; order.len()];
    let mut rows = vec![(other, own.clone())];
    let mut answers: Vec<f64> = Vec::new();
    let mut outputs = 1;
    for (step, place) in order.iter().enumerate() {
        own[*place] = true;
        rows.push((other, own.clone()));
        if rows.len() == ROWS_AT_ONCE || step + 1 == order.len() {
            let (more, of_each) = mixed.answers(&rows)?;
            answers.extend(more);
            outputs = of_each;
            rows.clear();
        }
    }
    let mut changes = vec![Vec::new(); order.len()];
    let steps = answers.windows(2 * outputs).step_by(outputs);
    for (place, both) in order.iter().zip(steps) {
        let (before, after) = both.split_at(outputs);
        let change = after
            .iter()
            .zip(before)
            .map(|(after, before)| after - before);
        changes[*place] = change.collect();
    }
    Ok(changes)
}

fn half_sum(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut sum = a.to_vec();
    add(&mut sum, b);
    sum.iter_mut().for_each(|value| *value /= 2.0);
    sum
}
