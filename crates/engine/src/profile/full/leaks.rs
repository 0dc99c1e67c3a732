//! Measures how well each column alone predicts the target. One that predicts it almost without error may have been
//! recorded after the outcome was known.
//!
//! A rule that predicts by the column's value is fitted to one half of the sample and scored on the other; then the
//! halves are exchanged, and the score is over all rows. The rule uses the value of a category, or one of [`BINS`] bins
//! of equally many rows for a number; a missing value is a bin of its own.

use grove_forest::Stream;
use grove_recipe::Task;
use grove_recipe::number::{fixed, percent};

use super::dictionary::MISSING;
use super::sample::Sampled;
use super::scale::power_of_two;

/// The most bins of a number.
const BINS: usize = 64;
/// The fewest rows of a half per bin.
const ROWS_PER_BIN: usize = 10;
/// With fewer rows with a target, there is no score.
const ROWS_AT_LEAST: u32 = 40;
/// With more classes than one of these and fewer rows per class than the other, or more values of a category, there is
/// no score: a half has too few rows of each.
const CLASSES_AT_MOST: (u32, u32) = (100, 1000);
const ROWS_PER_CLASS: u32 = 4;
const VALUES_AT_MOST: u32 = 4096;

/// From these scores on, a column is a suspected leak: for two classes a balanced accuracy of 99 %, for numbers an R²
/// of 99 %.
pub const LEAK: (f64, f64) = (0.98, 0.99);

/// The target in the rows of the sample.
pub struct SampledTarget {
    target: SampledValues,
    /// For each row, which half it is in.
    half: Vec<bool>,
}

enum SampledValues {
    Classes {
        labels: Vec<u32>,
        classes: u32,
    },
    /// Scaled to about 1 at most; NaN for a missing value.
    Values(Vec<f64>),
}

impl SampledTarget {
    /// Prepares a target. `None` if it has too few rows or values, or too many classes.
    pub fn new(target: &Sampled, task: Task) -> Option<Self> {
        let (labels, classes) = target.classes();
        let rows = labels.iter().filter(|label| **label != MISSING).count();
        if classes < 2 || (rows as u32) < ROWS_AT_LEAST {
            return None;
        }
        let mut stream = Stream::new(0, "profile-halves", 0);
        let half = labels.iter().map(|_| stream.below(2) == 0).collect();
        let target = match (task, target) {
            (Task::Regression, Sampled::Numbers(values)) => {
                let largest = values.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
                let scale = power_of_two(largest);
                SampledValues::Values(values.iter().map(|value| value * scale).collect())
            }
            (Task::Regression, Sampled::Codes { .. }) => return None,
            (Task::Classification, _) if classes > classes_at_most(rows as u32) => return None,
            (Task::Classification, _) => SampledValues::Classes { labels, classes },
        };
        Some(Self { target, half })
    }

    /// Scores how well a column alone predicts the target, from 0 (as well as without it) to 1 (always right): for
    /// classes the balanced accuracy, adjusted for chance; for numbers R². `None` for a category with too many values.
    /// O(rows · log rows).
    pub fn score(&self, column: &Sampled) -> Option<f64> {
        if let Sampled::Codes { words, .. } = column
            && *words > VALUES_AT_MOST
        {
            return None;
        }
        // With more classes than bins, no bin could be of one class alone.
        let by_value = match (&self.target, column) {
            (SampledValues::Classes { classes, .. }, Sampled::Numbers(_))
                if *classes as usize > BINS / 2 =>
            {
                let (codes, words) = column.classes();
                (words <= VALUES_AT_MOST).then_some(Sampled::Codes { codes, words })
            }
            _ => None,
        };
        let column = by_value.as_ref().unwrap_or(column);
        let halves = [true, false].map(|learned| (learned, parts(column, &self.half, learned)));
        let score = match &self.target {
            SampledValues::Classes { labels, classes } => {
                self.classes(labels, *classes as usize, &halves)
            }
            SampledValues::Values(values) => self.values(values, &halves),
        };
        Some(score.clamp(0.0, 1.0))
    }

