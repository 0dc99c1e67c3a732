//! Values of new rows as codes: how many of their feature's cuts they are above.

use std::hint::select_unpredictable;

use super::model::Stored;

/// Values whose cuts are sought side by side, so that none waits for another's memory.
const LANES: usize = 8;

/// How many of a feature's cuts a value is above, in as few bits as all features need. The largest stands for
/// a missing value.
pub(super) trait Code: Copy + Ord + TryFrom<u32> {
    const MISSING: Self;

    /// One more if asked; one more than the largest is 0.
    fn plus(self, one: bool) -> Self;
}

impl Code for u16 {
    const MISSING: Self = Self::MAX;

    fn plus(self, one: bool) -> Self {
        self.wrapping_add(Self::from(one))
    }
}

impl Code for u32 {
    const MISSING: Self = Self::MAX;

    fn plus(self, one: bool) -> Self {
        self.wrapping_add(Self::from(one))
    }
}

/// The largest number of cuts that a code can tell.
pub(super) fn fits<C: Code>(stored: &Stored) -> bool {
    let most = stored.cuts.iter().map(Vec::len).max().unwrap_or(0);
    u32::try_from(most).is_ok_and(|most| C::try_from(most).is_ok_and(|most| most < C::MISSING))
}

pub(super) fn code<C: Code>(above: u32) -> C {
    // `fits` was asked before.
    C::try_from(above).unwrap_or(C::MISSING)
}

/// A feature's cuts under cells of equal width: the cell of a value says near which cuts it is.
pub(super) struct Grid<'a> {
    cuts: &'a [f64],
    low: f64,
    /// Cells for a width of 1.
    scale: f64,
    /// Of each cell: a value in it is above so many cuts at least.
    least: Vec<u32>,
    /// And above so many more at most.
    more: usize,
}

impl<'a> Grid<'a> {
    /// A grid that pays for so many values. O(cuts + cells), or O(1) for few values.
    pub fn new(cuts: &'a [f64], values: usize) -> Self {
        let mut grid = Self {
            cuts,
            low: 0.0,
            scale: 0.0,
            least: vec![0],
            more: cuts.len(),
        };
        // The last cut may be far off: `f64::MAX` parts rows with a value from those without.
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
        // So that no search passes the end.
        let last = self.cuts.len() as u32 - more;
        let mut below = 0;
        for least in &mut self.least {
            let here = *least;
            *least = last.min(below);
            below += here;
        }
        self.more = more as usize;
    }

    /// Never falls from a value to a larger one, however the numbers are rounded.
    fn cell(&self, value: f64) -> usize {
        (((value - self.low) * self.scale) as usize).min(self.least.len() - 1)
    }

    /// The codes of values. O(log cuts) for each; less, the more evenly the cuts are spread.
    pub fn encode<C: Code>(&self, values: &[f64], codes: &mut [C]) {
        for (values, codes) in values.chunks(LANES).zip(codes.chunks_mut(LANES)) {
            self.encode_few(values, codes);
        }
    }

    /// Of at most `LANES` values: binary searches that go step by step together.
    fn encode_few<C: Code>(&self, values: &[f64], codes: &mut [C]) {
        let mut lanes = [f64::NAN; LANES];
        lanes[..values.len()].copy_from_slice(values);
        let mut above = lanes.map(|value| self.least[self.cell(value)] as usize);
        let mut rest = self.more;
        while rest > 0 {
            // So many cuts may still be below the value; an answer halves them.
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
    use super::{Code, Grid};

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
            Grid::new(cuts, count).encode(&values, &mut codes);
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
