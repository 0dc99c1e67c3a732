//! The losses, as scikit-learn's `_loss` has them, and the predictions to begin with.

use grove_forest::Target;

use super::exp::{exp, log};
use super::model::Link;
use super::quantiles::{interpolated, median, weighted};
use super::{BoostingError, Loss, parameters::LARGEST_TARGET};

/// The largest target under the Poisson loss, whose gradients are as large.
const LARGEST_COUNT: f64 = 1e15;

/// The label of a validation row whose class no train row has. Its probability of 0 counts as the least number that
/// makes a difference to 1, as in scikit-learn's `log_loss`.
/// With so many classes that this is one of them, none is missing.
pub(super) const NO_CLASS: u16 = u16::MAX;

/// What is minimised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Objective {
    Squared,
    Absolute,
    Quantile(f64),
    Poisson,
    Gamma,
    /// Log loss of two classes: one sum per row, the logit of the second class.
    Logit,
    /// Log loss of so many classes: one sum per class.
    Softmax(u32),
}

/// The targets of some rows.
#[derive(Clone, Debug)]
pub(super) enum Targets {
    /// Places among the classes that occur, or [`NO_CLASS`]; or counts, once the sums of train rows have begun.
    Labels(Vec<u16>),
    Values(Vec<f64>),
}

impl Objective {
    /// `classes` is the number of classes that occur.
    pub fn new(target: Target, classes: usize, loss: Loss) -> Self {
        match (target, loss) {
            (Target::Classes { .. }, _) if classes == 2 => Self::Logit,
            (Target::Classes { .. }, _) => Self::Softmax(classes as u32),
            (Target::Values(_), Loss::SquaredError) => Self::Squared,
            (Target::Values(_), Loss::AbsoluteError) => Self::Absolute,
            (Target::Values(_), Loss::Quantile(quantile)) => Self::Quantile(quantile),
            (Target::Values(_), Loss::Poisson) => Self::Poisson,
            (Target::Values(_), Loss::Gamma) => Self::Gamma,
        }
    }

    /// Returns how many sums each row has.
    pub fn sums(self) -> usize {
        match self {
            Self::Softmax(classes) => classes as usize,
            _ => 1,
        }
    }

    /// Returns whether the loss depends on the difference between sum and target alone.
    pub fn is_of_differences(self) -> bool {
        self.link() == Link::Identity
    }

    pub fn link(self) -> Link {
        match self {
            Self::Squared | Self::Absolute | Self::Quantile(_) => Link::Identity,
            Self::Poisson | Self::Gamma => Link::Log,
            Self::Logit => Link::Logit,
            Self::Softmax(_) => Link::Softmax,
        }
    }

    /// Returns the quantile of a leaf's residuals that its value is to be, where the gradients alone do not tell it.
    pub fn leaf_quantile(self) -> Option<f64> {
        match self {
            Self::Absolute => Some(0.5),
            Self::Quantile(quantile) => Some(quantile),
            _ => None,
        }
    }

    /// Checks a target.
    pub fn check(self, row: u32, value: f64) -> Result<(), BoostingError> {
        let (min, max) = match self {
            Self::Poisson => (0.0, LARGEST_COUNT),
            Self::Gamma => (1.0 / LARGEST_TARGET, LARGEST_TARGET),
            _ => (-LARGEST_TARGET, LARGEST_TARGET),
        };
        let above = self == Self::Gamma && value <= 0.0;
        if above || !(min..=max).contains(&value) {
            let min = if above { 0.0 } else { min };
            return Err(BoostingError::Target {
                row,
                value,
                min,
                max,
                above,
            });
        }
        Ok(())
    }

    /// Returns the factor that brings targets to a size that 32-bit gradients can have: a power of two, so that no
    /// digit changes. 1 for all but extreme targets, and where the loss is not of differences.
    pub fn scale(self, values: &[f64]) -> f64 {
        let largest = values
            .iter()
            .fold(0.0, |most: f64, value| most.max(value.abs()));
        let exponent = libm::ilogb(largest);
        let plain = largest == 0.0 || exponent.abs() <= 40;
        if plain || !self.is_of_differences() {
            return 1.0;
        }
        libm::ldexp(1.0, -exponent.clamp(-900, 900))
    }

    /// Returns a loss of scaled targets in that of the targets themselves.
    pub fn loss_in_unit(self, loss: f64, scale: f64) -> f64 {
        match self {
            Self::Squared => loss / scale / scale,
            _ => loss / scale,
        }
    }

    /// Returns a gain by scaled targets in that of the targets themselves.
    pub fn gain_in_unit(self, gain: f64, scale: f64) -> f64 {
        match self {
            Self::Squared => gain / scale / scale,
            _ => gain,
        }
    }