    /// Scores classes: each half's rule predicts the class with the highest frequency relative to its base rate.
    /// Classes that a half does not have are not scored there.
    fn classes(&self, labels: &[u32], classes: usize, halves: &[(bool, SampleParts)]) -> f64 {
        let mut right = vec![0u32; classes];
        let mut asked = vec![0u32; classes];
        for (learned, parts) in halves {
            let mut table = vec![0u32; parts.count * classes];
            let mut totals = vec![0u32; classes];
            let rows = || labels.iter().zip(&parts.of_row).zip(&self.half);
            let rows = || rows().filter(|((label, _), _)| **label != MISSING);
            for ((&label, &part), _) in rows().filter(|(_, half)| *half == learned) {
                table[part * classes + label as usize] += 1;
                totals[label as usize] += 1;
            }
            let answers: Vec<Option<usize>> = table
                .chunks_exact(classes)
                .map(|counts| most_frequent(counts, &totals))
                .collect();
            for ((&label, &part), _) in rows().filter(|(_, half)| *half != learned) {
                right[label as usize] += u32::from(answers[part] == Some(label as usize));
                asked[label as usize] += u32::from(totals[label as usize] > 0);
            }
        }
        let recalls = right.iter().zip(&asked).filter(|(_, asked)| **asked > 0);
        let recalls = recalls.map(|(right, total)| f64::from(*right) / f64::from(*total));
        let present = recalls.clone().count() as f64;
        if present < 2.0 {
            return 0.0;
        }
        let balanced = recalls.sum::<f64>() / present;
        adjusted(balanced, present)
    }

    /// Scores numbers: each half's rule predicts by a linear regression within each bin, or by the mean of each
    /// category.
    fn values(&self, values: &[f64], halves: &[(bool, SampleParts)]) -> f64 {
        let there = |value: &f64| !value.is_nan();
        let n = values.iter().copied().filter(there).count() as f64;
        let mean = values.iter().copied().filter(there).sum::<f64>() / n;
        let (mut wrong, mut total) = (0.0, 0.0);
        for (learned, parts) in halves {
            let rows = |learned: bool| {
                let rows = values.iter().zip(&parts.of_row).zip(&parts.within);
                let rows = rows
                    .zip(&self.half)
                    .filter(move |(_, half)| **half == learned);
                let rows = rows.map(|(((value, part), within), _)| (*value, *part, *within));
                rows.filter(|(value, ..)| !value.is_nan())
            };
            let mut lines = vec![LeastSquares::default(); parts.count];
            for (value, part, within) in rows(*learned) {
                lines[part].learn(within, value);
            }
            for (value, part, within) in rows(!*learned) {
                let answer = lines[part].at(within).unwrap_or(mean);
                wrong += (value - answer) * (value - answer);
                total += (value - mean) * (value - mean);
            }
        }
        if total > 0.0 {
            1.0 - wrong / total
        } else {
            0.0
        }
    }
}

/// Returns the most classes for this many rows.
fn classes_at_most(rows: u32) -> u32 {
    let (always, ever) = CLASSES_AT_MOST;
    (rows / ROWS_PER_CLASS).clamp(always, ever)
}

/// Scales a balanced accuracy to 0 for chance and 1 for always right; it is below 0 if worse than chance.
fn adjusted(balanced: f64, classes: f64) -> f64 {
    (balanced - 1.0 / classes) / (1.0 - 1.0 / classes)
}

/// Writes the score in the usual metric.
pub fn score_alone(alone: f64, task: Task, classes: u32) -> String {
    match task {
        Task::Classification => {
            format!(
                "balanced accuracy {}",
                percent(balanced(alone, f64::from(classes)))
            )
        }
        Task::Regression => format!("R² {}", fixed(alone, 3)),
    }
}

/// Returns the balanced accuracy of an adjusted one.
fn balanced(adjusted: f64, classes: f64) -> f64 {
    adjusted * (1.0 - 1.0 / classes) + 1.0 / classes
}

/// The bin of each row, as fitted to one half.
struct SampleParts {
    of_row: Vec<usize>,
    count: usize,
    /// The number of each row within its bin, scaled to about 1 at most; 0 for categories.
    within: Vec<f64>,
}

fn parts(column: &Sampled, half: &[bool], learned: bool) -> SampleParts {
    match column {
        Sampled::Codes { codes, words } => SampleParts {
            of_row: codes
                .iter()
                .map(|code| (*code).min(*words) as usize)
                .collect(),
            count: *words as usize + 1,
            within: vec![0.0; codes.len()],
        },
        Sampled::Numbers(values) => {
            let rows = values
                .iter()
                .zip(half)
                .filter(|(_, half)| **half == learned);
            let edges = edges(
                rows.map(|(value, _)| *value)
                    .filter(|v| !v.is_nan())
                    .collect(),
            );
            let missing = edges.len() + 1;
            let part = |value: &f64| match value.is_nan() {
                true => missing,
                false => edges.partition_point(|edge| edge < value),
            };
            let largest = values.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
            let scale = power_of_two(largest);
            let within = |value: &f64| if value.is_nan() { 0.0 } else { value * scale };
            SampleParts {
                of_row: values.iter().map(part).collect(),
                count: missing + 1,
                within: values.iter().map(within).collect(),
            }
        }
    }
}

