//! The rows that are learned from: what is known of each between two trees.

use std::ops::Range;

use super::exp::{exp, log};
use super::losses::{Objective, Targets};

/// How many rows are scored together. Steps begin at multiples of it, so that slices do not change the order of sums.
pub(super) const BLOCK: usize = 512;

/// The smallest and the largest exponential that is kept.
const LEAST: f64 = 1e-300;
const MOST: f64 = 1e300;

/// Where the sum of a row's exponentials leaves this range and its reciprocal, they are scaled.
const LARGE: f64 = 1e100;

/// The rows that are learned from.
pub(super) struct TrainRows {
    pub objective: Objective,
    rows: usize,
    /// By row, class after class, what the derivatives follow from with a division at most:
    ///
    /// | loss | state |
    /// |---|---|
    /// | squared, absolute, quantile | sum − target |
    /// | Poisson | exp(sum), the mean |
    /// | gamma | target · exp(−sum) |
    /// | two classes | the odds against the row's class; negative where that is the second one |
    /// | more classes | exp(sum) up to a factor that all classes of the row share; negative for the row's class |
    ///
    /// A tree multiplies exponentials by that of a leaf's value, so that no row needs one of its own.
    pub states: Vec<f64>,
    /// In the scaled unit. Empty where the states tell them.
    pub targets: Targets,
    pub weights: Option<Vec<f64>>,
    total_weight: f64,
    /// By row, the sum of all classes' states without signs; empty where a row has one sum.
    pub totals: Vec<f64>,
    /// The part of the loss that depends on the targets alone.
    constant: f64,
}

impl TrainRows {
    pub fn new(objective: Objective, targets: Targets, weights: Option<Vec<f64>>) -> Self {
        let rows = targets.len();
        Self {
            objective,
            rows,
            total_weight: match &weights {
                Some(weights) => weights.iter().sum(),
                None => rows as f64,
            },
            states: Vec::new(),
            targets,
            weights,
            totals: Vec::new(),
            constant: 0.0,
        }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Returns whether every hessian is 1.
    pub fn has_constant_hessian(&self) -> bool {
        self.weights.is_none() && self.objective.is_of_differences()
    }

    /// Sets every row's sums.
    pub fn begin(&mut self, baseline: &[f64]) {
        let nothing = Targets::Values(Vec::new());
        match (
            self.objective,
            std::mem::replace(&mut self.targets, nothing),
        ) {
            (Objective::Logit, Targets::Labels(labels)) => {
                let odds = [exp(baseline[0]), -exp(-baseline[0])].map(bounded);
                let odds = labels.iter().map(|label| odds[usize::from(*label)]);
                self.states = odds.collect();
            }
            (Objective::Softmax(_), Targets::Labels(labels)) => {
                self.states.reserve_exact(baseline.len() * self.rows);
                for (class, sum) in (0..).zip(baseline) {
                    let size = bounded(exp(*sum));
                    let sign = |label: &u16| if *label == class { -size } else { size };
                    self.states.extend(labels.iter().map(sign));
                }
                self.totals = vec![0.0; self.rows];
            }
            (Objective::Gamma, Targets::Values(mut values)) => {
                let factor = exp(-baseline[0]);
                for (row, value) in values.iter_mut().enumerate() {
                    self.constant += self.weight(row) * log(*value);
                    *value = bounded(*value * factor);
                }
                self.states = values;
            }
            (Objective::Poisson, targets) => {
                self.states = vec![bounded(exp(baseline[0])); self.rows];
                self.targets = targets.narrowed();
            }
            (_, Targets::Values(mut values)) => {
                for value in &mut values {
                    *value = baseline[0] - *value;
                }
                self.states = values;
            }
            // Labels are learned by log loss alone.
            (_, targets) => self.targets = targets,
        }
    }

    #[inline(always)]
    fn weight(&self, row: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[row])
    }

    /// Returns the sum of the losses of some rows, without what depends on the targets alone. The range begins at a
    /// multiple of [`BLOCK`].
    pub fn score(&mut self, rows: Range<usize>) -> f64 {
        let mut loss = 0.0;
        for start in rows.clone().step_by(BLOCK) {
            let block = start..rows.end.min(start + BLOCK);
            loss += match self.objective {
                Objective::Logit => self.score_logit(block),
                Objective::Softmax(_) => self.score_softmax(block),
                Objective::Poisson => {
                    self.score_by(block, |mean, target| mean - target * log(mean))
                }
                Objective::Gamma => self.score_by(block, |ratio, _| ratio - log(ratio)),
                Objective::Squared => {
                    self.score_by(block, |difference, _| 0.5 * difference * difference)
                }
                other => self.score_by(block, |difference, _| other.loss_of_sum(0.0, difference)),
            };
        }
        loss
    }

    #[inline(always)]
    fn score_by(&self, rows: Range<usize>, loss: impl Fn(f64, f64) -> f64) -> f64 {
        let has_targets = self.targets.len() > 0;
        let mut sum = 0.0;
        for row in rows {
            let target = if has_targets {
                self.targets.number(row)
            } else {
                0.0
            };
            sum += self.weight(row) * loss(self.states[row], target);
        }
        sum
    }

    fn score_logit(&self, rows: Range<usize>) -> f64 {
        if self.weights.is_some() {
            return self.score_by(rows, |odds, _| libm::log1p(odds.abs()));
        }
        log_of_product(self.states[rows].iter().map(|odds| 1.0 + odds.abs()))
    }

