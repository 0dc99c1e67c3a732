//! Adds up the rows of a node, part after part.

use std::ops::Range;

use super::columns::Columns;
use super::derivatives::Derivatives;
use super::histogram::{Accumulator, CHUNK, Histogram};
use super::partition::Partition;

/// Adds up the rows of a node for one batch of features after the other, in slices. Sums of parts are added in pairs, then
/// those of pairs: so they are the same bits, whoever has which parts.
pub(super) struct Summer {
    accumulator: Accumulator,
    /// The sums of a second half of some parts: of one, of two.
    halves: Vec<Histogram>,
    /// The part that is being added up, among those that are here, and how many of its rows are added.
    part: usize,
    added: usize,
}

impl Summer {
    /// `parts` is the most parts that are here, a power of two.
    pub fn new(columns: &Columns, constant_hessian: bool, parts: usize) -> Self {
        let half = || Histogram::new(columns.bins(), constant_hessian);
        Self {
            accumulator: Accumulator::new(columns.features.len(), constant_hessian),
            halves: (0..parts.ilog2()).map(|_| half()).collect(),
            part: 0,
            added: 0,
        }
    }

    /// Forgets what is not complete.
    pub fn reset(&mut self) {
        (self.part, self.added) = (0, 0);
    }

    /// Adds some of a node's rows, or completes the sums of a part. Returns about how many rows and bins it looked at, and
    /// whether the sums of all parts are in the histogram.
    pub fn step(
        &mut self,
        (partition, parts): (&Partition, Range<usize>),
        node: usize,
        (columns, batch): (&Columns, usize),
        source: &impl Derivatives,
        histogram: &mut Histogram,
    ) -> (u64, bool) {
        let rows = partition.chunk(parts.start + self.part, node, self.added, CHUNK);
        if self.added == 0 {
            self.accumulator.clear(columns, batch);
        }
        self.accumulator.add(columns, batch, &rows, source);
        self.added += rows.len();
        let cost = (rows.len() * columns.batch(batch).len()) as u64;
        if self.added < partition.len(parts.start + self.part, node) {
            return (cost, false);
        }
        self.complete(columns, batch, histogram);
        self.added = 0;
        self.part = (self.part + 1) % parts.len();
        let bins = columns.batch_bins(batch).len() as u64;
        (cost + bins, self.part == 0)
    }

    /// Writes the sums of the part, and adds the halves that it completes.
    fn complete(&mut self, columns: &Columns, batch: usize, histogram: &mut Histogram) {
        let bins = columns.batch_bins(batch);
        let level = self.part.trailing_zeros() as usize;
        let target = match self.part {
            0 => &mut *histogram,
            _ => &mut self.halves[level],
        };
        self.accumulator.write(columns, batch, target);
        let ended = self.part + 1;
        for level in 0..ended.trailing_zeros() as usize {
            let first = ended - (2 << level);
            let (halves, others) = self.halves.split_at_mut(level + 1);
            let target = match first {
                0 => &mut *histogram,
                _ => &mut others[first.trailing_zeros() as usize - level - 1],
            };
            target.add(&halves[level], bins.clone());
        }
    }
}
