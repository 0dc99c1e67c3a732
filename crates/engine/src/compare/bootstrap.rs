//! The paired bootstrap: scores all runs on each resample of the test rows.

use crate::bootstrap::{Resamples, interval};
use crate::evaluate::scores;
use crate::pace::Pace;
use crate::table::target::TargetValues;
use grove_models::Predictions;
use grove_protocol::tracking::DifferenceVerdict;

/// The number of resamples, unless there are many rows.
const MOST: u32 = 1000;
/// The least number of resamples.
const FEWEST: u32 = 100;

/// About how many rows × classes are scored in all, which takes some seconds in a browser.
const VISITS: u64 = 20_000_000;

/// Scores of all runs in resamples of the same rows.
pub struct Bootstrap {
    drawn: Resamples,
    resamples: u32,
    /// By run, the scores in each resample, in the order of the metrics.
    scores: Vec<Vec<Vec<Option<f64>>>>,
}

impl Bootstrap {
    /// Prepares 1,000 resamples, or fewer, but at least 100, if rows × classes × runs exceed 20,000. There must be a
    /// row and a run.
    pub fn new(seed: u64, rows: u32, runs: u32, classes: u32) -> Self {
        let visits = u64::from(rows) * u64::from(runs) * u64::from(classes);
        let affordable = VISITS / visits.max(1);
        Self {
            drawn: Resamples::new(seed, "bootstrap", rows),
            resamples: affordable.clamp(u64::from(FEWEST), u64::from(MOST)) as u32,
            scores: vec![Vec::new(); runs as usize],
        }
    }

    pub fn resamples(&self) -> u32 {
        self.resamples
    }

    /// Scores every run in every resample. O(resamples × runs × rows · log rows × classes).
    pub async fn score(&mut self, actual: &TargetValues, predicted: &[&Predictions], pace: &Pace) {
        let total = self.resamples * predicted.len() as u32;
        let mut done = 0;
        for index in 0..self.resamples {
            let rows = self.drawn.drawn(index);
            let actual = actual.take(&rows);
            for (of_run, predicted) in self.scores.iter_mut().zip(predicted) {
                let found = scores(&actual, &predicted.take(&rows));
                of_run.push(found.into_iter().map(|(_, value)| value).collect());
                done += 1;
                pace.breathe(done, total).await;
            }
        }
    }

    /// Returns the percentile interval of a metric's difference to the first run. `None` if the metric is undefined in
    /// half of the resamples or more.
    pub fn interval(&self, run: usize, metric: usize) -> Option<(f64, f64)> {
        let pairs = self.scores[run].iter().zip(&self.scores[0]);
        let difference = |(this, first): (&Vec<Option<f64>>, &Vec<Option<f64>>)| {
            Some(this[metric]? - first[metric]?)
        };
        interval(pairs.filter_map(difference).collect(), self.resamples)
    }
}

/// Returns what an interval of the difference means.
pub fn verdict((low, high): (f64, f64), higher_is_better: bool) -> DifferenceVerdict {
    if low <= 0.0 && high >= 0.0 {
        DifferenceVerdict::WithinNoise
    } else if (low > 0.0) == higher_is_better {
        DifferenceVerdict::Better
    } else {
        DifferenceVerdict::Worse
    }
}