    fn score_softmax(&mut self, rows: Range<usize>) -> f64 {
        let (mut totals, mut own) = ([0.0; BLOCK], [1.0; BLOCK]);
        for states in self.states.chunks_exact(self.rows) {
            let of_rows = totals.iter_mut().zip(&mut own);
            for ((total, own), state) in of_rows.zip(&states[rows.clone()]) {
                *total += state.abs();
                *own = if *state < 0.0 { -state } else { *own };
            }
        }
        let (totals, own) = (&mut totals[..rows.len()], &own[..rows.len()]);
        let loss = match &self.weights {
            None => log_of_product(totals.iter().copied()) - log_of_product(own.iter().copied()),
            Some(weights) => {
                let shares = totals.iter().zip(own);
                let losses = shares.map(|(total, own)| log(*total) - log(*own));
                let weighted = losses.zip(&weights[rows.clone()]);
                weighted.map(|(loss, weight)| weight * loss).sum()
            }
        };
        for (row, total) in rows.clone().zip(totals.iter_mut()) {
            if total.is_normal() && !(1.0 / LARGE..=LARGE).contains(total) {
                // A power of two, so that no digit changes.
                let factor = libm::ldexp(1.0, -libm::ilogb(*total));
                for states in self.states.chunks_exact_mut(self.rows) {
                    states[row] = bounded(states[row] * factor);
                }
                *total *= factor;
            }
        }
        self.totals[rows].copy_from_slice(totals);
        loss
    }

    /// Returns the mean of a sum of losses.
    pub fn mean(&self, sum: f64) -> f64 {
        (sum + self.constant) / self.total_weight
    }

    /// Adds a leaf's value to the sums of its rows.
    #[inline(never)]
    pub fn add(&mut self, class: u32, rows: &[u32], value: f64) {
        let start = class as usize * self.rows;
        let states = &mut self.states[start..start + self.rows];
        let (plus, minus) = match self.objective {
            Objective::Logit => (exp(value), exp(-value)),
            Objective::Gamma => (exp(-value), 0.0),
            Objective::Poisson => (exp(value), 0.0),
            Objective::Softmax(_) => (exp(value), exp(value)),
            Objective::Squared | Objective::Absolute | Objective::Quantile(_) => {
                rows.iter().for_each(|row| states[*row as usize] += value);
                return;
            }
        };
        for row in rows {
            let state = &mut states[*row as usize];
            *state = bounded(*state * if *state < 0.0 { minus } else { plus });
        }
    }

    /// Returns the quantile of the residuals of some rows that is the objective's best constant.
    pub fn best_constant(&self, rows: &[u32]) -> f64 {
        let residual = |row: &u32| -self.states[*row as usize];
        let mut residuals: Vec<f64> = rows.iter().map(residual).collect();
        let weights = self.weights.as_ref().map(|weights| {
            let weight = |row: &u32| weights[*row as usize];
            rows.iter().map(weight).collect::<Vec<f64>>()
        });
        self.objective
            .best_constant(&mut residuals, weights.as_deref())
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        let weights = self.weights.as_ref().map_or(0, Vec::len);
        let numbers = self.states.len() + self.totals.len() + weights;
        8 * numbers as u64 + self.targets.bytes()
    }
}

/// Keeps the size of an exponential within what can still be multiplied.
#[inline(always)]
fn bounded(state: f64) -> f64 {
    state.abs().clamp(LEAST, MOST).copysign(state)
}

/// Returns the logarithm of the product of at most [`BLOCK`] positive numbers, with one logarithm for all: multiplies
/// their digits and adds their exponents.
#[inline(always)]
fn log_of_product(numbers: impl Iterator<Item = f64>) -> f64 {
    const DIGITS: u64 = (1 << 52) - 1;
    let mut digits = [1.0; BLOCK];
    let mut exponents = 0;
    let mut count = 0;
    for (digits, number) in digits.iter_mut().zip(numbers) {
        let bits = number.to_bits();
        *digits = f64::from_bits(bits & DIGITS | 1f64.to_bits());
        exponents += bits >> 52;
        count += 1;
    }
    let (quadruples, _) = digits.as_chunks::<4>();
    // Each of at most 128 numbers below 2.
    let mut products = [1.0; 4];
    for quadruple in quadruples {
        for (product, digits) in products.iter_mut().zip(quadruple) {
            *product *= digits;
        }
    }
    let exponent = exponents as i64 - 1023 * count;
    let halves = [products[0] * products[1], products[2] * products[3]];
    log(halves[0]) + log(halves[1]) + exponent as f64 * std::f64::consts::LN_2
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, LEAST, MOST, log_of_product};
    use grove_forest::Stream;

    #[test]
    fn the_logarithm_of_a_product_is_the_sum_of_logarithms() {
        let mut random = Stream::new(0, "product", 0);
        let mut numbers = vec![LEAST, MOST, 1.0, 2.0, 1.0 + f64::EPSILON, 0.1];
        numbers.extend((6..BLOCK).map(|_| libm::exp((random.unit() - 0.5) * 1000.0)));
        for count in [0, 1, 2, 6, 100, BLOCK] {
            let numbers = &numbers[..count];
            let sum: f64 = numbers.iter().map(|number| libm::log(*number)).sum();
            let product = log_of_product(numbers.iter().copied());
            assert!((product - sum).abs() <= 1e-9, "{product} {sum}");
        }
        let ones = log_of_product([1.0; BLOCK].into_iter());
        assert_eq!(ones, 0.0);
    }
}
