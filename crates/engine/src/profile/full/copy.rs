//! Finds columns that are a copy of the target in other words or units, for tables too small to test a rule on held-out
//! rows.

use grove_recipe::Task;

use super::dictionary::MISSING;
use super::leaks::LeastSquares;
use super::sample::Sampled;
use super::scale::power_of_two;

/// The fewest rows in which a rule without errors is not chance.
const COPIES_AT_LEAST: usize = 20;
/// The share of a number's variance that rounding errors leave if it is a linear function of another.
const EXACT: f64 = 1e-9;

/// Returns whether each value of a column stands for one class and vice versa, or a number is a linear function of it.
/// This can be decided with too few rows for a test on held-out ones. O(rows · log rows).
pub fn is_copy(target: &Sampled, column: &Sampled, task: Task) -> bool {
    match (task, target, column) {
        (Task::Classification, ..) => {
            let ((labels, classes), (codes, words)) = (target.classes(), column.classes());
            let mut pairs: Vec<(u32, u32)> = labels.into_iter().zip(codes).collect();
            let rows = pairs.len();
            pairs.sort_unstable();
            pairs.dedup();
            // A missing value may stand for a class, too.
            let missing = u32::from(pairs.iter().any(|(_, code)| *code == MISSING));
            let one_to_one = pairs.len() as u32 == classes && words + missing == classes;
            let repeat = rows >= COPIES_AT_LEAST && rows >= 4 * classes as usize;
            classes > 1 && one_to_one && repeat
        }
        (Task::Regression, Sampled::Numbers(y), Sampled::Numbers(x)) => {
            let [x, y] = [x, y].map(|values| {
                let largest = values.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
                let scale = power_of_two(largest);
                values.iter().map(move |value| value * scale)
            });
            let pairs: Vec<(f64, f64)> = x.zip(y).collect();
            let present = || pairs.iter().filter(|(x, y)| !x.is_nan() && !y.is_nan());
            let mut line = LeastSquares::default();
            present().for_each(|(x, y)| line.learn(*x, *y));
            let (mut wrong, mut total) = (0.0, 0.0);
            for (x, y) in present() {
                let error = y - line.at(*x).unwrap_or(0.0);
                wrong += error * error;
                total += (y - line.y) * (y - line.y);
            }
            line.n >= COPIES_AT_LEAST as f64 && total > 0.0 && wrong <= EXACT * total
        }
        _ => false,
    }
}
