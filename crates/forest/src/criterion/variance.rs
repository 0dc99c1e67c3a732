//! Variance, the squared error of predicting the mean.

use super::binary::Moments;
use super::source::{row_bits, weigh};
use super::{Bounds, Criterion, Merit};
use crate::codes::Column;
use crate::leaves::{Leaves, ValuesTable};
use crate::members::Gathering;
use crate::sample::Sample;

/// Targets are taken from their mean in the node, so that a large common offset costs no precision.
pub(crate) struct Variance {
    /// The targets as ranks among their distinct values, and each of them.
    ranks: Vec<u32>,
    targets: Vec<f64>,
    distinct: u32,
    sample_weight: Option<Vec<f64>>,
    /// Of each row of the tree: its weight.
    weights: Vec<f64>,
    /// By place, of the rows of the node: a row's weight, and its weight times its distance from the node's mean.
    rows: Vec<Moments>,
    total: Moments,
    squares: f64,
    mean: f64,
    /// The rank of all targets of a pure node.
    pure: Option<u32>,
    table: ValuesTable,
    /// The targets' ranks in a node that becomes a leaf, and their rows.
    order: Vec<(u32, u32)>,
    gathering: Gathering,
}

impl Variance {
    pub fn new(target: &Column, rows: u32, sample_weight: Option<&[f64]>) -> Self {
        let ranks: Vec<u32> = (0..rows).map(|row| target.codes.get(row)).collect();
        let value = |rank: &u32| target.values[*rank as usize];
        Self {
            targets: ranks.iter().map(value).collect(),
            ranks,
            distinct: target.values.len() as u32,
            sample_weight: sample_weight.map(<[f64]>::to_vec),
            weights: Vec::new(),
            rows: vec![Moments::default(); rows as usize],
            total: Moments::default(),
            squares: 0.0,
            mean: 0.0,
            pure: None,
            table: ValuesTable::default(),
            order: Vec::new(),
            gathering: Gathering::default(),
        }
    }
}

impl Criterion for Variance {
    type Side = Moments;

    fn start_tree(&mut self, counts: &[u16]) {
        weigh(&mut self.weights, counts, self.sample_weight.as_deref());
    }

    #[inline(always)]
    fn payload(&self, row: u32) -> u32 {
        row
    }

    #[inline(always)]
    fn key(&self, sample: Sample) -> u32 {
        sample.place
    }

    fn key_bits(&self) -> u32 {
        row_bits(self.ranks.len())
    }

    fn enter(&mut self, samples: &[Sample]) -> bool {
        // Sums of distances from a member are exact zeros where all targets are equal.
        let first = samples[0].payload as usize;
        let member = self.targets[first];
        let mut sums = Moments::default();
        let mut pure = true;
        for Sample { payload: row, .. } in samples {
            let weight = self.weights[*row as usize];
            let distance = self.targets[*row as usize] - member;
            sums.weight += weight;
            sums.sum += weight * distance;
            pure &= distance == 0.0;
        }
        self.pure = pure.then_some(self.ranks[first]);
        let shift = sums.sum / sums.weight;
        self.mean = member + shift;
        self.total = Moments {
            weight: sums.weight,
            sum: 0.0,
        };
        self.squares = 0.0;
        if pure {
            return true;
        }
        for Sample {
            place,
            payload: row,
        } in samples
        {
            let weight = self.weights[*row as usize];
            let distance = self.targets[*row as usize] - member - shift;
            let sum = weight * distance;
            self.rows[*place as usize] = Moments { weight, sum };
            self.total.sum += sum;
            self.squares += sum * distance;
        }
        false
    }

    fn start(&mut self) -> Moments {
        Moments::default()
    }

    #[inline(always)]
    fn take(&mut self, side: &mut Moments, key: u32) {
        let row = self.rows[key as usize];
        side.weight += row.weight;
        side.sum += row.sum;
    }

    #[inline(always)]
    fn merit(&self, side: &Moments) -> Merit {
        self.total.merit(*side)
    }

    fn decrease(&self, merit: Merit) -> f64 {
        self.total.decrease(merit)
    }

    fn predictions(&self, side: &Moments) -> (f64, f64) {
        let (left, right) = self.total.means(*side);
        (self.mean + left, self.mean + right)
    }

    fn impurity(&self) -> (f64, f64) {
        (self.squares, self.total.weight)
    }

    fn leaf(&mut self, samples: &[Sample], bounds: Bounds) -> u32 {
        let value = bounds.clamp(self.mean);
        if let Some(rank) = self.pure.filter(|_| value == self.mean) {
            return rank;
        }
        self.order.clear();
        let rows = samples.iter().map(|sample| sample.payload);
        let ranks = rows.map(|row| (self.ranks[row as usize], row));
        self.order.extend(ranks);
        self.order.sort_unstable();
        let members = self.order.iter();
        let members = members.map(|(rank, row)| (*rank, self.weights[*row as usize]));
        let held = self.gathering.gather(members);
        self.distinct + self.table.insert(value + 0.0, held)
    }

    fn take_leaves(&mut self) -> Leaves {
        std::mem::take(&mut self.table).finish(Vec::new())
    }
}
