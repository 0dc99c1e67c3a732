//! Rank codes: replaces each value by its position among its column's sorted distinct values.
//!
//! Splits depend on the order of values alone, so a forest sorts the floats once and then works on small integers. A
//! missing value gets the highest code.

use serde::{Deserialize, Serialize};

use super::bootstrap::SampleRow;
use super::packed_numbers;
use super::sort::ascending;

/// A column as rank codes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct CodedColumn {
    /// One per row.
    pub codes: Codes,
    /// The smallest value of each code, ascending.
    #[serde(with = "packed_numbers")]
    pub values: Vec<f64>,
    /// The largest value of each code. Empty without bins, where each code has one value.
    #[serde(with = "packed_numbers")]
    pub tops: Vec<f64>,
    pub has_missing: bool,
    /// The number of codes with values.
    pub distinct: u32,
}

/// A column as trees need it that grow elsewhere, which name thresholds by codes. It reads as a [`CodedColumn`] without
/// values.
#[derive(Serialize)]
pub(super) struct ColumnToGrow<'a> {
    codes: &'a Codes,
    #[serde(with = "packed_numbers")]
    values: &'a [f64],
    #[serde(with = "packed_numbers")]
    tops: &'a [f64],
    has_missing: bool,
    distinct: u32,
}

/// One code per row, in the smallest integers that hold the largest code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Codes {
    U8(#[serde(with = "packed_numbers")] Vec<u8>),
    U16(#[serde(with = "packed_numbers")] Vec<u16>),
    U32(#[serde(with = "packed_numbers")] Vec<u32>),
}

/// Runs the body with `$name` bound to the vector of codes, for each width of integers.
macro_rules! with_codes {
    ($codes:expr, $name:ident => $body:expr) => {
        match $codes {
            $crate::codes::Codes::U8($name) => $body,
            $crate::codes::Codes::U16($name) => $body,
            $crate::codes::Codes::U32($name) => {
                #[allow(clippy::useless_conversion, reason = "narrower codes are converted")]
                let result = $body;
                result
            }
        }
    };
}
pub(super) use with_codes;

impl ColumnToGrow<'_> {
    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        let codes = with_codes!(self.codes, codes => size_of_val(codes.as_slice()));
        (codes + size_of_val(self.values) + size_of_val(self.tops)) as u64
    }
}

impl Codes {
    fn new(codes: Vec<u32>, largest: u32) -> Self {
        if largest <= u32::from(u8::MAX) {
            Self::U8(codes.iter().map(|code| *code as u8).collect())
        } else if largest <= u32::from(u16::MAX) {
            Self::U16(codes.iter().map(|code| *code as u16).collect())
        } else {
            Self::U32(codes)
        }
    }

    /// Makes `copy` the codes at the samples' places, in the memory that it has.
    pub fn copy(&self, samples: &[SampleRow], copy: &mut Self) {
        match (self, copy) {
            (Self::U8(codes), Self::U8(copy)) => gather(codes, samples, copy),
            (Self::U16(codes), Self::U16(copy)) => gather(codes, samples, copy),
            (Self::U32(codes), Self::U32(copy)) => gather(codes, samples, copy),
            _ => unreachable!("a copy is as wide as its column"),
        }
    }

    /// Returns no codes, of this width.
    pub fn none(&self) -> Self {
        match self {
            Self::U8(_) => Self::U8(Vec::new()),
            Self::U16(_) => Self::U16(Vec::new()),
            Self::U32(_) => Self::U32(Vec::new()),
        }
    }

    pub fn get(&self, row: u32) -> u32 {
        with_codes!(self, codes => codes[row as usize].into())
    }
}

impl CodedColumn {
    /// Encodes a column, grouped into at most `max_bins` bins if that is given. O(rows).
    pub fn new(column: &[f64], max_bins: Option<u32>) -> Self {
        // Adding zero turns -0.0 into 0.0 and changes nothing else, so that equal values have equal bits.
        let order: Vec<(f64, u32)> = ascending(column)
            .into_iter()
            .map(|row| (column[row as usize] + 0.0, row))
            .collect();
        let present = order.partition_point(|(value, _)| !value.is_nan());
        let distinct = order[..present].chunk_by(|a, b| a.0 == b.0).count();
        let bins = max_bins
            .map(|bins| bins as usize)
            .filter(|bins| distinct > *bins);
        let mut codes = vec![0; column.len()];
        let (mut values, mut tops) = (Vec::new(), Vec::new());
        let (mut place, mut bin) = (0, 0);
        for equal in order[..present].chunk_by(|a, b| a.0 == b.0) {
            // Without bins each distinct value gets a code of its own; with them, each bin holds its share of the rows.
            let bin_here = bins.map_or(place, |bins| place * bins / present);
            let value = equal[0].0;
            match tops.last_mut() {
                Some(top) if bin_here == bin => *top = value,
                _ => {
                    values.push(value);
                    tops.push(value);
                }
            }
            bin = bin_here;
            for (_, row) in equal {
                codes[*row as usize] = (values.len() - 1) as u32;
            }
            place += equal.len();
        }
        let missing = values.len() as u32;
        for (_, row) in &order[present..] {
            codes[*row as usize] = missing;
        }
        let has_missing = present < order.len();
        let largest = (missing + u32::from(has_missing)).saturating_sub(1);
        Self {
            codes: Codes::new(codes, largest),
            distinct: missing,
            values,
            tops: if bins.is_some() { tops } else { Vec::new() },
            has_missing,
        }
    }

