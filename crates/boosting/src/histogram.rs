//! Sums of gradients and hessians, and counts of rows, by bin.

use std::ops::Range;

use super::columns::{Columns, GROUP, Group};

/// The sums of a bin: gradients and hessians.
pub(super) type Sums = [f64; 2];

/// The derivatives of all rows.
pub(super) enum Gradients {
    /// Where every hessian is 1.
    Alone(Vec<f32>),
    /// Where every hessian is 1 and the gradients are the rows' sums minus targets, which need not be stored twice. They
    /// are narrowed to 32 bits when they are read.
    Differences(Vec<f64>),
    /// Where the gradient is p or p - 1 and the hessian p (1 - p): both sides of 1 - |gradient| are p and 1 - p.
    Shares(Vec<f32>),
    /// Gradient and hessian.
    Pairs(Vec<[f32; 2]>),
}

impl Gradients {
    /// Returns whether every hessian is 1.
    pub fn are_alone(&self) -> bool {
        matches!(self, Self::Alone(_) | Self::Differences(_))
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Alone(gradients) | Self::Shares(gradients) => gradients.len(),
            Self::Differences(differences) => differences.len(),
            Self::Pairs(pairs) => pairs.len(),
        }
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Alone(gradients) | Self::Shares(gradients) => {
                size_of_val(gradients.as_slice()) as u64
            }
            Self::Differences(differences) => size_of_val(differences.as_slice()) as u64,
            Self::Pairs(pairs) => size_of_val(pairs.as_slice()) as u64,
        }
    }
}

/// The rows whose gradients are added up.
#[derive(Clone)]
pub(super) enum RowSet<'a> {
    /// All from one to another.
    Range(Range<usize>),
    /// These, ascending.
    These(&'a [u32]),
}

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
}

impl Accumulator {
    pub fn new() -> Self {
        Self {
            sums: vec![[[0.0; 2]; 256]; GROUP],
            counts: vec![[0; 256]; GROUP],
        }
    }

    /// Adds up the rows for one group of features and writes the sums to the histogram.
    pub fn add(
        &mut self,
        columns: &Columns,
        group: usize,
        rows: RowSet,
        gradients: &Gradients,
        histogram: &mut Histogram,
    ) {
        let cells = &columns.groups[group];
        self.sums.fill([[0.0; 2]; 256]);
        self.counts.fill([0; 256]);
        match cells.width {
            1 => self.add_wide::<1>(cells, rows, gradients),
            2 => self.add_wide::<2>(cells, rows, gradients),
            3 => self.add_wide::<3>(cells, rows, gradients),
            _ => self.add_wide::<GROUP>(cells, rows, gradients),
        }
        for lane in 0..cells.width {
            let feature = columns.features[group * GROUP + lane];
            let (start, bins) = (feature.start, feature.all_bins());
            histogram.sums[start..start + bins].copy_from_slice(&self.sums[lane][..bins]);
            if let Some(counts) = histogram.counts.get_mut(start..start + bins) {
                counts.copy_from_slice(&self.counts[lane][..bins]);
            }
        }
    }

    #[inline(never)]
    fn add_wide<const W: usize>(&mut self, group: &Group, rows: RowSet, gradients: &Gradients) {
        let (cells, _) = group.cells.as_chunks::<W>();
        let (sums, _) = self.sums.as_chunks_mut::<W>();
        let (counts, _) = self.counts.as_chunks_mut::<W>();
        let (Some(sums), Some(counts)) = (sums.first_mut(), counts.first_mut()) else {
            return;
        };
        match (gradients, rows) {
            (Gradients::Alone(gradients), RowSet::Range(range)) => {
                for (bins, gradient) in cells[range.clone()].iter().zip(&gradients[range]) {
                    add_alone(sums, bins, *gradient);
                }
            }
            (Gradients::Alone(gradients), RowSet::These(rows)) => {
                for row in rows {
                    let row = *row as usize;
                    add_alone(sums, &cells[row], gradients[row]);
                }
            }
            (Gradients::Differences(differences), RowSet::Range(range)) => {
                for (bins, difference) in cells[range.clone()].iter().zip(&differences[range]) {
                    add_alone(sums, bins, *difference as f32);
                }
            }
            (Gradients::Differences(differences), RowSet::These(rows)) => {
                for row in rows {
                    let row = *row as usize;
                    add_alone(sums, &cells[row], differences[row] as f32);
                }
            }
            (Gradients::Shares(gradients), RowSet::Range(range)) => {
                for (bins, gradient) in cells[range.clone()].iter().zip(&gradients[range]) {
                    add_pair(sums, counts, bins, with_hessian(*gradient));
                }
            }
            (Gradients::Shares(gradients), RowSet::These(rows)) => {
                for row in rows {
                    let row = *row as usize;
                    add_pair(sums, counts, &cells[row], with_hessian(gradients[row]));
                }
            }
            (Gradients::Pairs(pairs), RowSet::Range(range)) => {
                for (bins, pair) in cells[range.clone()].iter().zip(&pairs[range]) {
                    add_pair(sums, counts, bins, pair.map(f64::from));
                }
            }
            (Gradients::Pairs(pairs), RowSet::These(rows)) => {
                for row in rows {
                    let row = *row as usize;
                    add_pair(sums, counts, &cells[row], pairs[row].map(f64::from));
                }
            }
        }
    }
}

/// In 32 bits: then sums of equal ones are exact, and ties stay ties.
#[inline(always)]
fn with_hessian(gradient: f32) -> [f64; 2] {
    let share = gradient.abs();
    [gradient, share * (1.0 - share)].map(f64::from)
}

#[inline(always)]
fn add_alone<const W: usize>(sums: &mut [[Sums; 256]; W], bins: &[u8; W], gradient: f32) {
    for lane in 0..W {
        let sums = &mut sums[lane][usize::from(bins[lane])];
        sums[0] += f64::from(gradient);
        sums[1] += 1.0;
    }
}

#[inline(always)]
fn add_pair<const W: usize>(
    sums: &mut [[Sums; 256]; W],
    counts: &mut [[u32; 256]; W],
    bins: &[u8; W],
    pair: [f64; 2],
) {
    for lane in 0..W {
        let bin = usize::from(bins[lane]);
        let sums = &mut sums[lane][bin];
        sums[0] += pair[0];
        sums[1] += pair[1];
        counts[lane][bin] += 1;
    }
}