/// Returns the edges of the bins of these numbers, in ascending order: a number above an edge is in the next bin. A
/// value that is as frequent as a bin gets its own.
fn edges(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let bins = (values.len() / ROWS_PER_BIN).min(BINS);
    let mut edges: Vec<f64> = Vec::new();
    for at in (1..bins).map(|bin| bin * values.len() / bins) {
        // Finds the run of equal values at this position.
        let begin = values.partition_point(|value| *value < values[at]);
        let end = values.partition_point(|value| *value <= values[at]);
        let frequent = end - begin >= values.len() / bins;
        for place in [begin, if frequent { end } else { begin }] {
            if let (Some(before), Some(after)) = (place.checked_sub(1), values.get(place)) {
                edges.push(values[before] / 2.0 + after / 2.0);
            }
        }
    }
    edges.sort_unstable_by(f64::total_cmp);
    edges.dedup();
    edges
}

/// Returns the class with the largest share of all its rows here; the first of equal ones, `None` if there is no row.
fn most_frequent(counts: &[u32], totals: &[u32]) -> Option<usize> {
    let mut best = None;
    let mut most = 0.0;
    for (class, (&count, &total)) in counts.iter().zip(totals).enumerate() {
        let share = f64::from(count) / f64::from(total.max(1));
        if share > most {
            (best, most) = (Some(class), share);
        }
    }
    best
}

/// A least-squares line, with sums about the running means (Welford).
#[derive(Clone, Default)]
pub struct LeastSquares {
    /// The number of points.
    pub n: f64,
    x: f64,
    /// The mean of y.
    pub y: f64,
    xx: f64,
    xy: f64,
}

impl LeastSquares {
    /// Adds a point.
    pub fn learn(&mut self, x: f64, y: f64) {
        self.n += 1.0;
        let (dx, dy) = (x - self.x, y - self.y);
        self.x += dx / self.n;
        self.y += dy / self.n;
        self.xx += dx * (x - self.x);
        self.xy += dx * (y - self.y);
    }

    /// Returns the line's value; `None` without a point.
    pub fn at(&self, x: f64) -> Option<f64> {
        let slope = if self.xx > 0.0 {
            self.xy / self.xx
        } else {
            0.0
        };
        (self.n > 0.0).then_some(self.y + slope * (x - self.x))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(value: impl Fn(u32) -> f64) -> Sampled {
        Sampled::Numbers((0..1000).map(value).collect())
    }

    fn told(target: &Sampled, task: Task, column: &Sampled) -> f64 {
        let outcome = SampledTarget::new(target, task).expect("rows enough");
        outcome.score(column).expect("values few enough")
    }

    #[test]
    fn a_copy_tells_all_and_noise_tells_nothing() {
        let mut stream = Stream::new(3, "noise", 0);
        let noise = Sampled::Numbers((0..1000).map(|_| stream.unit()).collect());
        let classes = numbers(|row| f64::from(row % 3));
        let codes = Sampled::Codes {
            codes: (0..1000).map(|row| row % 3).collect(),
            words: 3,
        };
        for copy in [&classes, &codes] {
            assert_eq!(told(&classes, Task::Classification, copy), 1.0);
        }
        assert!(told(&classes, Task::Classification, &noise) < 0.1);
        // Heavy-tailed, so that means of bins would miss the largest.
        let prices = numbers(|row| libm::exp(f64::from(row * 37 % 1000) / 100.0));
        let cents = numbers(|row| 100.0 * libm::exp(f64::from(row * 37 % 1000) / 100.0) - 7.0);
        assert!(told(&prices, Task::Regression, &cents) > 1.0 - 1e-9);
        assert!(told(&prices, Task::Regression, &noise) < 0.1);
    }

    #[test]
    fn what_is_missing_may_tell_as_well() {
        let classes = numbers(|row| f64::from(row % 2));
        let gaps = numbers(|row| if row % 2 == 0 { f64::NAN } else { 1.0 });
        assert_eq!(told(&classes, Task::Classification, &gaps), 1.0);
    }

    #[test]
    fn names_of_rows_tell_nothing() {
        let classes = numbers(|row| f64::from(row * 7919 % 2));
        let names = Sampled::Codes {
            codes: (0..1000).collect(),
            words: 1000,
        };
        assert_eq!(told(&classes, Task::Classification, &names), 0.0);
    }

    #[test]
    fn of_too_little_nothing_is_said() {
        let few = Sampled::Numbers((0..39).map(f64::from).collect());
        assert!(SampledTarget::new(&few, Task::Regression).is_none());
        assert!(SampledTarget::new(&numbers(|_| 1.0), Task::Regression).is_none());
        assert!(SampledTarget::new(&numbers(f64::from), Task::Classification).is_none());
    }
}
