//! The derivatives of the loss, computed when a node's rows are summed up: nothing is kept for each row.

use std::ops::Range;

use super::histogram::Sums;
use super::losses::Objective;
use super::train_rows::{BLOCK, TrainRows};

/// The largest gradient and hessian: sums and squares of so large ones stay finite.
const LARGEST: f64 = 1e30;

/// Some rows.
#[derive(Clone, Debug)]
pub(super) enum Rows<'a> {
    Range(Range<usize>),
    Listed(&'a [u32]),
}

impl Rows<'_> {
    pub fn len(&self) -> usize {
        match self {
            Self::Range(rows) => rows.len(),
            Self::Listed(rows) => rows.len(),
        }
    }

    /// Writes a number of each row.
    #[inline(always)]
    fn gather(&self, into: &mut [f64], number: impl Fn(usize) -> f64) {
        match self {
            Self::Range(rows) => {
                for (into, row) in into.iter_mut().zip(rows.clone()) {
                    *into = number(row);
                }
            }
            Self::Listed(rows) => {
                for (into, row) in into.iter_mut().zip(*rows) {
                    *into = number(*row as usize);
                }
            }
        }
    }

    fn blocks(&self) -> impl Iterator<Item = Rows<'_>> {
        (0..self.len()).step_by(BLOCK).map(|start| {
            let end = self.len().min(start + BLOCK);
            match self {
                Self::Range(rows) => Rows::Range(rows.start + start..rows.start + end),
                Self::Listed(rows) => Rows::Listed(&rows[start..end]),
            }
        })
    }
}

/// Where the gradients and hessians of rows come from.
pub(super) trait Derivatives {
    /// Writes the gradient and the hessian of each of some rows. Both are rounded to 32 bits: then sums of equal ones are
    /// exact, and ties stay ties.
    fn derive(&self, rows: Rows, into: &mut [Sums]);
}

/// The derivatives by the sums of one class.
pub(super) struct OfClass<'a> {
    pub rows: &'a TrainRows,
    /// 0 where a row has one sum.
    pub class: u32,
}

impl Derivatives for OfClass<'_> {
    fn derive(&self, rows: Rows, into: &mut [Sums]) {
        for (rows, into) in rows.blocks().zip(into.chunks_mut(BLOCK)) {
            self.derive_block(&rows, into);
        }
    }
}

impl OfClass<'_> {
    fn derive_block(&self, rows: &Rows, into: &mut [Sums]) {
        let of = self.rows;
        let first = self.class as usize * of.rows();
        let of_class = &of.states[first..first + of.rows()];
        let mut states = [0.0; BLOCK];
        rows.gather(&mut states, |row| of_class[row]);
        // What else the objective needs of a row.
        let mut others = [0.0; BLOCK];
        match of.objective {
            Objective::Poisson => rows.gather(&mut others, |row| of.targets.number(row)),
            Objective::Softmax(_) => rows.gather(&mut others, |row| of.totals[row]),
            _ => {}
        }
        let block = Block {
            states: &states,
            others: &others,
            weights: of.weights.as_deref(),
            rows,
        };
        match of.objective {
            Objective::Squared => block.pairs(into, |difference, _| [difference, 1.0]),
            Objective::Absolute => block.pairs(into, |difference, _| {
                [if difference > 0.0 { 1.0 } else { -1.0 }, 1.0]
            }),
            Objective::Quantile(quantile) => block.pairs(into, |difference, _| {
                [
                    if difference <= 0.0 {
                        -quantile
                    } else {
                        1.0 - quantile
                    },
                    1.0,
                ]
            }),
            Objective::Poisson => block.pairs(into, |mean, target| [mean - target, mean]),
            Objective::Gamma => block.pairs(into, |ratio, _| [1.0 - ratio, ratio]),
            Objective::Logit => block.shares(into, |odds, _| odds / (1.0 + odds.abs())),
            Objective::Softmax(_) => block.shares(into, |state, total| {
                let share = state.abs() / total;
                if state < 0.0 { share - 1.0 } else { share }
            }),
        }
    }
}

/// At most [`BLOCK`] rows.
struct Block<'a> {
    states: &'a [f64],
    others: &'a [f64],
    weights: Option<&'a [f64]>,
    rows: &'a Rows<'a>,
}

impl Block<'_> {
    /// Writes gradients and hessians.
    #[inline(always)]
    fn pairs(&self, into: &mut [Sums], pair: impl Fn(f64, f64) -> Sums) {
        let rows = into.iter_mut().zip(self.states).zip(self.others);
        match self.weights {
            None => {
                for ((into, state), other) in rows {
                    *into = pair(*state, *other).map(narrow);
                }
            }
            Some(weights) => {
                let mut of_rows = [0.0; BLOCK];
                self.rows.gather(&mut of_rows, |row| weights[row]);
                for (((into, state), other), weight) in rows.zip(&of_rows) {
                    *into = pair(*state, *other).map(|number| narrow(weight * number));
                }
            }
        }
    }

    /// As [`Block::pairs`], for gradients that are p or p - 1 with the hessian p (1 - p): both sides of 1 - |gradient| are
    /// p and 1 - p.
    #[inline(always)]
    fn shares(&self, into: &mut [Sums], gradient: impl Fn(f64, f64) -> f64) {
        if self.weights.is_some() {
            return self.pairs(into, |state, other| {
                let gradient = gradient(state, other);
                [gradient, gradient.abs() * (1.0 - gradient.abs())]
            });
        }
        let rows = into.iter_mut().zip(self.states).zip(self.others);
        for ((into, state), other) in rows {
            let gradient = gradient(*state, *other) as f32;
            let share = gradient.abs();
            *into = [gradient, share * (1.0 - share)].map(f64::from);
        }
    }
}

#[inline(always)]
fn narrow(number: f64) -> f64 {
    f64::from(number.clamp(-LARGEST, LARGEST) as f32)
}
