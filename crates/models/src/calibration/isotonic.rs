//! Isotonic regression: steps that only rise, by pooling adjacent violators.
//!
//! Zadrozny and Elkan, “Transforming classifier scores into accurate multiclass probability estimates”, 2002.

use serde::{Deserialize, Serialize};

use super::Tie;

/// Probabilities that are nearer to each other count as one, as in scikit-learn.
const RESOLUTION: f64 = 1e-15;

/// Knots with straight lines between them, and constant beyond the outermost, as scikit-learn's
/// `IsotonicRegression(out_of_bounds="clip")`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Isotonic {
    /// Probabilities of the model, ascending.
    pub x: Vec<f64>,
    /// The probability at each of them, 0 to 1; none is below the one before.
    pub y: Vec<f64>,
}

/// Neighbouring rows that have one share of positives.
struct Pool {
    positives: u64,
    rows: u64,
    /// The first and the last of their probabilities.
    ends: [f64; 2],
}

impl Isotonic {
    /// Fits ties in ascending order, of which there must be one. Counts are whole numbers, so that nothing is rounded before
    /// the shares. O(ties).
    pub(super) fn fit(ties: &[Tie]) -> Self {
        let mut pools: Vec<Pool> = Vec::new();
        let mut first = f64::NEG_INFINITY;
        for tie in ties {
            let (positives, rows) = (u64::from(tie.positives), u64::from(tie.rows));
            if tie.probability - first < RESOLUTION
                && let Some(same) = pools.last_mut()
            {
                (same.positives, same.rows) = (same.positives + positives, same.rows + rows);
                continue;
            }
            pool(&mut pools);
            first = tie.probability;
            pools.push(Pool {
                positives,
                rows,
                ends: [first; 2],
            });
        }
        pool(&mut pools);
        let (mut x, mut y) = (Vec::new(), Vec::new());
        for pool in pools {
            let [low, high] = pool.ends;
            let ends = if low == high {
                &pool.ends[..1]
            } else {
                &pool.ends
            };
            x.extend_from_slice(ends);
            y.resize(x.len(), pool.positives as f64 / pool.rows as f64);
        }
        Self { x, y }
    }

    /// Returns the piece of the map at so many knots that are not above a probability: a point on it, and its slope.
    pub fn piece(&self, knots: usize) -> (f64, f64, f64) {
        let place = knots.saturating_sub(1);
        let (x, y) = (self.x[place], self.y[place]);
        let slope = match (self.x.get(knots), self.y.get(knots)) {
            (Some(next), Some(above)) if knots > 0 => (above - y) / (next - x),
            _ => 0.0,
        };
        (x, y, slope)
    }

    /// O(log knots).
    pub(super) fn at(&self, probability: f64) -> f64 {
        let knots = self.x.partition_point(|knot| *knot <= probability);
        let (x, y, slope) = self.piece(knots);
        (y + slope * (probability - x)).clamp(0.0, 1.0)
    }

    pub(super) fn validate(&self) -> Result<(), String> {
        let Self { x, y } = self;
        let is_share = |value: &f64| (0.0..=1.0).contains(value);
        let fits = !x.is_empty()
            && x.len() == y.len()
            && x.iter().all(|x| x.is_finite())
            && x.windows(2).all(|pair| pair[0] < pair[1])
            && y.iter().all(is_share)
            && y.windows(2).all(|pair| pair[0] <= pair[1])
            && (0..=x.len()).all(|knots| self.piece(knots).2.is_finite());
        match fits {
            true => Ok(()),
            false => Err("the knots of the calibration do not rise".into()),
        }
    }
}

/// Joins the last pool with those before it whose share is not below its own.
fn pool(pools: &mut Vec<Pool>) {
    while let [.., before, last] = &mut **pools {
        if u128::from(before.positives) * u128::from(last.rows)
            < u128::from(last.positives) * u128::from(before.rows)
        {
            return;
        }
        before.positives += last.positives;
        before.rows += last.rows;
        before.ends[1] = last.ends[1];
        pools.pop();
    }
}
