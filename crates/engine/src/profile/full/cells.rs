//! A column's values in a form that is fast to sort and count: numbers become 64-bit integers in the same order.

use polars::prelude::{Float64Chunked, Int32Chunked, Int64Chunked, StringChunked};

use crate::load::types::{day, moment};
use crate::table::column::{Cells, Column};

/// The values of a whole column.
pub enum ProfiledCells {
    /// For numbers and dates.
    Numbers(NumberKeys),
    /// For all other kinds.
    Texts(StringChunked),
}

/// Numbers as 64-bit keys in the same order.
pub enum NumberKeys {
    /// Whole numbers.
    Whole(Int64Chunked),
    /// Dates.
    Days(Int32Chunked),
    /// Dates with times.
    Moments(Int64Chunked),
    /// Decimals; those that are not finite count as missing.
    Real(Float64Chunked),
}

/// What a key or a whole number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A decimal.
    Real,
    /// A whole number.
    Whole,
    /// Days since 1970-01-01.
    Day,
    /// Milliseconds since 1970-01-01.
    Moment,
}

const MILLISECONDS_A_DAY: f64 = 86_400_000.0;
const SIGN: u64 = 1 << 63;

impl ProfiledCells {
    /// Shares the cells of a column.
    pub fn new(column: &Column) -> Self {
        ProfiledCells::Numbers(match column.cells() {
            Cells::Texts(cells) => return ProfiledCells::Texts(cells.clone()),
            Cells::Integers(cells) => NumberKeys::Whole(cells.clone()),
            Cells::Days(cells) => NumberKeys::Days(cells.clone()),
            Cells::Moments(cells) => NumberKeys::Moments(cells.clone()),
            Cells::Decimals(cells) => NumberKeys::Real(cells.clone()),
        })
    }
}

impl NumberKeys {
    /// Returns the number of rows, including those without a value.
    pub fn rows(&self) -> usize {
        match self {
            NumberKeys::Whole(values) | NumberKeys::Moments(values) => values.len(),
            NumberKeys::Days(values) => values.len(),
            NumberKeys::Real(values) => values.len(),
        }
    }

    /// Returns what the keys stand for.
    pub fn meaning(&self) -> Meaning {
        match self {
            NumberKeys::Whole(_) => Meaning::Whole,
            NumberKeys::Days(_) => Meaning::Day,
            NumberKeys::Moments(_) => Meaning::Moment,
            NumberKeys::Real(_) => Meaning::Real,
        }
    }

    /// Calls `tell` with the key of each of these rows in order; `None` for a missing value.
    pub fn each(&self, from: usize, to: usize, mut tell: impl FnMut(Option<u64>)) {
        let (offset, length) = (from as i64, to - from);
        let key = |value: i64| value as u64 ^ SIGN;
        match self {
            NumberKeys::Whole(values) | NumberKeys::Moments(values) => {
                let values = values.slice(offset, length);
                values.iter().for_each(|value| tell(value.map(key)));
            }
            NumberKeys::Days(values) => {
                let values = values.slice(offset, length);
                values
                    .iter()
                    .for_each(|value| tell(value.map(|value| key(value.into()))));
            }
            NumberKeys::Real(values) => {
                let values = values.slice(offset, length);
                let finite = |value: &f64| value.is_finite();
                values
                    .iter()
                    .for_each(|value| tell(value.filter(finite).map(key_of)));
            }
        }
    }
}

/// Returns the key of a finite number; −0 and 0 have the same.
fn key_of(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

impl Meaning {
    /// Returns the number of a key; dates in days since 1970-01-01.
    pub fn value(self, key: u64) -> f64 {
        match self {
            Meaning::Real => f64::from_bits(if key & SIGN == 0 { !key } else { key ^ SIGN }),
            Meaning::Whole | Meaning::Day => (key ^ SIGN) as i64 as f64,
            Meaning::Moment => (key ^ SIGN) as i64 as f64 / MILLISECONDS_A_DAY,
        }
    }

    /// Returns the value of a key as tables show it.
    pub fn text(self, key: u64) -> String {
        let whole = (key ^ SIGN) as i64;
        let date = match self {
            Meaning::Day => i32::try_from(whole)
                .ok()
                .and_then(day)
                .map(|day| day.to_string()),
            Meaning::Moment => {
                moment(whole).map(|moment| moment.format("%Y-%m-%d %H:%M:%S%.f").to_string())
            }
            Meaning::Real => return self.value(key).to_string(),
            Meaning::Whole => None,
        };
        date.unwrap_or_else(|| whole.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_order_and_value() {
        let values = [
            f64::MIN,
            -1.5,
            -f64::MIN_POSITIVE,
            0.0,
            5e-324,
            1.0,
            f64::MAX,
        ];
        let keys = values.map(key_of);
        assert!(keys.is_sorted());
        assert_eq!(keys.map(|key| Meaning::Real.value(key)), values);
        assert_eq!(key_of(-0.0), key_of(0.0));
        let (low, high) = (i64::MIN as u64 ^ SIGN, i64::MAX as u64 ^ SIGN);
        assert!(low < high);
        assert_eq!(Meaning::Whole.text(high), "9223372036854775807");
        assert_eq!(Meaning::Day.text(SIGN), "1970-01-01");
    }
}
