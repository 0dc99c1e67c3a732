//! A column of a table: a name, and cells of one type.
//!
//! Why: `docs/decisions/0003-tables-in-polars-and-parquet.md`.

use std::sync::Arc;

use polars::prelude::{
    ChunkTake, Float64Chunked, Int32Chunked, Int64Chunked, NewChunkedArray, StringChunked,
    StringChunkedBuilder,
};

use grove_recipe::columns::ColumnKind;

/// Cells of one type under a name. A clone shares them.
///
/// polars stores the cells. Its own `Series` and `DataFrame` would link every operation on every type that polars knows.
#[derive(Clone, Debug)]
pub struct Column {
    name: Arc<str>,
    cells: Cells,
}

/// The cells of a column in the order of its rows, in one piece; `None` where a value is missing.
#[derive(Clone, Debug)]
pub enum Cells {
    /// Whole numbers.
    Integers(Int64Chunked),
    /// Floating-point numbers.
    Decimals(Float64Chunked),
    /// Days since 1970-01-01.
    Days(Int32Chunked),
    /// Milliseconds since 1970-01-01.
    Moments(Int64Chunked),
    /// Texts.
    Texts(StringChunked),
}

/// The type of a column's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// See [`Cells::Integers`].
    Integers,
    /// See [`Cells::Decimals`].
    Decimals,
    /// See [`Cells::Days`].
    Days,
    /// See [`Cells::Moments`].
    Moments,
    /// See [`Cells::Texts`].
    Texts,
}

/// Returns how values of a kind are stored.
pub fn storage(kind: ColumnKind) -> Storage {
    match kind {
        ColumnKind::Integer => Storage::Integers,
        ColumnKind::Decimal => Storage::Decimals,
        ColumnKind::Date => Storage::Days,
        ColumnKind::DateTime => Storage::Moments,
        ColumnKind::Boolean
        | ColumnKind::Category
        | ColumnKind::Text
        | ColumnKind::Identifier
        | ColumnKind::Empty => Storage::Texts,
    }
}

impl Column {
    /// Puts cells under a name.
    pub fn new(name: impl Into<Arc<str>>, cells: Cells) -> Self {
        let name = name.into();
        Self { name, cells }
    }

    /// Makes a column of whole numbers.
    pub fn of_integers(
        name: impl Into<Arc<str>>,
        cells: impl IntoIterator<Item = Option<i64>>,
    ) -> Self {
        let cells = Int64Chunked::from_iter_options("".into(), cells.into_iter());
        Self::new(name, Cells::Integers(cells))
    }

    /// Makes a column of floating-point numbers.
    pub fn of_decimals(
        name: impl Into<Arc<str>>,
        cells: impl IntoIterator<Item = Option<f64>>,
    ) -> Self {
        let cells = Float64Chunked::from_iter_options("".into(), cells.into_iter());
        Self::new(name, Cells::Decimals(cells))
    }

    /// Makes a column of days since 1970-01-01.
    pub fn of_days(
        name: impl Into<Arc<str>>,
        cells: impl IntoIterator<Item = Option<i32>>,
    ) -> Self {
        let cells = Int32Chunked::from_iter_options("".into(), cells.into_iter());
        Self::new(name, Cells::Days(cells))
    }

    /// Makes a column of milliseconds since 1970-01-01.
    pub fn of_moments(
        name: impl Into<Arc<str>>,
        cells: impl IntoIterator<Item = Option<i64>>,
    ) -> Self {
        let cells = Int64Chunked::from_iter_options("".into(), cells.into_iter());
        Self::new(name, Cells::Moments(cells))
    }

    /// Makes a column of texts.
    pub fn of_texts<T: AsRef<str>>(
        name: impl Into<Arc<str>>,
        cells: impl IntoIterator<Item = Option<T>>,
    ) -> Self {
        let cells = cells.into_iter();
        let mut builder = StringChunkedBuilder::new("".into(), cells.size_hint().0);
        cells.for_each(|cell| builder.append_option(cell));
        Self::new(name, Cells::Texts(builder.finish()))
    }

    /// Makes a column without rows for values of a kind.
    pub fn empty(name: &str, kind: ColumnKind) -> Self {
        match storage(kind) {
            Storage::Integers => Self::of_integers(name, []),
            Storage::Decimals => Self::of_decimals(name, []),
            Storage::Days => Self::of_days(name, []),
            Storage::Moments => Self::of_moments(name, []),
            Storage::Texts => Self::of_texts::<&str>(name, []),
        }
    }

    /// Returns the column's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the name for others to keep.
    pub(super) fn shared_name(&self) -> Arc<str> {
        self.name.clone()
    }

    /// Gives the column another name.
    pub fn rename(&mut self, name: &str) {
        self.name = name.into();
    }

    /// Returns the cells.
    pub fn cells(&self) -> &Cells {
        &self.cells
    }

    /// Returns the type of the cells.
    pub fn storage(&self) -> Storage {
        match self.cells {
            Cells::Integers(_) => Storage::Integers,
            Cells::Decimals(_) => Storage::Decimals,
            Cells::Days(_) => Storage::Days,
            Cells::Moments(_) => Storage::Moments,
            Cells::Texts(_) => Storage::Texts,
        }
    }

