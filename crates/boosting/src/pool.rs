//! The histograms of the leaves that can still be split.

use std::ops::Range;

use super::histogram::Histogram;

/// The most bytes of kept histograms. Where there are more leaves, those of later ones are summed up anew from the rows.
/// The same on every platform, since it decides how sums are rounded.
const MOST_BYTES: usize = 192 << 20;

/// Histograms, reused from tree to tree.
pub(super) struct Pool {
    bins: usize,
    constant_hessian: bool,
    histograms: Vec<Histogram>,
    free: Vec<usize>,
    /// How many of this tree were given back early.
    early: usize,
    /// How many may be kept.
    pub most: usize,
}

impl Pool {
    /// `bins` is the number of bins of all features.
    pub fn new(bins: usize, constant_hessian: bool) -> Self {
        let width = 20 * bins.max(1);
        Self {
            bins,
            constant_hessian,
            histograms: Vec::new(),
            free: Vec::new(),
            early: 0,
            most: (MOST_BYTES / width).max(2),
        }
    }

    /// Returns the place of a histogram whose content is of no meaning.
    pub fn take(&mut self) -> usize {
        self.free.pop().unwrap_or_else(|| {
            let histogram = Histogram::new(self.bins, self.constant_hessian);
            self.histograms.push(histogram);
            self.histograms.len() - 1
        })
    }

    /// Takes a histogram back.
    pub fn give(&mut self, place: usize) {
        self.free.push(place);
    }

    /// Takes a histogram back that no node needs, of a leaf that is one to the end. It still counts as kept, so that giving
    /// it back does not decide which others are kept, and so how their sums are rounded.
    pub fn give_early(&mut self, place: usize) {
        self.early += 1;
        self.give(place);
    }

    /// Begins a tree.
    pub fn begin(&mut self) {
        self.early = 0;
    }

    /// Returns whether as many count as kept as may be.
    pub fn is_full(&self) -> bool {
        self.histograms.len() - self.free.len() + self.early > self.most
    }

    pub fn get(&self, place: usize) -> &Histogram {
        &self.histograms[place]
    }

    pub fn get_mut(&mut self, place: usize) -> &mut Histogram {
        &mut self.histograms[place]
    }

    /// Returns one or two histograms.
    pub fn several(&mut self, places: &[usize]) -> Vec<&mut Histogram> {
        match *places {
            [one] => vec![&mut self.histograms[one]],
            [one, other] => {
                let both = self.histograms.get_disjoint_mut([one, other]);
                both.map(Vec::from).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Subtracts some bins of the histogram at `taken` from those of the one at `place`.
    pub fn subtract(&mut self, place: usize, taken: usize, bins: Range<usize>) {
        if let Ok([from, taken]) = self.histograms.get_disjoint_mut([place, taken]) {
            taken.subtract_from(from, bins);
        }
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        let width = if self.constant_hessian { 16 } else { 20 };
        (self.histograms.len() * self.bins * width) as u64
    }
}
