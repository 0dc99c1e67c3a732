//! The bins of all rows, one byte a cell, with up to eight features side by side.

use std::ops::Range;

use super::binning::{FeatureBins, MISSING};

/// How many features lie side by side: their bins are read at once.
pub(super) const GROUP: usize = 8;

/// How many groups are summed up together: their sums stay in the cache, and the derivatives of the rows are computed
/// once for all of them.
pub(super) const BATCH: usize = 8;

/// The bins of the rows that are learned from. A missing value has the number after the last bin of its feature.
pub(super) struct Columns {
    pub rows: usize,
    /// Groups of [`GROUP`] features, the last one of the rest.
    pub groups: Vec<Group>,
    /// By feature.
    pub features: Vec<BinnedFeature>,
}

/// Some features side by side, row after row.
pub(super) struct Group {
    pub width: usize,
    pub cells: Vec<u8>,
}

/// What a split search needs to know of a feature.
#[derive(Clone, Copy, Debug)]
pub(super) struct BinnedFeature {
    /// The number of bins, without that of missing values.
    pub bins: usize,
    /// Whether a row has a missing value.
    pub has_missing: bool,
    pub categorical: bool,
    /// A monotonic constraint: 1, -1, or 0 for none.
    pub direction: i8,
    /// The place of its first bin in a histogram.
    pub start: usize,
}

impl BinnedFeature {
    /// Returns the number of bins, with that of missing values if it has any.
    pub fn all_bins(&self) -> usize {
        self.bins + usize::from(self.has_missing)
    }
}

impl Columns {
    pub fn new(rows: usize) -> Self {
        Self {
            rows,
            groups: Vec::new(),
            features: Vec::new(),
        }
    }

    /// Adds the next of `features` features. O(rows × log bins).
    pub fn push(
        &mut self,
        bins: &FeatureBins,
        values: impl Iterator<Item = f64>,
        features: usize,
        direction: i8,
    ) {
        let feature = self.features.len();
        let lane = feature % GROUP;
        if lane == 0 {
            let width = GROUP.min(features - feature);
            self.groups.push(Group {
                width,
                cells: vec![0; width * self.rows],
            });
        }
        let count = bins.len();
        let mut has_missing = false;
        if let Some(group) = self.groups.last_mut() {
            for (row, value) in group.cells.chunks_exact_mut(group.width).zip(values) {
                let bin = bins.bin(value);
                has_missing |= bin == MISSING;
                row[lane] = if bin == MISSING { count as u8 } else { bin };
            }
        }
        let start = self.bins();
        self.features.push(BinnedFeature {
            bins: count,
            has_missing,
            categorical: matches!(bins, FeatureBins::Categories { .. }),
            direction,
            start,
        });
    }

    /// Returns the number of bins of all features, with those of missing values.
    pub fn bins(&self) -> usize {
        let last = self.features.last();
        last.map_or(0, |last| last.start + last.all_bins())
    }

    /// Returns how many batches of groups there are.
    pub fn batches(&self) -> usize {
        self.groups.len().div_ceil(BATCH)
    }

    /// Returns the features of a batch.
    pub fn batch(&self, batch: usize) -> Range<usize> {
        let first = batch * BATCH * GROUP;
        first..self.features.len().min(first + BATCH * GROUP)
    }

    /// Returns the places in a histogram of the bins of a batch.
    pub fn batch_bins(&self, batch: usize) -> Range<usize> {
        let features = &self.features[self.batch(batch)];
        let end = features
            .last()
            .map_or(0, |last| last.start + last.all_bins());
        features.first().map_or(end, |first| first.start)..end
    }

    /// Writes what the histograms of some rows need.
    pub fn write(&self, rows: Range<usize>, bytes: &mut Vec<u8>) {
        bytes.extend((self.features.len() as u32).to_le_bytes());
        for feature in &self.features {
            bytes.extend([feature.bins as u8, u8::from(feature.has_missing)]);
        }
        for group in &self.groups {
            bytes.extend(&group.cells[rows.start * group.width..rows.end * group.width]);
        }
    }

    /// Reads what was written of this many rows; `None` where that cannot be. Splits cannot be searched in it.
    pub fn read(rows: usize, bytes: &[u8]) -> Option<Self> {
        let mut columns = Self::new(rows);
        let (count, rest) = bytes.split_first_chunk()?;
        let count = u32::from_le_bytes(*count) as usize;
        let (features, mut rest) = rest.split_at_checked(count.checked_mul(2)?)?;
        for feature in features.as_chunks::<2>().0 {
            let start = columns.bins();
            columns.features.push(BinnedFeature {
                bins: usize::from(feature[0]),
                has_missing: feature[1] == 1,
                categorical: false,
                direction: 0,
                start,
            });
        }
        for first in (0..count).step_by(GROUP) {
            let width = GROUP.min(count - first);
            let (cells, after) = rest.split_at_checked(width.checked_mul(rows)?)?;
            columns.groups.push(Group {
                width,
                cells: cells.to_vec(),
            });
            rest = after;
        }
        rest.is_empty().then_some(columns)
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        let cells: usize = self.groups.iter().map(|group| group.cells.len()).sum();
        (cells + size_of_val(self.features.as_slice())) as u64
    }
}
