//! Variance of the targets: the mean squared error of predicting their mean.

use super::binary::WeightedSum;
use super::source::row_bits;
use super::{Criterion, PredictionBounds, SplitGain};
use crate::bootstrap::SampleRow;
use crate::codes::CodedColumn;
use crate::leaf_members::MemberCollector;
use crate::leaves::{Leaves, MeansBuilder};

/// The criterion for values. Sums are of distances from the node's mean, so that a large common offset costs no
/// precision.
pub(crate) struct Variance {
    /// By row: the target's rank among the distinct targets.
    ranks: Vec<u32>,
    distinct: u32,
    /// The same by place, of the rows in each renumbered node down to the present one, and beyond it working space.
    copies: Vec<Vec<WeightedTarget>>,
    /// How many of the copies are in use.
    depth: usize,
    sample_weight: Option<Vec<f64>>,
    /// By row: its weight in the tree, and its target.
    targets: Vec<WeightedTarget>,
    /// By place: the weight of a row of the present node, and its weight times its distance from the node's mean.
    rows: Vec<WeightedSum>,
    total: WeightedSum,
    squares: f64,
    mean: f64,
    /// The rank of all targets of a pure node.
    pure: Option<u32>,
    table: MeansBuilder,
    /// Working space: the ranks of the targets in a new leaf, and their rows.
    order: Vec<(u32, u32)>,
    collector: MemberCollector,
}

#[derive(Clone, Copy)]
/// A row's weight and target, side by side, since they are read together.
struct WeightedTarget {
    weight: f64,
    target: f64,
}

impl Variance {
    pub fn new(target: &CodedColumn, rows: u32, sample_weight: Option<&[f64]>) -> Self {
        let ranks: Vec<u32> = (0..rows).map(|row| target.codes.get(row)).collect();
        let value = |rank: &u32| WeightedTarget {
            weight: 0.0,
            target: target.values[*rank as usize],
        };
        Self {
            targets: ranks.iter().map(value).collect(),
            ranks,
            distinct: target.values.len() as u32,
            copies: Vec::new(),
            depth: 0,
            sample_weight: sample_weight.map(<[f64]>::to_vec),
            rows: vec![WeightedSum::default(); rows as usize],
            total: WeightedSum::default(),
            squares: 0.0,
            mean: 0.0,
            pure: None,
            table: MeansBuilder::default(),
            order: Vec::new(),
            collector: MemberCollector::default(),
        }
    }
}

impl Criterion for Variance {
    type Side = WeightedSum;

    fn start_tree(&mut self, counts: &[u16]) {
        for (row, count) in self.targets.iter_mut().zip(counts) {
            row.weight = f64::from(*count);
        }
        for (row, own) in
            (self.targets.iter_mut()).zip(self.sample_weight.as_deref().unwrap_or_default())
        {
            row.weight *= own;
        }
    }

    #[inline(always)]
    fn payload(&self, row: u32) -> u32 {
        row
    }

    #[inline(always)]
    fn key(&self, sample: SampleRow) -> u32 {
        sample.place
    }

    fn key_bits(&self) -> u32 {
        row_bits(self.ranks.len())
    }

    fn renumber(&mut self, depth: usize, samples: &[SampleRow]) {
        if self.copies.len() < depth {
            self.copies.push(Vec::new());
        }
        let (above, copies) = self.copies.split_at_mut(depth - 1);
        let targets = above.last().unwrap_or(&self.targets);
        let places = samples.iter().map(|sample| sample.place as usize);
        copies[0].clear();
        copies[0].extend(places.map(|place| targets[place]));
    }

    fn set_depth(&mut self, depth: usize) {
        self.depth = depth;
    }

    fn enter(&mut self, samples: &[SampleRow]) -> bool {
        // Distances from one of the targets are exactly 0 where all are equal.
        let targets = self.copies[..self.depth].last().unwrap_or(&self.targets);
        let member = targets[samples[0].place as usize].target;
        let mut sums = WeightedSum::default();
        let mut pure = true;
        for SampleRow { place, .. } in samples {
            let WeightedTarget { weight, target } = targets[*place as usize];
            let distance = target - member;
            sums.weight += weight;
            sums.sum += weight * distance;
            pure &= distance == 0.0;
        }
        self.pure = pure.then(|| self.ranks[samples[0].payload as usize]);
        let shift = sums.sum / sums.weight;
        self.mean = member + shift;
        self.total = WeightedSum {
            weight: sums.weight,
            sum: 0.0,
        };
        self.squares = 0.0;
        if pure {
            return true;
        }
        for SampleRow { place, .. } in samples {
            let WeightedTarget { weight, target } = targets[*place as usize];
            let distance = target - member - shift;
            let sum = weight * distance;
            self.rows[*place as usize] = WeightedSum { weight, sum };
            self.total.sum += sum;
            self.squares += sum * distance;
        }
        false
    }

    fn start(&mut self) -> WeightedSum {
        WeightedSum::default()
    }

    #[inline(always)]
    fn take(&mut self, side: &mut WeightedSum, key: u32) {
        let row = self.rows[key as usize];
        side.weight += row.weight;
        side.sum += row.sum;
    }

    #[inline(always)]
    fn gain(&self, side: &WeightedSum) -> SplitGain {
        self.total.gain(*side)
    }

    fn decrease(&self, gain: SplitGain) -> f64 {
        self.total.decrease(gain)
    }

    fn predictions(&self, side: &WeightedSum) -> (f64, f64) {
        let (left, right) = self.total.means(*side);
        (self.mean + left, self.mean + right)
    }

    fn impurity(&self) -> (f64, f64) {
        (self.squares, self.total.weight)
    }

    fn leaf(&mut self, samples: &[SampleRow], bounds: PredictionBounds) -> u32 {
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
        let members = members.map(|(rank, row)| (*rank, self.targets[*row as usize].weight));
        let held = self.collector.collect(members);
        self.distinct + self.table.insert(value + 0.0, held)
    }

    fn take_leaves(&mut self) -> Leaves {
        std::mem::take(&mut self.table).finish(Vec::new())
    }
}
