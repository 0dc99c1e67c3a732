//! Maps data to pixels: linear scales, and the round values at which an axis is labelled.

use grove_recipe::number;

/// Maps a domain of data to a range of pixels. The result is always finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear {
    domain: (f64, f64),
    range: (f64, f64),
}

impl Linear {
    /// Makes a scale. A domain of a single value is widened around it, and one that is not finite becomes 0 to 1.
    pub fn new(domain: (f64, f64), range: (f64, f64)) -> Self {
        Self {
            domain: widened(domain),
            range,
        }
    }

    /// Returns the pixel of a value. Values outside the domain are clipped to its ends.
    pub fn at(&self, value: f64) -> f64 {
        let (low, high) = self.domain;
        // Halves keep the difference of huge values finite.
        let share = (value / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0);
        let share = if share.is_nan() {
            0.0
        } else {
            share.clamp(0.0, 1.0)
        };
        self.range.0 + share * (self.range.1 - self.range.0)
    }

    /// Returns the lowest and the highest value.
    pub fn domain(&self) -> (f64, f64) {
        self.domain
    }
}

/// Round values along an axis, a step apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// Ascending.
    pub values: Vec<f64>,
    /// The distance between two of them.
    pub step: f64,
}

impl Ticks {
    /// Returns about `about` round values, the first at or below the domain and the last at or above it. Steps are 1, 2
    /// or 5 times a power of ten.
    pub fn around(domain: (f64, f64), about: u32) -> Self {
        let (low, high) = widened(domain);
        let step = round_step((high / 2.0 - low / 2.0) * 2.0 / f64::from(about.max(1)));
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        // Past 2⁵³ steps from zero, multiples of the step are no longer distinct.
        if !step.is_finite() || first.abs().max(last.abs()) > 9e15 {
            return Self {
                values: vec![low, high],
                step: high / 2.0 - low / 2.0,
            };
        }
        let steps = (last - first) as u32;
        let values = (0..=steps)
            .map(|i| (first + f64::from(i)) * step)
            .filter(|value| value.is_finite())
            .collect();
        Self { values, step }
    }

    /// Returns about `about` round values inside the domain, at least two.
    pub fn within(domain: (f64, f64), about: u32) -> Self {
        let (low, high) = widened(domain);
        let inside = |about| {
            let mut ticks = Self::around((low, high), about);
            ticks.values.retain(|value| (low..=high).contains(value));
            ticks
        };
        let about = about.max(1);
        [1, 2, 4]
            .map(|times| inside(about.saturating_mul(times)))
            .into_iter()
            .find(|ticks| ticks.values.len() >= 2)
            .unwrap_or(Self {
                values: vec![low, high],
                step: high / 2.0 - low / 2.0,
            })
    }

    /// Returns the first and the last value.
    pub fn ends(&self) -> (f64, f64) {
        match (self.values.first(), self.values.last()) {
            (Some(&first), Some(&last)) => (first, last),
            _ => (0.0, 1.0),
        }
    }

    /// Returns whole numbers from zero, for counts.
    pub fn of_counts(most: u32, about: u32) -> Self {
        let about = about.min(most.max(1));
        Self::around((0.0, f64::from(most.max(1))), about)
    }

    /// Returns about `about` whole numbers inside the domain, for what is counted from one.
    pub fn whole(domain: (f64, f64), about: u32) -> Self {
        let mut ticks = Self::within(domain, about);
        if ticks.step < 1.0 {
            let is_whole = |value: &f64| (value - value.round()).abs() < 1e-9;
            ticks.values.retain(is_whole);
            ticks.step = 1.0;
        }
        ticks
    }

    /// Writes a value with as many decimals as the step needs.
    pub fn label(&self, value: f64) -> String {
        let largest = self
            .values
            .iter()
            .fold(0.0, |most: f64, v| most.max(v.abs()));
        // A value that should be zero may differ from it by rounding.
        if value.abs() < self.step / 1e6 {
            return "0".to_string();
        }
        if !(1e-4..1e7).contains(&largest) {
            let digits = (magnitude(largest / self.step) + 1).clamp(1, 15) as u32 + 1;
            return number::significant(value, digits);
        }
        let decimals = (-magnitude(self.step)).clamp(0, 12) as u32;
        number::fixed(value, decimals)
    }
}

/// Returns the smallest of 1, 2, 5 times a power of ten that is not below `raw`.
fn round_step(raw: f64) -> f64 {
    if !raw.is_normal() || raw < 0.0 {
        return raw.abs().max(f64::MIN_POSITIVE);
    }
    // Exact up to 1e22; reading it from a text would bring tables of 10 kB into the page.
    let magnitude = magnitude(raw);
    let power = (0..magnitude.unsigned_abs()).fold(1.0, |power, _| power * 10.0);
    let power = if magnitude < 0 { 1.0 / power } else { power };
    let lead = raw / power;
    // A tolerance, so that 0.1 + 0.2 is not rounded up to the next step.
    let factor = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|factor| lead <= factor * (1.0 + 1e-9))
        .unwrap_or(10.0);
    factor * power
}

