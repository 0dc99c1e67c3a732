//! Estimates the remaining time of a job from its recent speed.

/// The mean is over about this many units, so that it follows when the work becomes slower.
const REMEMBERED: f64 = 50.0;
/// There is no estimate before this time, in milliseconds: the speed at the beginning says little.
const SETTLED: f64 = 1000.0;

/// A moving mean of the time per unit of work.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RemainingTime {
    /// When the first and the latest units were done, in milliseconds.
    began: f64,
    latest: f64,
    /// The number of units done so far; `None` before the first report.
    done: Option<u32>,
    /// The number of units that the mean is over.
    units: f64,
    milliseconds_per_unit: f64,
}

impl RemainingTime {
    /// Records that `done` units are done at a moment, in milliseconds since some fixed one.
    pub fn look(&mut self, done: u32, at: f64) {
        let Some(before) = self.done else {
            *self = Self {
                began: at,
                latest: at,
                done: Some(done),
                ..Self::default()
            };
            return;
        };
        let units = f64::from(done.saturating_sub(before));
        // A clock that was set back is ignored.
        if units > 0.0 && at >= self.latest {
            self.units = (self.units + units).min(REMEMBERED.max(units));
            let now = (at - self.latest) / units;
            self.milliseconds_per_unit += (now - self.milliseconds_per_unit) * units / self.units;
            (self.latest, self.done) = (at, Some(done));
        }
    }

    /// Estimates the time for this many more units, in seconds.
    pub fn left(&self, units: u32) -> Option<f64> {
        let settled = self.units > 0.0 && self.latest - self.began >= SETTLED;
        settled.then(|| self.milliseconds_per_unit * f64::from(units) / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steady_work_is_foretold() {
        let mut pace = RemainingTime::default();
        // 20 trees were kept from before, and took no time now.
        for (done, at) in [(20, 5000.0), (21, 5250.0), (24, 6000.0)] {
            assert_eq!(pace.left(10), None, "{done}");
            pace.look(done, at);
        }
        assert_eq!(pace.left(76), Some(19.0));
        assert_eq!(pace.left(0), Some(0.0));
    }

    #[test]
    fn bursts_are_smoothed_and_a_slower_pace_is_followed() {
        let mut pace = RemainingTime::default();
        pace.look(0, 0.0);
        for burst in 1..=10 {
            pace.look(burst * 8, f64::from(burst) * 800.0);
        }
        assert!((pace.left(100).unwrap() - 10.0).abs() < 1e-9);
        pace.look(81, 9000.0);
        let once_slow = pace.left(100).unwrap();
        assert!((10.0..13.0).contains(&once_slow), "{once_slow}");
        for tree in 82..500 {
            pace.look(tree, 9000.0 + f64::from(tree - 81) * 1000.0);
        }
        assert!((pace.left(100).unwrap() - 100.0).abs() < 1.0);
    }

    #[test]
    fn a_clock_that_is_set_back_does_no_harm() {
        let mut pace = RemainingTime::default();
        for (done, at) in [(0, 9000.0), (1, 10_000.0), (2, 3000.0), (2, 11_000.0)] {
            pace.look(done, at);
        }
        assert_eq!(pace.left(3), Some(3.0));
    }
}
