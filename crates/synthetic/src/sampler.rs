//! Draws random values of the distributions that the data sets need, from one seeded stream.

use grove_forest::Stream;

/// A source of random values.
pub struct Sampler(Stream);

impl Sampler {
    /// Starts source number `index` for `purpose`. Its values depend on these and the seed alone, so that a row does not
    /// change when other rows draw more values.
    pub fn new(seed: u32, purpose: &str, index: u32) -> Self {
        Self(Stream::new(seed.into(), purpose, index.into()))
    }

    /// Draws a number from 0 up to but not including 1.
    pub fn unit(&mut self) -> f64 {
        self.0.unit()
    }

    /// Draws a number from `low` up to `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.unit()
    }

    /// Draws true with this probability.
    pub fn chance(&mut self, share: f64) -> bool {
        self.0.unit() < share
    }

    /// Draws from the standard normal distribution.
    ///
    /// Marsaglia and Bray, “A convenient method for generating normal variables”, 1964.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (self.between(-1.0, 1.0), self.between(-1.0, 1.0));
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                return x * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }

    /// Draws one of the items, each equally likely. There must be one.
    pub fn one_of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.0.below(items.len() as u32) as usize]
    }

    /// Draws an index with a probability in proportion to its weight.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        let beyond = |weight: &f64| {
            left -= weight;
            left < 0.0
        };
        let last = weights.len() - 1;
        weights.iter().position(beyond).unwrap_or(last)
    }

    /// Draws one of `classes` classes: the first with this probability, the others with equal ones.
    pub fn class(&mut self, first: f64, classes: u32) -> usize {
        match self.chance(first) {
            true => 0,
            false => 1 + self.0.below(classes - 1) as usize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_draws_have_the_moments_of_the_standard_normal() {
        let mut random = Sampler::new(7, "test", 0);
        let values: Vec<f64> = (0..100_000).map(|_| random.normal()).collect();
        let moment = |power: u32| {
            let sum: f64 = values
                .iter()
                .map(|v| (0..power).fold(1.0, |p, _| p * v))
                .sum();
            sum / values.len() as f64
        };
        // Five standard errors: the variances of the powers are 1, 2, 15 and 96.
        for (power, expected, variance) in
            [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0)]
        {
            let off = (moment(power) - expected).abs();
            assert!(
                off < 5.0 * f64::sqrt(variance / 1e5),
                "moment {power}: {off}"
            );
        }
    }

    #[test]
    fn weights_and_classes_come_as_often_as_they_should() {
        let mut random = Sampler::new(7, "test", 1);
        let (mut weighted, mut classes) = ([0u32; 3], [0u32; 3]);
        for _ in 0..60_000 {
            weighted[random.weighted(&[1.0, 0.0, 2.0])] += 1;
            classes[random.class(0.5, 3)] += 1;
        }
        // Five standard deviations of a binomial count.
        assert!(
            weighted[0].abs_diff(20_000) < 578 && weighted[1] == 0,
            "{weighted:?}"
        );
        assert!(
            classes[0].abs_diff(30_000) < 613 && classes[1].abs_diff(15_000) < 531,
            "{classes:?}"
        );
    }
}
