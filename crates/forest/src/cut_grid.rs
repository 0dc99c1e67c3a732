//! Encodes the values of new rows: a value's code is the number of its feature's cuts that it is above.

use std::hint::select_unpredictable;

use super::model::ForestParts;

/// How many values are searched at once, so that their reads of memory overlap.
const LANES: usize = 8;

/// A code in the smallest integer that fits all features.
pub(super) trait CutCode: Copy + Ord + TryFrom<u32> {
    /// The code of a missing value: the largest.
    const MISSING: Self;

    /// Adds 1 if `one`; the largest wraps to 0.
    fn plus(self, one: bool) -> Self;
}

impl CutCode for u16 {
    const MISSING: Self = Self::MAX;

    fn plus(self, one: bool) -> Self {
        self.wrapping_add(Self::from(one))
    }
}

impl CutCode for u32 {
    const MISSING: Self = Self::MAX;

    fn plus(self, one: bool) -> Self {
        self.wrapping_add(Self::from(one))
    }
}

/// Returns whether this type holds the codes of every feature.
pub(super) fn fits<C: CutCode>(parts: &ForestParts) -> bool {
    let most = parts.cuts.iter().map(Vec::len).max().unwrap_or(0);
    u32::try_from(most).is_ok_and(|most| C::try_from(most).is_ok_and(|most| most < C::MISSING))
}

/// Converts a number of cuts to a code. The caller has checked that it [`fits`].
pub(super) fn code<C: CutCode>(above: u32) -> C {
    C::try_from(above).unwrap_or(C::MISSING)
}

/// An index of a feature's cuts: cells of equal width, each with the range of cuts to search for a value in it.
pub(super) struct CutGrid<'a> {
    cuts: &'a [f64],
    low: f64,
    /// Cells per unit of value.
    scale: f64,
    /// By cell: the least number of cuts that a value in it is above.
    least: Vec<u32>,
    /// How many more it can be above, in any cell.
    more: usize,
}

impl<'a> CutGrid<'a> {
    /// Builds an index for encoding `values` values. O(cuts), or O(1) for few values, which do not repay an index.
    pub fn new(cuts: &'a [f64], values: usize) -> Self {
        let mut grid = Self {
            cuts,
            low: 0.0,
            scale: 0.0,
            least: vec![0],
            more: cuts.len(),
        };
        // The last cut is left out: it can be `f64::MAX`, which separates present from missing values.
        if let [low, .., high, _] = *cuts
            && values >= cuts.len() / 8
        {
            let cells = cuts.len() / 2;
            grid.low = low;
            grid.scale = cells as f64 / (high - low);
            grid.least = vec![0; cells];
            grid.count();
        }
        grid
    }

    fn count(&mut self) {
        for cut in self.cuts {
            let cell = self.cell(*cut);
            self.least[cell] += 1;
        }
        let more = self.least.iter().copied().max().unwrap_or(0);
        // Keeps each search within the list.
        let last = self.cuts.len() as u32 - more;
        let mut below = 0;
        for least in &mut self.least {
            let here = *least;
            *least = last.min(below);
            below += here;
        }
        self.more = more as usize;
    }

    /// Returns the cell of a value. It is monotonic in the value, whatever is rounded.
    fn cell(&self, value: f64) -> usize {
        (((value - self.low) * self.scale) as usize).min(self.least.len() - 1)
    }

    /// Encodes values. O(log cuts) for each; less, the more evenly the cuts are spread.
    pub fn encode<C: CutCode>(&self, values: &[f64], codes: &mut [C]) {
        for (values, codes) in values.chunks(LANES).zip(codes.chunks_mut(LANES)) {
            self.encode_few(values, codes);
        }
    }

    /// Encodes at most `LANES` values by binary searches in lockstep.
    fn encode_few<C: CutCode>(&self, values: &[f64], codes: &mut [C]) {
        let mut lanes = [f64::NAN; LANES];
        lanes[..values.len()].copy_from_slice(values);
        let mut above = lanes.map(|value| self.least[self.cell(value)] as usize);
        let mut rest = self.more;
        while rest > 0 {
            // Each comparison halves the cuts that can still be below the value.
            let half = rest.div_ceil(2);
            for lane in 0..LANES {
                let past = self.cuts[above[lane] + half - 1] < lanes[lane];
                above[lane] = select_unpredictable(past, above[lane] + half, above[lane]);
            }
            rest -= half;
        }
        for ((to, above), value) in codes.iter_mut().zip(above).zip(values) {
            *to = match value.is_nan() {
                true => C::MISSING,
                false => code(above as u32),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CutCode, CutGrid};

    /// Checks the codes of the cuts and of what is next to them, whether or not the grid pays.
    fn check(cuts: &[f64]) {
        let near = cuts
            .iter()
            .flat_map(|cut| [cut.next_down(), *cut, cut.next_up()]);
        let far = [f64::NEG_INFINITY, -1.0, 0.0, 1.0, f64::INFINITY, f64::NAN];
        let values: Vec<f64> = near.chain(far).collect();
        let above = |value: &f64| match value.is_nan() {
            true => u16::MISSING,
            false => cuts.partition_point(|cut| cut < value) as u16,
        };
        let expected: Vec<u16> = values.iter().map(above).collect();
        for count in [0, values.len()] {
            let mut codes = vec![0; values.len()];
            CutGrid::new(cuts, count).encode(&values, &mut codes);
            assert_eq!(codes, expected, "{cuts:?}");
        }
    }

    #[test]
    fn codes_count_the_cuts_below_a_value() {
        let even: Vec<f64> = (0..1000).map(|cut| f64::from(cut) - 300.0).collect();
        let steep: Vec<f64> = (0..600).map(|cut| 3.0f64.powi(cut - 300)).collect();
        let close: Vec<f64> = (0..100).map(|cut| f64::from_bits(cut + 1)).collect();
        for cuts in [even, steep, close] {
            for length in [0, 1, 2, 3, 4, 5, 50, cuts.len()] {
                check(&cuts[..length]);
                let mut missing = cuts[..length].to_vec();
                missing.push(f64::MAX);
                check(&missing);
                missing.insert(0, f64::MIN);
                check(&missing);
            }
        }
    }
}
