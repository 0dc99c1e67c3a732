//! Computes the intraclass correlation: how similar the targets within groups of rows are, for classes and numbers.

use crate::table::target::TargetValues;

/// The pairs of rows so far, and their similarity.
pub struct IntraclassPairs<'a> {
    target: &'a TargetValues,
    /// For numbers, mean and variance; for classes, how often two rows have the same one by chance.
    centre: f64,
    scale: f64,
    pairs: f64,
    sum: f64,
    counts: Vec<u32>,
}

impl<'a> IntraclassPairs<'a> {
    pub fn new(target: &'a TargetValues) -> Self {
        let n = f64::from(target.rows()).max(1.0);
        let (centre, scale, classes) = match target {
            TargetValues::Classes { labels, classes } => {
                let mut counts = vec![0u32; classes.len()];
                labels.iter().for_each(|&label| counts[label as usize] += 1);
                let share = |count: &u32| f64::from(*count) / n;
                let chance = counts.iter().map(|c| share(c) * share(c)).sum();
                (chance, 1.0 - chance, classes.len())
            }
            TargetValues::Values(values) => {
                let mean = values.iter().map(|value| value / n).sum::<f64>();
                let squares = values.iter().map(|v| (v - mean) * (v - mean) / n);
                (mean, squares.sum::<f64>(), 0)
            }
        };
        Self {
            target,
            centre,
            scale,
            pairs: 0.0,
            sum: 0.0,
            counts: vec![0; classes],
        }
    }

    /// Adds a group of rows. O(rows).
    pub fn group(&mut self, rows: &[u32]) {
        let n = rows.len() as f64;
        let pairs = n * (n - 1.0) / 2.0;
        self.pairs += pairs;
        match self.target {
            TargetValues::Classes { labels, .. } => {
                let label = |row: &u32| labels[*row as usize] as usize;
                let mut same = 0.0;
                for row in rows {
                    // Pairs each row with those before it.
                    same += f64::from(self.counts[label(row)]);
                    self.counts[label(row)] += 1;
                }
                rows.iter().for_each(|row| self.counts[label(row)] = 0);
                self.sum += same - pairs * self.centre;
            }
            TargetValues::Values(values) => {
                let (mut sum, mut squares) = (0.0, 0.0);
                for row in rows {
                    let value = values[*row as usize] - self.centre;
                    sum += value;
                    squares += value * value;
                }
                // The sum of products over all pairs.
                self.sum += (sum * sum - squares) / 2.0;
            }
        }
    }

    /// Returns the correlation within groups, from about 0 (no more similar than any rows) to 1, and its number of
    /// standard errors.
    pub fn finish(&self) -> (f64, f64) {
        if self.pairs == 0.0 || self.scale <= 0.0 {
            return (0.0, 0.0);
        }
        let correlation = self.sum / self.pairs / self.scale;
        (correlation, correlation * self.pairs.sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_targets_are_wholly_alike_and_mixed_ones_are_not() {
        let labels = vec![0, 0, 1, 1, 0, 0, 1, 1];
        let classes = vec!["a".into(), "b".into()];
        let target = TargetValues::Classes { labels, classes };
        let mut alike = IntraclassPairs::new(&target);
        [[0, 1], [2, 3], [4, 5], [6, 7]]
            .iter()
            .for_each(|pair| alike.group(pair));
        assert_eq!(alike.finish(), (1.0, 2.0));
        let mut unlike = IntraclassPairs::new(&target);
        [[0, 2], [1, 3], [4, 6], [5, 7]]
            .iter()
            .for_each(|pair| unlike.group(pair));
        assert_eq!(unlike.finish().0, -1.0);
        let target = TargetValues::Values(vec![1.0, 1.0, 5.0, 5.0]);
        let mut alike = IntraclassPairs::new(&target);
        [[0, 1], [2, 3]].iter().for_each(|pair| alike.group(pair));
        assert_eq!(alike.finish().0, 1.0);
    }
}
