//! Gini impurity of any number of classes, 1 − Σ pₖ².

use super::source::LabelSource;
use super::{Criterion, PredictionBounds, SplitGain};
use crate::bootstrap::SampleRow;
use crate::leaves::{Leaves, SharesBuilder};

/// The criterion for any number of classes. The impurity of two sides falls as Σ over the sides of (Σₖ wₖ²) / w rises.
pub(crate) struct Gini<S> {
    source: S,
    /// The classes of the node's rows, ascending.
    present: Vec<u32>,
    /// By class: the weight in the node, and on the left side.
    total: Vec<f64>,
    left: Vec<f64>,
    weight: f64,
    squares: f64,
    shares: Vec<(u32, u64)>,
    table: SharesBuilder,
}

/// The weight of the left side, and the sums of squared class weights of both sides.
#[derive(Clone, Copy)]
pub(crate) struct SquaredSums {
    weight: f64,
    left: f64,
    right: f64,
}

impl<S: LabelSource> Gini<S> {
    pub fn new(source: S, n_classes: u32) -> Self {
        Self {
            source,
            present: Vec::new(),
            total: vec![0.0; n_classes as usize],
            left: vec![0.0; n_classes as usize],
            weight: 0.0,
            squares: 0.0,
            shares: Vec::new(),
            table: SharesBuilder::default(),
        }
    }
}

impl<S: LabelSource> Criterion for Gini<S> {
    type Side = SquaredSums;

    fn start_tree(&mut self, counts: &[u16]) {
        self.source.start_tree(counts);
    }

    #[inline(always)]
    fn payload(&self, row: u32) -> u32 {
        self.source.payload(row)
    }

    #[inline(always)]
    fn key(&self, sample: SampleRow) -> u32 {
        self.source.key(sample)
    }

    fn key_bits(&self) -> u32 {
        self.source.key_bits()
    }

    fn enter(&mut self, samples: &[SampleRow]) -> bool {
        for class in self.present.drain(..) {
            self.total[class as usize] = 0.0;
        }
        for sample in samples {
            let (class, weight) = self.source.load(*sample);
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

    fn start(&mut self) -> SquaredSums {
        for class in &self.present {
            self.left[*class as usize] = 0.0;
        }
        SquaredSums {
            weight: 0.0,
            left: 0.0,
            right: self.squares,
        }
    }

    #[inline(always)]
    fn take(&mut self, side: &mut SquaredSums, key: u32) {
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
    fn gain(&self, side: &SquaredSums) -> SplitGain {
        let right = self.weight - side.weight;
        SplitGain {
            numerator: side.left * right + side.right * side.weight,
            denominator: side.weight * right,
        }
    }

    fn decrease(&self, gain: SplitGain) -> f64 {
        gain.numerator / gain.denominator - self.squares / self.weight
    }

    fn predictions(&self, _: &SquaredSums) -> (f64, f64) {
        // Three classes or more have no order, and `Parameters::check` refuses monotonic constraints for them.
        (0.0, 0.0)
    }

    fn impurity(&self) -> (f64, f64) {
        (self.weight - self.squares / self.weight, self.weight)
    }

    fn leaf(&mut self, _: &[SampleRow], _: PredictionBounds) -> u32 {
        if let [class] = self.present[..] {
            return class;
        }
        self.shares.clear();
        for class in &self.present {
            let share = self.total[*class as usize] / self.weight;
            // A tiny share can be rounded to 0; such a class is left out.
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
