//! Sums of gradients and hessians, and counts of rows, by bin.

use std::ops::Range;

use super::columns::{BATCH, Columns, GROUP, Group};
use super::derivatives::{Derivatives, Rows};

/// The most rows that are added up before other features are turned to: their derivatives fit into the fastest cache.
pub(super) const CHUNK: usize = 2048;

/// How many rows' bins are gathered before they are added up: a loop that only reads has more reads under way, so that it
/// waits less for the memory.
const GATHERED: usize = 256;

/// The sums of a bin: gradients and hessians.
pub(super) type Sums = [f64; 2];

/// The histogram of a node. Bins of all features, one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Histogram {
    pub sums: Vec<Sums>,
    /// The number of rows; empty where every hessian is 1, since their sum is that number.
    pub counts: Vec<u32>,
}

impl Histogram {
    /// Makes one of this many bins.
    pub fn new(bins: usize, constant_hessian: bool) -> Self {
        Self {
            sums: vec![[0.0; 2]; bins],
            counts: vec![0; if constant_hessian { 0 } else { bins }],
        }
    }

    /// Adds the sums of another one, in some bins.
    pub fn add(&mut self, other: &Self, bins: Range<usize>) {
        let sums = self.sums[bins.clone()].iter_mut();
        for (sums, more) in sums.zip(&other.sums[bins.clone()]) {
            sums[0] += more[0];
            sums[1] += more[1];
        }
        if !self.counts.is_empty() {
            let counts = self.counts[bins.clone()].iter_mut();
            for (count, more) in counts.zip(&other.counts[bins]) {
                *count += more;
            }
        }
    }

    /// Makes the histogram of a parent that of the sibling, in some bins: subtracts this one's sums. An empty bin has no
    /// remainder of rounding.
    #[inline(never)]
    pub fn subtract_from(&self, parent: &mut Self, bins: Range<usize>) {
        let taken = &self.sums[bins.clone()];
        let sums = &mut parent.sums[bins.clone()];
        if parent.counts.is_empty() {
            for (left, taken) in sums.iter_mut().zip(taken) {
                let count = left[1] - taken[1];
                let gradient = left[0] - taken[0];
                *left = [if count == 0.0 { 0.0 } else { gradient }, count];
            }
            return;
        }
        let counts = parent.counts[bins.clone()].iter_mut();
        let counts = counts.zip(&self.counts[bins]);
        for ((left, taken), (count, less)) in sums.iter_mut().zip(taken).zip(counts) {
            *count -= less;
            let kept = f64::from(u8::from(*count != 0));
            left[0] = (left[0] - taken[0]) * kept;
            left[1] = (left[1] - taken[1]) * kept;
        }
    }
}

/// The sums of the features that are added up at the same time, with room for 256 bins each.
pub(super) struct Accumulator {
    sums: Vec<[Sums; 256]>,
    counts: Vec<[u32; 256]>,
    counts_rows: bool,
    /// The derivatives of a chunk of rows.
    derivatives: Vec<Sums>,
}

impl Accumulator {
    /// `features` is the number of all features. Where every hessian is 1 no rows are counted.
    pub fn new(features: usize, constant_hessian: bool) -> Self {
        let width = features.min(BATCH * GROUP);
        Self {
            sums: vec![[[0.0; 2]; 256]; width],
            counts: vec![[0; 256]; if constant_hessian { 0 } else { width }],
            counts_rows: !constant_hessian,
            derivatives: vec![[0.0; 2]; CHUNK],
        }
    }

    /// Forgets all sums of a batch of groups.
    pub fn clear(&mut self, columns: &Columns, batch: usize) {
        let width = columns.batch(batch).len();
        self.sums[..width].fill([[0.0; 2]; 256]);
        if self.counts_rows {
            self.counts[..width].fill([0; 256]);
        }
    }

