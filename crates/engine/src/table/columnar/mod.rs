//! Writes columns of equal length as Parquet, and reads them back without losing a bit.
//!
//! Works column by column with the lower layer of the parquet crate: its upper layer needs Arrow, and its rows of
//! fields do not distinguish an empty text from a missing one.

mod page_guard;
mod read;
mod table;
mod thrift;
mod validate;
mod write;

pub use page_guard::{GuardedFile, in_words};
pub use read::read;
pub use validate::FileBounds;
pub use write::write;

/// A named column.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The column's name in the file.
    pub name: String,
    /// A value per row.
    pub cells: SeriesValues,
}

/// The values of a column by their type; `None` is a missing value.
#[derive(Clone, Debug, PartialEq)]
pub enum SeriesValues {
    /// Whole numbers below 2³².
    Counts(Vec<u32>),
    /// Numbers without missing values; NaN is allowed.
    Numbers(Vec<f64>),
    /// Whole numbers of 64 bits.
    Integers(Vec<Option<i64>>),
    /// Numbers of 64 bits; NaN is not a missing value.
    Decimals(Vec<Option<f64>>),
    /// Days since 1970-01-01.
    Days(Vec<Option<i32>>),
    /// Milliseconds since 1970-01-01, without a time zone.
    Moments(Vec<Option<i64>>),
    /// In UTF-8; an empty text is not a missing value.
    Texts(Vec<Option<String>>),
}

impl Series {
    /// Makes a column of this name.
    pub fn new(name: impl Into<String>, cells: SeriesValues) -> Self {
        Self {
            name: name.into(),
            cells,
        }
    }
}

impl SeriesValues {
    /// The number of rows, missing values included.
    pub fn len(&self) -> usize {
        match self {
            SeriesValues::Counts(cells) => cells.len(),
            SeriesValues::Numbers(cells) => cells.len(),
            SeriesValues::Integers(cells) | SeriesValues::Moments(cells) => cells.len(),
            SeriesValues::Decimals(cells) => cells.len(),
            SeriesValues::Days(cells) => cells.len(),
            SeriesValues::Texts(cells) => cells.len(),
        }
    }

    /// Returns whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Returns a name that none of these has: the wished one, with underscores appended until it is free.
pub fn free_name<'n>(wished: &str, taken: impl Iterator<Item = &'n str> + Clone) -> String {
    let mut name = wished.to_owned();
    while taken.clone().any(|other| other == name) {
        name.push('_');
    }
    name
}