/// Returns the power of ten at or below a value, read off its digits, because a logarithm differs between platforms.
fn magnitude(value: f64) -> i32 {
    let digits = format!("{value:e}");
    let exponent = digits.split_once('e').map(|(_, exponent)| exponent);
    exponent.and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn widened((low, high): (f64, f64)) -> (f64, f64) {
    if !low.is_finite() || !high.is_finite() {
        return (0.0, 1.0);
    }
    let (low, high) = if low <= high {
        (low, high)
    } else {
        (high, low)
    };
    // Ends that differ by less than rounding errors count as equal.
    if high / 2.0 - low / 2.0 <= low.abs().max(high.abs()) * 1e-12 {
        let around = if low == 0.0 { 0.5 } else { low.abs() * 0.05 };
        return ((low - around).max(f64::MIN), (high + around).min(f64::MAX));
    }
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_the_ends_and_the_middle() {
        let scale = Linear::new((10.0, 20.0), (100.0, 0.0));
        assert_eq!(scale.at(10.0), 100.0);
        assert_eq!(scale.at(15.0), 50.0);
        assert_eq!(scale.at(20.0), 0.0);
        assert_eq!(scale.at(99.0), 0.0);
    }

    #[test]
    fn odd_domains_stay_finite() {
        for domain in [
            (0.0, 0.0),
            (7.0, 7.0),
            (f64::NAN, 1.0),
            (f64::NEG_INFINITY, f64::INFINITY),
            (f64::MIN, f64::MAX),
            (f64::MAX, f64::MAX),
            (1e300, 1e300 + 1.0),
            (5e-324, 1e-323),
            (3.0, 1.0),
        ] {
            let scale = Linear::new(domain, (0.0, 300.0));
            let ticks = Ticks::around(domain, 5);
            for value in [domain.0, domain.1, 0.0, f64::NAN, f64::INFINITY] {
                let at = scale.at(value);
                assert!((0.0..=300.0).contains(&at), "{domain:?} {value} → {at}");
            }
            assert!(
                (2..=20).contains(&ticks.values.len()),
                "{domain:?} {ticks:?}"
            );
            assert!(ticks.values.iter().all(|v| v.is_finite()), "{ticks:?}");
            assert!(ticks.values.iter().all(|v| !ticks.label(*v).is_empty()));
        }
    }

    #[test]
    fn ticks_are_round_and_enclose_the_domain() {
        let ticks = Ticks::around((0.3, 9.7), 5);
        assert_eq!(ticks.values, [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        let ticks = Ticks::around((-0.13, 0.29), 5);
        assert_eq!(ticks.step, 0.1);
        let labels: Vec<_> = ticks.values.iter().map(|v| ticks.label(*v)).collect();
        assert_eq!(
            labels,
            ["\u{2212}0.2", "\u{2212}0.1", "0", "0.1", "0.2", "0.3"]
        );
    }

    #[test]
    fn what_is_counted_has_whole_numbers() {
        assert_eq!(Ticks::whole((1.0, 3.0), 8).values, [1.0, 2.0, 3.0]);
        assert_eq!(Ticks::whole((1.0, 1.0), 8).values, [1.0]);
        let hundred = Ticks::whole((1.0, 100.0), 5);
        assert_eq!(hundred, Ticks::within((1.0, 100.0), 5));
    }

    #[test]
    fn ticks_within_a_domain_are_at_least_two() {
        assert_eq!(
            Ticks::within((25.0, 346.0), 3).values,
            [100.0, 200.0, 300.0]
        );
        assert_eq!(Ticks::within((0.9, 2.1), 2).values, [1.0, 2.0]);
        for about in 1..9 {
            let ticks = Ticks::within((0.31, 0.97), about);
            assert!(ticks.values.len() >= 2, "{about} {ticks:?}");
            assert!(ticks.values.iter().all(|v| (0.31..=0.97).contains(v)));
        }
    }

    #[test]
    fn counts_are_never_marked_between_whole_numbers() {
        assert_eq!(Ticks::of_counts(0, 4).values, [0.0, 1.0]);
        assert_eq!(Ticks::of_counts(2, 5).values, [0.0, 1.0, 2.0]);
        assert_eq!(
            Ticks::of_counts(37, 4).values,
            [0.0, 10.0, 20.0, 30.0, 40.0]
        );
    }

    #[test]
    fn large_values_are_told_apart() {
        let ticks = Ticks::around((1.00e9, 1.01e9), 5);
        let mut labels: Vec<_> = ticks.values.iter().map(|v| ticks.label(*v)).collect();
        let all = labels.len();
        labels.dedup();
        assert_eq!(labels.len(), all, "{labels:?}");
    }
}