    /// Returns the cells of a column of whole numbers.
    pub fn integers(&self) -> Option<&Int64Chunked> {
        match &self.cells {
            Cells::Integers(cells) => Some(cells),
            _ => None,
        }
    }

    /// Returns the cells of a column of floating-point numbers.
    pub fn decimals(&self) -> Option<&Float64Chunked> {
        match &self.cells {
            Cells::Decimals(cells) => Some(cells),
            _ => None,
        }
    }

    /// Returns the cells of a column of dates.
    pub fn days(&self) -> Option<&Int32Chunked> {
        match &self.cells {
            Cells::Days(cells) => Some(cells),
            _ => None,
        }
    }

    /// Returns the cells of a column of dates with times.
    pub fn moments(&self) -> Option<&Int64Chunked> {
        match &self.cells {
            Cells::Moments(cells) => Some(cells),
            _ => None,
        }
    }

    /// Returns the cells of a column of texts.
    pub fn texts(&self) -> Option<&StringChunked> {
        match &self.cells {
            Cells::Texts(cells) => Some(cells),
            _ => None,
        }
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        match &self.cells {
            Cells::Integers(cells) | Cells::Moments(cells) => cells.len(),
            Cells::Decimals(cells) => cells.len(),
            Cells::Days(cells) => cells.len(),
            Cells::Texts(cells) => cells.len(),
        }
    }

    /// Says whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of rows without a value.
    pub fn null_count(&self) -> usize {
        match &self.cells {
            Cells::Integers(cells) | Cells::Moments(cells) => cells.null_count(),
            Cells::Decimals(cells) => cells.null_count(),
            Cells::Days(cells) => cells.null_count(),
            Cells::Texts(cells) => cells.null_count(),
        }
    }

    /// Says for each row whether it has a value. O(rows).
    pub fn present(&self) -> Vec<bool> {
        match &self.cells {
            Cells::Integers(cells) | Cells::Moments(cells) => {
                cells.iter().map(|cell| cell.is_some()).collect()
            }
            Cells::Decimals(cells) => cells.iter().map(|cell| cell.is_some()).collect(),
            Cells::Days(cells) => cells.iter().map(|cell| cell.is_some()).collect(),
            Cells::Texts(cells) => cells.iter().map(|cell| cell.is_some()).collect(),
        }
    }

    /// Returns the rows at these positions in their order. O(positions).
    ///
    /// # Panics
    /// Where a position is beyond the last row.
    pub fn take(&self, positions: &[u32]) -> Self {
        const WITHIN: &str = "positions are within the column";
        let cells = match &self.cells {
            Cells::Integers(cells) => Cells::Integers(cells.take(positions).expect(WITHIN)),
            Cells::Decimals(cells) => Cells::Decimals(cells.take(positions).expect(WITHIN)),
            Cells::Days(cells) => Cells::Days(cells.take(positions).expect(WITHIN)),
            Cells::Moments(cells) => Cells::Moments(cells.take(positions).expect(WITHIN)),
            Cells::Texts(cells) => Cells::Texts(cells.take(positions).expect(WITHIN)),
        };
        Self::new(self.name.clone(), cells)
    }

    /// Returns so many rows from one on. The cells are shared.
    pub fn slice(&self, from: usize, rows: usize) -> Self {
        let from = from as i64;
        let cells = match &self.cells {
            Cells::Integers(cells) => Cells::Integers(cells.slice(from, rows)),
            Cells::Decimals(cells) => Cells::Decimals(cells.slice(from, rows)),
            Cells::Days(cells) => Cells::Days(cells.slice(from, rows)),
            Cells::Moments(cells) => Cells::Moments(cells.slice(from, rows)),
            Cells::Texts(cells) => Cells::Texts(cells.slice(from, rows)),
        };
        Self::new(self.name.clone(), cells)
    }

    /// Returns the bytes that the cells take in memory.
    pub fn bytes(&self) -> usize {
        /// A bit for each row where a value is missing.
        macro_rules! numbers {
            ($cells:expr, $cell:ty) => {{
                let parts = $cells.downcast_iter().map(|part| {
                    let present = part.validity().map_or(0, |bits| bits.as_slice().0.len());
                    part.len() * size_of::<$cell>() + present
                });
                parts.sum()
            }};
        }
        match &self.cells {
            Cells::Integers(cells) | Cells::Moments(cells) => numbers!(cells, i64),
            Cells::Decimals(cells) => numbers!(cells, f64),
            Cells::Days(cells) => numbers!(cells, i32),
            Cells::Texts(cells) => bytes_of(cells),
        }
    }
}

/// Returns the bytes of all texts together.
pub fn bytes_of(texts: &StringChunked) -> usize {
    texts
        .downcast_iter()
        .map(|part| part.total_bytes_len())
        .sum()
}

/// Equal names, types and cells; a missing value equals another, NaN none.
impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && match (&self.cells, &other.cells) {
                (Cells::Integers(a), Cells::Integers(b))
                | (Cells::Moments(a), Cells::Moments(b)) => a.iter().eq(b.iter()),
                (Cells::Decimals(a), Cells::Decimals(b)) => a.iter().eq(b.iter()),
                (Cells::Days(a), Cells::Days(b)) => a.iter().eq(b.iter()),
                (Cells::Texts(a), Cells::Texts(b)) => a.iter().eq(b.iter()),
                _ => false,
            }
    }
}