    /// Adds up at most [`CHUNK`] rows for a batch of groups of features.
    pub fn add(&mut self, columns: &Columns, batch: usize, rows: &Rows, source: &impl Derivatives) {
        let derivatives = &mut self.derivatives[..rows.len()];
        source.derive(rows.clone(), derivatives);
        let first = batch * BATCH;
        let groups = columns.groups.iter().skip(first).take(BATCH);
        for (number, group) in groups.enumerate() {
            let lanes = number * GROUP..number * GROUP + group.width;
            let sums = &mut self.sums[lanes.clone()];
            let counts = self.counts.get_mut(lanes).unwrap_or_default();
            match group.width {
                1 => add_wide::<1>(group, rows, derivatives, sums, counts),
                2 => add_wide::<2>(group, rows, derivatives, sums, counts),
                3 => add_wide::<3>(group, rows, derivatives, sums, counts),
                4 => add_wide::<4>(group, rows, derivatives, sums, counts),
                5 => add_wide::<5>(group, rows, derivatives, sums, counts),
                6 => add_wide::<6>(group, rows, derivatives, sums, counts),
                7 => add_wide::<7>(group, rows, derivatives, sums, counts),
                _ => add_wide::<GROUP>(group, rows, derivatives, sums, counts),
            }
        }
    }

    /// Writes the sums of a batch of groups to a histogram.
    pub fn write(&self, columns: &Columns, batch: usize, histogram: &mut Histogram) {
        for (lane, feature) in columns.batch(batch).enumerate() {
            let feature = columns.features[feature];
            let (start, bins) = (feature.start, feature.all_bins());
            histogram.sums[start..start + bins].copy_from_slice(&self.sums[lane][..bins]);
            if self.counts_rows {
                histogram.counts[start..start + bins].copy_from_slice(&self.counts[lane][..bins]);
            }
        }
    }
}

/// Adds up rows for a group of `W` features. Without `counts`, no rows are counted.
#[inline(never)]
fn add_wide<const W: usize>(
    group: &Group,
    rows: &Rows,
    derivatives: &[Sums],
    sums: &mut [[Sums; 256]],
    counts: &mut [[u32; 256]],
) {
    let (cells, _) = group.cells.as_chunks::<W>();
    let Some(sums) = sums.first_chunk_mut::<W>() else {
        return;
    };
    let mut counts = counts.first_chunk_mut::<W>();
    match rows {
        Rows::Range(range) => add_cells(&cells[range.clone()], derivatives, sums, &mut counts),
        Rows::Listed(rows) => {
            let mut gathered = [[0; W]; GATHERED];
            let blocks = rows.chunks(GATHERED).zip(derivatives.chunks(GATHERED));
            for (rows, derivatives) in blocks {
                for (into, row) in gathered.iter_mut().zip(rows) {
                    *into = cells[*row as usize];
                }
                add_cells(&gathered[..rows.len()], derivatives, sums, &mut counts);
            }
        }
    }
}

/// Adds up rows that follow each other.
#[inline(always)]
fn add_cells<const W: usize>(
    cells: &[[u8; W]],
    derivatives: &[Sums],
    sums: &mut [[Sums; 256]; W],
    counts: &mut Option<&mut [[u32; 256]; W]>,
) {
    let rows = cells.iter().zip(derivatives);
    match counts {
        None => rows.for_each(|(bins, pair)| add_pair(sums, bins, pair)),
        Some(counts) => rows.for_each(|(bins, pair)| add_counted(sums, counts, bins, pair)),
    }
}

#[inline(always)]
fn add_pair<const W: usize>(sums: &mut [[Sums; 256]; W], bins: &[u8; W], pair: &Sums) {
    for lane in 0..W {
        let sums = &mut sums[lane][usize::from(bins[lane])];
        sums[0] += pair[0];
        sums[1] += pair[1];
    }
}

#[inline(always)]
fn add_counted<const W: usize>(
    sums: &mut [[Sums; 256]; W],
    counts: &mut [[u32; 256]; W],
    bins: &[u8; W],
    pair: &Sums,
) {
    for lane in 0..W {
        let bin = usize::from(bins[lane]);
        let sums = &mut sums[lane][bin];
        sums[0] += pair[0];
        sums[1] += pair[1];
        counts[lane][bin] += 1;
    }
}