    /// Returns the code of a missing value, which is above all others.
    pub fn missing_code(&self) -> u32 {
        self.distinct
    }

    /// Returns the column to send to where trees grow. Random thresholds take its values.
    pub fn to_grow(&self, with_values: bool) -> ColumnToGrow<'_> {
        ColumnToGrow {
            codes: &self.codes,
            values: if with_values { &self.values } else { &[] },
            tops: if with_values { &self.tops } else { &[] },
            has_missing: self.has_missing,
            distinct: self.distinct,
        }
    }

    /// Returns whether each code and a payload of `payload_bits` fit into one 32-bit key, below `u32::MAX`.
    pub fn fits_above(&self, payload_bits: u32) -> bool {
        let codes = u64::from(self.missing_code()) + 1;
        codes << payload_bits <= u64::from(u32::MAX)
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        self.to_grow(true).bytes()
    }

    /// Returns the threshold between the values of code `low` and those of code `high`.
    pub fn threshold(&self, low: u32, high: u32) -> f64 {
        // `high` is the missing code: every value goes left.
        let Some(above) = self.values.get(high as usize) else {
            return f64::MAX;
        };
        let below = self
            .tops
            .get(low as usize)
            .unwrap_or(&self.values[low as usize]);
        midpoint(*below, *above)
    }
}

fn gather<T: Copy>(codes: &[T], samples: &[SampleRow], copy: &mut Vec<T>) {
    copy.clear();
    copy.extend(samples.iter().map(|sample| codes[sample.place as usize]));
}

/// Returns the middle of `low < high`, or `low` where the middle is rounded out of `low..high`. Adds halves, since the
/// sum of two large numbers could overflow.
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
    use super::{CodedColumn, Codes, midpoint};

    #[test]
    fn codes_follow_the_order_of_values() {
        let column = CodedColumn::new(&[3.0, -1.0, 0.0, -0.0, 3.0, -1e300], None);
        assert_eq!(column.codes, Codes::U8(vec![3, 1, 2, 2, 3, 0]));
        assert_eq!(column.values, [-1e300, -1.0, 0.0, 3.0]);
        assert_eq!(column.threshold(2, 3), 1.5);
        assert!(!column.has_missing);
    }

    #[test]
    fn a_missing_value_has_the_highest_code() {
        let column = CodedColumn::new(&[f64::NAN, 2.0, -f64::NAN, 1.0], None);
        assert_eq!(column.codes, Codes::U8(vec![2, 1, 2, 0]));
        assert_eq!(column.threshold(1, 2), f64::MAX);
        let column = CodedColumn::new(&[f64::NAN; 3], None);
        assert_eq!(column.codes, Codes::U8(vec![0; 3]));
        assert!(column.has_missing && column.values.is_empty());
    }

    #[test]
    fn codes_are_as_narrow_as_they_can_be() {
        let column = |distinct: u32| {
            let values: Vec<f64> = (0..distinct).map(f64::from).collect();
            CodedColumn::new(&values, None).codes
        };
        assert!(matches!(column(256), Codes::U8(_)));
        assert!(matches!(column(257), Codes::U16(_)));
        assert!(matches!(column(65_536), Codes::U16(_)));
        assert!(matches!(column(65_537), Codes::U32(_)));
        assert_eq!(column(65_537).get(65_536), 65_536);
    }

    #[test]
    fn bins_hold_as_many_rows_each() {
        let values: Vec<f64> = (0..1000).map(f64::from).collect();
        let column = CodedColumn::new(&values, Some(4));
        assert_eq!(column.values, [0.0, 250.0, 500.0, 750.0]);
        assert_eq!(column.tops, [249.0, 499.0, 749.0, 999.0]);
        assert_eq!(column.threshold(0, 1), 249.5);
        // Equal values stay together, and few distinct values need no bins.
        let column = CodedColumn::new(&[1.0, 1.0, 1.0, 1.0, 2.0, 3.0], Some(2));
        assert_eq!(column.values, [1.0, 2.0]);
        assert_eq!(column.tops, [1.0, 3.0]);
        assert!(CodedColumn::new(&[1.0, 2.0], Some(2)).tops.is_empty());
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
