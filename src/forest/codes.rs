//! Rank codes: each value becomes its place among its column's sorted distinct values.
//!
//! Splits depend on the order of values alone, so a forest sorts the floats once and works on
//! small integers from then on.

use super::Matrix;

/// The columns of a matrix as rank codes.
pub(super) struct Codes {
    columns: Vec<Column>,
}

pub(super) struct Column {
    /// One code per row.
    pub codes: Vec<u32>,
    /// The value of each code, strictly ascending.
    values: Vec<f64>,
}

impl Codes {
    /// O(columns × rows × log rows).
    pub fn new(matrix: &Matrix) -> Self {
        Self {
            columns: matrix.columns().iter().map(|c| Column::new(c)).collect(),
        }
    }

    pub fn column(&self, feature: u32) -> &Column {
        &self.columns[feature as usize]
    }

    pub fn features(&self) -> u32 {
        self.columns.len() as u32
    }
}

impl Column {
    fn new(column: &[f64]) -> Self {
        // Adding zero turns -0.0 into 0.0 and changes nothing else, so that equal values are equal bits.
        let mut order: Vec<(f64, u32)> = column.iter().map(|x| x + 0.0).zip(0..).collect();
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut codes = vec![0; column.len()];
        let mut values: Vec<f64> = Vec::new();
        for (value, row) in order {
            if values.last() != Some(&value) {
                values.push(value);
            }
            codes[row as usize] = (values.len() - 1) as u32;
        }
        Self { codes, values }
    }

    /// The number that separates values at or below `low` from values at or above `high`.
    pub fn threshold(&self, low: u32, high: u32) -> f64 {
        midpoint(self.values[low as usize], self.values[high as usize])
    }
}

/// The middle of `low < high`, or `low` where rounding leaves no number that is at least `low` and
/// less than `high`. Halves are added because the sum of two large numbers could overflow.
fn midpoint(low: f64, high: f64) -> f64 {
    let middle = low / 2.0 + high / 2.0 + 0.0;
    if low <= middle && middle < high {
        middle
    } else {
        low
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, midpoint};

    #[test]
    fn codes_follow_the_order_of_values() {
        let column = Column::new(&[3.0, -1.0, 0.0, -0.0, 3.0, -1e300]);
        assert_eq!(column.codes, [3, 1, 2, 2, 3, 0]);
        assert_eq!(column.values, [-1e300, -1.0, 0.0, 3.0]);
        assert_eq!(column.threshold(2, 3), 1.5);
    }

    #[test]
    fn a_midpoint_separates_its_ends() {
        let tiny = f64::from_bits(1);
        let pairs = [
            (1.0, 1.0f64.next_up()),
            (1.0f64.next_down(), 1.0),
            (-1.0, -1.0f64.next_down().abs().next_down()),
            (-f64::MAX, f64::MAX),
            (f64::MAX.next_down(), f64::MAX),
            (0.0, tiny),
            (-tiny, 0.0),
            (tiny, 2.0 * tiny),
            (3.0 * tiny, 4.0 * tiny),
            (5.0 * tiny, 6.0 * tiny),
        ];
        for (low, high) in pairs {
            let middle = midpoint(low, high);
            assert!(
                low <= middle && middle < high,
                "{low:e} {middle:e} {high:e}"
            );
        }
        assert_eq!(midpoint(1.0, 2.0), 1.5);
    }
}
