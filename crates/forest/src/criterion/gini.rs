//! Gini impurity of any number of classes, 1 − Σ pₖ².

use super::source::Source;
use super::{Bounds, Criterion, Merit};
use crate::leaves::{Leaves, SharesTable};
use crate::sample::Sample;

/// The weighted sum over two sides falls as Σ (Σₖ wₖ²) / w rises.
pub(crate) struct Gini<S> {
    source: S,
    /// The node's classes, and the weight of each class in the node and on the left side.
    present: Vec<u32>,
    total: Vec<f64>,
    left: Vec<f64>,
    weight: f64,
    squares: f64,
    shares: Vec<(u32, u64)>,
    table: SharesTable,
}

/// Weights and sums of squared class weights.
#[derive(Clone, Copy)]
pub(crate) struct Squares {
    weight: f64,
    left: f64,
    right: f64,
}

impl<S: Source> Gini<S> {
    pub fn new(source: S, n_classes: u32) -> Self {
        Self {
            source,
            present: Vec::new(),
            total: vec![0.0; n_classes as usize],
            left: vec![0.0; n_classes as usize],
            weight: 0.0,
            squares: 0.0,
            shares: Vec::new(),
            table: SharesTable::default(),
        }
    }
}

impl<S: Source> Criterion for Gini<S> {
    type Side = Squares;

    fn start_tree(&mut self, counts: &[u16]) {
        self.source.start_tree(counts);
    }

    #[inline(always)]
    fn payload(&self, row: u32) -> u32 {
        self.source.payload(row)
    }

    #[inline(always)]
    fn key(&self, sample: Sample) -> u32 {
        self.source.key(sample)
    }

    fn key_bits(&self) -> u32 {
        self.source.key_bits()
    }

    fn enter(&mut self, samples: &[Sample]) -> bool {
        for class in self.present.drain(..) {
            self.total[class as usize] = 0.0;
        }
        for sample in samples {
            let (class, weight) = self.source.meet(*sample);
            let total = &mut self.total[class as usize];
            if *total == 0.0 {
                self.present.push(class);
            }
            *total += weight;
        }
        self.present.sort_unstable();
        self.weight = 0.0;
        self.squares = 0.0;
        for class in &self.present {
            let total = self.total[*class as usize];
            self.weight += total;
            self.squares += total * total;
        }
        self.present.len() == 1
    }

    fn start(&mut self) -> Squares {
        for class in &self.present {
            self.left[*class as usize] = 0.0;
        }
        Squares {
            weight: 0.0,
            left: 0.0,
            right: self.squares,
        }
    }

    #[inline(always)]
    fn take(&mut self, side: &mut Squares, key: u32) {
        let (class, weight) = self.source.read(key);
        let class = class as usize;
        let left = self.left[class];
        let right = self.total[class] - left;
        self.left[class] = left + weight;
        side.weight += weight;
        side.left += weight * (2.0 * left + weight);
        side.right -= weight * (2.0 * right - weight);
    }

    #[inline(always)]
    fn merit(&self, side: &Squares) -> Merit {
        let right = self.weight - side.weight;
        Merit {
            numerator: side.left * right + side.right * side.weight,
            denominator: side.weight * right,
        }
    }

    fn decrease(&self, merit: Merit) -> f64 {
        merit.numerator / merit.denominator - self.squares / self.weight
    }

    fn predictions(&self, _: &Squares) -> (f64, f64) {
        // No order among classes: `Parameters::check` lets no direction through.
        (0.0, 0.0)
    }

    fn impurity(&self) -> (f64, f64) {
        (self.weight - self.squares / self.weight, self.weight)
    }

    fn leaf(&mut self, _: &[Sample], _: Bounds) -> u32 {
        if let [class] = self.present[..] {
            return class;
        }
        self.shares.clear();
        for class in &self.present {
            let share = self.total[*class as usize] / self.weight;
            // A class may have weight and yet no share, lost in rounding.
            if share > 0.0 {
                self.shares.push((*class, share.to_bits()));
            }
        }
        self.total.len() as u32 + self.table.insert(&self.shares)
    }

    fn take_leaves(&mut self) -> Leaves {
        std::mem::take(&mut self.table).finish(self.total.len() as u32)
    }
}
