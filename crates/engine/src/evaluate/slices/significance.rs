//! Whether a slice is worse than chance explains: tests of its errors against those of the other rows.

use super::student::student_tail;

/// Returns the p-value of Fisher's exact test that so many wrong rows of a slice are too many: the probability of at least
/// as many when `wrong` of all rows are wrong and the slice draws its rows without looking. Fisher, “On the Interpretation
/// of χ² from Contingency Tables”, 1922.
///
/// The slice's wrong rows are among the wrong ones, its right rows among the right ones. O(rows of the slice), mostly the
/// square root.
pub fn fisher_greater(wrong_inside: u32, inside: u32, wrong: u32, rows: u32) -> f64 {
    let least = (wrong + inside).saturating_sub(rows);
    let most = wrong.min(inside);
    if wrong_inside <= least {
        return 1.0;
    }
    let of = f64::from;
    // The ratio of the probability of one wrong row more.
    let rise =
        |k: u32| of(wrong - k) * of(inside - k) / (of(k + 1) * of(rows - wrong - (inside - k) + 1));
    let mode = u64::from(wrong + 1) * u64::from(inside + 1) / (u64::from(rows) + 2);
    let mode = (mode as u32).clamp(least, most);
    // Probabilities relative to that of the mode, which no logarithm has rounded.
    const NEGLIGIBLE: f64 = 1e-20;
    let (mut all, mut tail) = (0.0, 0.0);
    let mut add = |k: u32, weight: f64| {
        all += weight;
        if k >= wrong_inside {
            tail += weight;
        }
        // Beyond the mode they fall faster and faster.
        (k > wrong_inside || k < mode) && weight < NEGLIGIBLE * if k < mode { all } else { tail }
    };
    let mut weight = 1.0;
    for k in mode..=most {
        if add(k, weight) {
            break;
        }
        weight *= if k < most { rise(k) } else { 0.0 };
    }
    weight = 1.0;
    for k in (least..mode).rev() {
        weight /= rise(k);
        if add(k, weight) {
            break;
        }
    }
    (tail / all).min(1.0)
}

/// The size, the mean and the sum of squared distances from it, of some numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moments {
    /// How many numbers there are.
    pub rows: u32,
    /// Their mean; 0 without numbers.
    pub mean: f64,
    squares: f64,
}

impl Moments {
    /// Computes them in two passes, in the order of the numbers. O(numbers).
    pub fn of(numbers: impl Iterator<Item = f64> + Clone) -> Self {
        let (rows, sum) = numbers
            .clone()
            .fold((0, 0.0), |(rows, sum), x| (rows + 1, sum + x));
        let mean = if rows == 0 {
            0.0
        } else {
            sum / f64::from(rows)
        };
        let squares = numbers.map(|x| (x - mean) * (x - mean)).sum();
        Self {
            rows,
            mean,
            squares,
        }
    }

    /// Returns the estimated variance of the mean; infinite for fewer than two numbers.
    pub fn variance_of_mean(&self) -> f64 {
        match self.rows {
            0 | 1 => f64::INFINITY,
            rows => self.squares / f64::from(rows - 1) / f64::from(rows),
        }
    }
}

/// Returns the p-value of Welch's t-test that the numbers of a slice are larger on average than the others. Welch, “The
/// Generalization of ‘Student’s’ Problem when Several Different Population Variances Are Involved”, 1947.
pub fn welch_greater(inside: &Moments, outside: &Moments) -> f64 {
    let (a, b) = (inside.variance_of_mean(), outside.variance_of_mean());
    let difference = inside.mean - outside.mean;
    let variance = a + b;
    if !variance.is_finite() {
        return 1.0;
    }
    if variance == 0.0 {
        return if difference > 0.0 { 0.0 } else { 1.0 };
    }
    // Divided first, so that no square of a small variance is rounded to 0.
    let (a, b) = (a / variance, b / variance);
    let of = |share: f64, rows: u32| share * share / f64::from(rows - 1);
    let degrees = 1.0 / (of(a, inside.rows) + of(b, outside.rows));
    student_tail(difference / variance.sqrt(), degrees)
}

/// Returns the p-values corrected for their number by Holm's method, in their order: the chance that any of those that are
/// at most a level is due to chance is at most that level. Holm, “A Simple Sequentially Rejective Multiple Test Procedure”,
/// 1979. O(n · log n).
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]).then(a.cmp(b)));
    let mut corrected = vec![0.0; p.len()];
    let mut least = 0.0_f64;
    for (place, at) in order.into_iter().enumerate() {
        least = least.max((p[at] * (p.len() - place) as f64).min(1.0));
        corrected[at] = least;
    }
    corrected
}