    /// Returns the loss where each row has one sum. `target` is 0 or 1 for classes.
    pub fn loss_of_sum(self, target: f64, sum: f64) -> f64 {
        match self {
            Self::Squared => 0.5 * (sum - target) * (sum - target),
            Self::Absolute => (sum - target).abs(),
            Self::Quantile(quantile) => {
                let below = target >= sum;
                (sum - target) * if below { -quantile } else { 1.0 - quantile }
            }
            Self::Poisson => exp(sum) - target * sum,
            Self::Gamma => sum + target * exp(-sum),
            // log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|))
            Self::Logit | Self::Softmax(_) => {
                libm::log1p(exp(-sum.abs())) + sum.max(0.0) - target * sum
            }
        }
    }

    /// Returns the loss of a row. `sums` has one entry per tree of an iteration.
    pub fn loss(self, targets: &Targets, row: usize, sums: &[f64]) -> f64 {
        match (self, targets) {
            (_, Targets::Labels(labels)) if labels[row] == NO_CLASS => -log(f64::EPSILON),
            (Self::Softmax(_), Targets::Labels(labels)) => {
                log_sum_exp(sums.iter().copied()) - sums[labels[row] as usize]
            }
            (_, Targets::Labels(labels)) => self.loss_of_sum(f64::from(labels[row]), sums[0]),
            (_, Targets::Values(values)) => self.loss_of_sum(values[row], sums[0]),
        }
    }

    /// Returns the sums that minimise the loss without any tree.
    pub fn baseline(self, targets: &Targets, weights: Option<&[f64]>) -> Vec<f64> {
        match targets {
            Targets::Labels(labels) => {
                let mut shares = vec![0.0; self.sums().max(2)];
                for (row, label) in labels.iter().enumerate() {
                    shares[*label as usize] += weights.map_or(1.0, |weights| weights[row]);
                }
                let total: f64 = shares.iter().sum();
                if self == Self::Logit {
                    let eps = 10.0 * f64::EPSILON;
                    let share = (shares[1] / total).clamp(eps, 1.0 - eps);
                    return vec![log(share / (1.0 - share))];
                }
                shares.truncate(self.sums());
                for share in &mut shares {
                    *share = log((*share / total).clamp(f64::EPSILON, 1.0 - f64::EPSILON));
                }
                let mean = shares.iter().sum::<f64>() / shares.len() as f64;
                shares.iter().map(|share| share - mean).collect()
            }
            Targets::Values(values) => vec![match self.leaf_quantile() {
                Some(_) => self.best_constant(&mut values.clone(), weights),
                None => {
                    let mean = mean(values, weights);
                    if self.link() == Link::Log {
                        log(mean)
                    } else {
                        mean
                    }
                }
            }],
        }
    }

    /// Returns the constant with the least loss to these values, where that is a quantile. Reorders them.
    pub fn best_constant(self, values: &mut [f64], weights: Option<&[f64]>) -> f64 {
        let quantile = self.leaf_quantile().unwrap_or(0.5);
        match weights {
            Some(weights) => {
                let pairs = values.iter().copied().zip(weights.iter().copied());
                weighted(&mut pairs.collect::<Vec<_>>(), quantile)
            }
            None if self == Self::Absolute => median(values),
            None => interpolated(values, quantile),
        }
    }
}

/// The mean, as that of the differences from the first value: so that equal values have exactly their mean.
fn mean(values: &[f64], weights: Option<&[f64]>) -> f64 {
    let Some(first) = values.first().copied() else {
        return 0.0;
    };
    let difference = match weights {
        None => values.iter().map(|value| value - first).sum::<f64>() / values.len() as f64,
        Some(weights) => {
            let rows = values.iter().zip(weights);
            let products = rows.map(|(value, weight)| (value - first) * weight);
            products.sum::<f64>() / weights.iter().sum::<f64>()
        }
    };
    first + difference
}

/// Returns the logarithm of the sum of exponentials.
pub(super) fn log_sum_exp(sums: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = sums.clone().fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = sums.map(|sum| exp(sum - largest)).sum();
    largest + log(total)
}

impl Targets {
    pub fn len(&self) -> usize {
        match self {
            Self::Labels(labels) => labels.len(),
            Self::Values(values) => values.len(),
        }
    }

    /// Returns the target as a number.
    #[inline(always)]
    pub fn number(&self, row: usize) -> f64 {
        match self {
            Self::Labels(labels) => f64::from(labels[row]),
            Self::Values(values) => values[row],
        }
    }

    /// Keeps whole numbers up to 65,535 in two bytes each, if all are such.
    pub fn narrowed(self) -> Self {
        match self {
            Self::Values(values)
                if values
                    .iter()
                    .all(|value| f64::from(*value as u16) == *value) =>
            {
                Self::Labels(values.iter().map(|value| *value as u16).collect())
            }
            other => other,
        }
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Labels(labels) => size_of_val(labels.as_slice()) as u64,
            Self::Values(values) => size_of_val(values.as_slice()) as u64,
        }
    }
}
