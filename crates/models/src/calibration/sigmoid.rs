//! A logistic curve from a model's probability to the share of rows it stands for.
//!
//! Platt, “Probabilistic outputs for support vector machines and comparisons to regularized likelihood methods”, 1999.

use serde::{Deserialize, Serialize};

use super::Tie;

/// Probabilities that differ by less than this are treated as equal.
const LEAST_SPREAD: f64 = 1e-9;

/// The most steps; a few suffice.
const STEPS: u32 = 100;

/// How often a step is halved before the minimum counts as reached.
const HALVINGS: u32 = 60;

/// The curve 1 / (1 + exp(slope · probability + offset)): Platt's A and B.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sigmoid {
    /// Below 0 where a higher probability stands for more rows of the class.
    pub slope: f64,
    /// What is added.
    pub offset: f64,
}

/// What is minimised, over scores that have mean 0 and standard deviation 1.
struct Fit<'a> {
    ties: &'a [Tie],
    mean: f64,
    deviation: f64,
    /// What rows of the class, and others, are to have: not quite 1 and 0, by their numbers.
    targets: [f64; 2],
}

/// The loss at a point, with its first and second derivatives.
struct Loss {
    value: f64,
    gradient: [f64; 2],
    /// By the factor twice, by both, by the summand twice.
    curvature: [f64; 3],
}

impl Sigmoid {
    /// Fits ties of which some are of the class and some are not, as scikit-learn's `_sigmoid_calibration`, to the minimum
    /// of the same loss by Newton's steps. Where all probabilities are equal, the curve is flat. O(ties × steps).
    pub(super) fn fit(ties: &[Tie]) -> Self {
        let count = |of: fn(&Tie) -> u32| ties.iter().map(|tie| f64::from(of(tie))).sum::<f64>();
        let positives = count(|tie| tie.positives);
        let rows = count(|tie| tie.rows);
        let negatives = rows - positives;
        let mean = ties
            .iter()
            .map(|tie| f64::from(tie.rows) * tie.probability)
            .sum::<f64>()
            / rows;
        let squares = ties.iter().map(|tie| {
            let off = tie.probability - mean;
            f64::from(tie.rows) * off * off
        });
        let deviation = (squares.sum::<f64>() / rows).sqrt();
        let targets = [
            (positives + 1.0) / (positives + 2.0),
            1.0 / (negatives + 2.0),
        ];
        if deviation < LEAST_SPREAD {
            let share = (positives * targets[0] + negatives * targets[1]) / rows;
            return Self {
                slope: 0.0,
                offset: libm::log((1.0 - share) / share),
            };
        }
        let fit = Fit {
            ties,
            mean,
            deviation,
            targets,
        };
        let [factor, summand] = fit.minimum(libm::log((positives + 1.0) / (negatives + 1.0)));
        Self {
            slope: -factor / deviation,
            offset: factor * mean / deviation - summand,
        }
    }

    pub(super) fn at(&self, probability: f64) -> f64 {
        1.0 / (1.0 + libm::exp(self.slope * probability + self.offset))
    }

    pub(super) fn validate(&self) -> Result<(), String> {
        /// Far above what a fit gives, and small enough for finite sums.
        const MOST: f64 = 1e100;
        let fits = |value: f64| value.abs() <= MOST;
        match fits(self.slope) && fits(self.offset) {
            true => Ok(()),
            false => Err("the curve of the calibration is not finite".into()),
        }
    }
}

impl Fit<'_> {
    /// Returns the factor and the summand of the least loss, which is convex and has one minimum.
    fn minimum(&self, summand: f64) -> [f64; 2] {
        let mut at = [0.0, summand];
        let mut loss = self.loss(at);
        for _ in 0..STEPS {
            let [g, h] = loss.gradient;
            let [aa, ab, bb] = loss.curvature;
            let determinant = aa * bb - ab * ab;
            let step = [
                (bb * g - ab * h) / determinant,
                (aa * h - ab * g) / determinant,
            ];
            if !step.iter().all(|step| step.is_finite()) {
                break;
            }
            let mut share = 1.0;
            let mut better = None;
            for _ in 0..HALVINGS {
                let next = [at[0] - share * step[0], at[1] - share * step[1]];
                let found = self.loss(next);
                if found.value < loss.value {
                    better = Some((next, found));
                    break;
                }
                share /= 2.0;
            }
            match better {
                Some(better) => (at, loss) = better,
                None => break,
            }
        }
        at
    }

    fn loss(&self, [factor, summand]: [f64; 2]) -> Loss {
        let mut loss = Loss {
            value: 0.0,
            gradient: [0.0; 2],
            curvature: [0.0; 3],
        };
        for tie in self.ties {
            let score = (tie.probability - self.mean) / self.deviation;
            let raw = factor * score + summand;
            let (rows, positives) = (f64::from(tie.rows), f64::from(tie.positives));
            let wanted = positives * self.targets[0] + (rows - positives) * self.targets[1];
            let share = 1.0 / (1.0 + libm::exp(-raw));
            // The logarithm of 1 + exp(raw), which does not overflow.
            let log = raw.max(0.0) + libm::log1p(libm::exp(-raw.abs()));
            loss.value += rows * log - wanted * raw;
            let off = rows * share - wanted;
            loss.gradient[0] += off * score;
            loss.gradient[1] += off;
            let bend = rows * share * (1.0 - share);
            loss.curvature[0] += bend * score * score;
            loss.curvature[1] += bend * score;
            loss.curvature[2] += bend;
        }
        loss
    }
}

#[cfg(test)]
mod tests {
    use super::super::CalibrationMap;
    use super::Sigmoid;

    #[test]
    fn equal_probabilities_give_a_flat_curve_at_the_share_of_the_class() {
        let rows = (0..40).map(|row| (0.3, row % 4 == 0));
        let CalibrationMap::Sigmoid(Sigmoid { slope, offset }) = CalibrationMap::sigmoid(rows)
        else {
            panic!("a curve")
        };
        assert_eq!(slope, 0.0);
        let expected = (10.0 * 11.0 / 12.0 + 30.0 / 32.0) / 40.0;
        let found = Sigmoid { slope, offset }.at(0.9);
        assert!((found - expected).abs() < 1e-12);
    }

    #[test]
    fn a_perfect_order_gives_a_finite_curve() {
        let rows = (0..100).map(|row| (f64::from(row) / 100.0, row >= 50));
        let CalibrationMap::Sigmoid(curve) = CalibrationMap::sigmoid(rows) else {
            panic!("a curve")
        };
        assert!(curve.slope < -10.0 && curve.validate().is_ok());
        assert!(curve.at(0.0) < 0.05 && curve.at(1.0) > 0.95);
    }
}
