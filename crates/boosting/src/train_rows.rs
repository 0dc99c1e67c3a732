//! The rows that are learned from: their targets, sums and derivatives.

use std::ops::Range;

use super::exp::{exp, log};
use super::histogram::Gradients;
use super::losses::{Objective, Point, Targets};
use super::model::Link;

/// The largest gradient and hessian: sums and squares of so large ones stay finite.
const LARGEST: f64 = 1e30;

/// How many rows are scored together. Steps begin at multiples of it, so that slices do not change the order of sums.
pub(super) const BLOCK: usize = 512;

/// The rows that are learned from.
pub(super) struct TrainRows {
    pub objective: Objective,
    rows: usize,
    /// In the scaled unit. Empty once growing begins, where the loss is of differences.
    pub targets: Targets,
    pub weights: Option<Vec<f64>>,
    total_weight: f64,
    /// Class after class; where the loss is of differences, sums minus targets. Empty where these are the gradients.
    sums: Vec<f64>,
    /// By row the logarithm of the sum of exponentials; empty where a row has one sum.
    normalisers: Vec<f64>,
    pub gradients: Gradients,
}

impl TrainRows {
    pub fn new(objective: Objective, targets: Targets, weights: Option<Vec<f64>>) -> Self {
        let rows = targets.len();
        let several = matches!(objective, Objective::Softmax(_));
        Self {
            objective,
            rows,
            total_weight: match &weights {
                Some(weights) => weights.iter().sum(),
                None => rows as f64,
            },
            gradients: match objective.link() {
                _ if weights.is_some() => Gradients::Pairs(vec![[0.0; 2]; rows]),
                Link::Identity if objective == Objective::Squared => {
                    Gradients::Differences(Vec::new())
                }
                Link::Identity => Gradients::Alone(vec![0.0; rows]),
                Link::Logit | Link::Softmax => Gradients::Shares(vec![0.0; rows]),
                Link::Log => Gradients::Pairs(vec![[0.0; 2]; rows]),
            },
            targets,
            weights,
            sums: Vec::new(),
            normalisers: vec![0.0; if several { rows } else { 0 }],
        }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Sets every row's sums.
    pub fn begin(&mut self, baseline: &[f64]) {
        match &mut self.targets {
            Targets::Values(values) if self.objective.link() == Link::Identity => {
                self.sums = std::mem::take(values);
                for difference in &mut self.sums {
                    *difference = baseline[0] - *difference;
                }
                if let Gradients::Differences(differences) = &mut self.gradients {
                    *differences = std::mem::take(&mut self.sums);
                }
            }
            _ => {
                let all = baseline.iter();
                let all = all.flat_map(|sum| std::iter::repeat_n(*sum, self.rows));
                self.sums = all.collect();
            }
        }
    }

    /// Returns the sum of the losses of some rows, and prepares their derivatives for the next iteration. The range
    /// begins at a multiple of [`BLOCK`].
    pub fn score(&mut self, rows: Range<usize>) -> f64 {
        let mut loss = 0.0;
        if let Gradients::Differences(differences) = &self.gradients {
            let blocks = differences[rows].chunks(BLOCK);
            let of_block = |block: &[f64]| block.iter().map(|d| 0.5 * d * d).sum::<f64>();
            return blocks.map(of_block).sum();
        }
        for start in rows.clone().step_by(BLOCK) {
            let block = start..rows.end.min(start + BLOCK);
            loss += match self.objective {
                Objective::Squared => {
                    self.score_by(block, |target, sum| Objective::Squared.point(target, sum))
                }
                Objective::Logit if self.weights.is_none() => self.score_logit(block),
                Objective::Softmax(_) => self.score_softmax(block),
                other => self.score_by(block, |target, sum| other.point(target, sum)),
            };
        }
        loss
    }

    fn score_by(&mut self, rows: Range<usize>, point: impl Fn(f64, f64) -> Point) -> f64 {
        let weights = self.weights.as_deref();
        let differences = self.targets.len() == 0;
        let mut loss = 0.0;
        for row in rows {
            let weight = weights.map_or(1.0, |weights| weights[row]);
            let target = if differences {
                0.0
            } else {
                self.targets.number(row)
            };
            let point = point(target, self.sums[row]);
            loss += weight * point.loss;
            let gradient = narrow(weight * point.gradient);
            match &mut self.gradients {
                Gradients::Alone(gradients) | Gradients::Shares(gradients) => {
                    gradients[row] = gradient;
                }
                Gradients::Differences(_) => {}
                Gradients::Pairs(pairs) => pairs[row] = [gradient, narrow(weight * point.hessian)],
            }
        }
        loss
    }

    /// As [`TrainRows::score_by`], for log loss without weights, with one logarithm for a block: that of a product.
    fn score_logit(&mut self, rows: Range<usize>) -> f64 {
        let (Targets::Labels(labels), Gradients::Shares(gradients)) =
            (&self.targets, &mut self.gradients)
        else {
            return 0.0;
        };
        let labels = &labels[rows.clone()];
        let gradients = &mut gradients[rows.clone()];
        let sums = &self.sums[rows];
        // Of each row 1 + exp(-|sum|), from 1 to 2: the product of a block stays finite.
        let mut factors = [1.0; BLOCK];
        let mut linear = 0.0;
        for ((factor, gradient), (sum, label)) in factors
            .iter_mut()
            .zip(gradients)
            .zip(sums.iter().zip(labels))
        {
            let small = exp(-sum.abs());
            let share = 1.0 / (1.0 + small);
            let probability = if *sum >= 0.0 { share } else { small * share };
            let target = f64::from(*label);
            *gradient = (probability - target) as f32;
            *factor = 1.0 + small;
            linear += sum.max(0.0) - target * sum;
        }
        let (quadruples, _) = factors.as_chunks::<4>();
        let mut products = [1.0; 4];
        for quadruple in quadruples {
            for (product, factor) in products.iter_mut().zip(quadruple) {
                *product *= factor;
            }
        }
        log(products[0] * products[1] * (products[2] * products[3])) + linear
    }

    fn score_softmax(&mut self, rows: Range<usize>) -> f64 {
        let Targets::Labels(labels) = &self.targets else {
            return 0.0;
        };
        let count = rows.len();
        let (mut largest, mut totals) = ([f64::NEG_INFINITY; BLOCK], [0.0; BLOCK]);
        for sums in self.sums.chunks_exact(self.rows) {
            for (largest, sum) in largest.iter_mut().zip(&sums[rows.clone()]) {
                *largest = largest.max(*sum);
            }
        }
        for sums in self.sums.chunks_exact(self.rows) {
            let sums = sums[rows.clone()].iter().zip(&largest);
            for (total, (sum, largest)) in totals.iter_mut().zip(sums) {
                *total += exp(sum - largest);
            }
        }
        let mut loss = 0.0;
        for place in 0..count {
            let row = rows.start + place;
            let weight = self.weights.as_ref().map_or(1.0, |weights| weights[row]);
            let normaliser = largest[place] + log(totals[place]);
            self.normalisers[row] = normaliser;
            let sum = self.sums[usize::from(labels[row]) * self.rows + row];
            loss += weight * (normaliser - sum);
        }
        loss
    }

    /// Computes the derivatives of some rows by the sum of one class.
    pub fn derive(&mut self, class: u32, rows: Range<usize>) {
        let Targets::Labels(labels) = &self.targets else {
            return;
        };
        let labels = &labels[rows.clone()];
        let start = class as usize * self.rows;
        let sums = &self.sums[start + rows.start..start + rows.end];
        let class = class as u16;
        let shares = sums.iter().zip(&self.normalisers[rows.clone()]).zip(labels);
        let shares = shares.map(|((sum, normaliser), label)| {
            let share = exp(sum - normaliser);
            (share, share - f64::from(u8::from(*label == class)))
        });
        match &mut self.gradients {
            Gradients::Pairs(pairs) => {
                let weights = self.weights.as_deref();
                for ((row, pair), (share, gradient)) in
                    rows.clone().zip(&mut pairs[rows]).zip(shares)
                {
                    let weight = weights.map_or(1.0, |weights| weights[row]);
                    let hessian = share * (1.0 - share);
                    *pair = [narrow(weight * gradient), narrow(weight * hessian)];
                }
            }
            Gradients::Differences(_) => {}
            Gradients::Alone(gradients) | Gradients::Shares(gradients) => {
                for (narrowed, (_, gradient)) in gradients[rows].iter_mut().zip(shares) {
                    *narrowed = gradient as f32;
                }
            }
        }
    }

    /// Returns the mean of a sum of losses.
    pub fn mean(&self, sum: f64) -> f64 {
        sum / self.total_weight
    }

    /// Adds a leaf's value to the sums of its rows.
    #[inline(never)]
    pub fn add(&mut self, class: u32, rows: &[u32], value: f64) {
        let start = class as usize * self.rows;
        let sums = match &mut self.gradients {
            Gradients::Differences(differences) => differences,
            _ => &mut self.sums[start..start + self.rows],
        };
        for row in rows {
            sums[*row as usize] += value;
        }
    }

    /// Returns the quantile of the residuals of some rows that is the objective's best constant.
    pub fn best_constant(&self, rows: &[u32]) -> f64 {
        let residual = |row: &u32| -self.sums[*row as usize];
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
        let numbers = self.sums.len() + self.normalisers.len() + weights;
        8 * numbers as u64 + self.targets.bytes() + self.gradients.bytes()
    }
}

fn narrow(number: f64) -> f32 {
    number.clamp(-LARGEST, LARGEST) as f32
}
