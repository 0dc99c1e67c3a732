//! Shared arithmetic with the same bits on every platform: sums in a fixed order, and libm's exponential.

/// The number of parallel sums, so that additions need not wait for each other.
const LANES: usize = 4;

/// Returns Σ term(a, b) over two slices of equal length.
fn sum_of(a: &[f64], b: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    let mut sums = [0.0; LANES];
    let (a_lanes, b_lanes) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest = a_lanes.remainder().iter().zip(b_lanes.remainder());
    for (a, b) in a_lanes.zip(b_lanes) {
        for lane in 0..LANES {
            sums[lane] += term(a[lane], b[lane]);
        }
    }
    for (lane, (a, b)) in rest.enumerate() {
        sums[lane] += term(*a, *b);
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    sum_of(a, b, |a, b| a * b)
}

pub(super) fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    sum_of(a, b, |a, b| (a - b) * (a - b))
}

/// Adds factor · `from` to `to`.
pub(super) fn add_scaled(to: &mut [f64], factor: f64, from: &[f64]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += factor * from;
    }
}

/// Replaces finite scores by their softmax, and returns the logarithm of the exponentials' sum.
pub(super) fn softmax(scores: &mut [f64]) -> f64 {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = libm::exp(*score - largest);
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
    largest + libm::log(sum)
}

/// Returns whether every number is at most `most` in absolute value; false for NaN.
pub(super) fn all_within(values: &[f64], most: f64) -> bool {
    values.iter().all(|value| (-most..=most).contains(value))
}
