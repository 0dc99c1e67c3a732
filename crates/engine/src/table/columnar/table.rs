//! Writes a table as Parquet: its columns, and last the number of each row in the source file.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Series, SeriesValues, free_name, read, write};
use crate::table::Table;
use crate::table::column::{Cells, Column, storage};
use crate::table::frame::Frame;
use grove_recipe::columns::ColumnKind;

impl Table {
    /// Writes the table. The same table gives the same bytes. O(cells).
    pub fn to_parquet(&self) -> Vec<u8> {
        let names = self.frame.columns().iter().map(Column::name);
        let row = free_name("__row__", names);
        let mut columns: Vec<Series> = self.frame.columns().iter().map(series).collect();
        columns.push(Series::new(row, SeriesValues::Counts(self.rows.clone())));
        let kinds = serde_json::to_string(&self.kinds);
        write(&columns, &kinds.expect("kinds are words"))
    }

    /// Reads the output of [`Table::to_parquet`], bit by bit; `Err` for any other bytes.
    ///
    /// # Errors
    /// A sentence about what is wrong with the bytes.
    pub fn from_parquet(bytes: &[u8]) -> Result<Self, String> {
        let (mut columns, note) = read(bytes)?;
        let kinds: Vec<ColumnKind> =
            serde_json::from_str(&note).map_err(|_| "it does not list its columns")?;
        let Some(SeriesValues::Counts(rows)) = columns.pop().map(|column| column.cells) else {
            return Err("it does not list its rows".into());
        };
        if columns.len() != kinds.len() {
            return Err("its columns are not those that it lists".into());
        }
        let columns = columns.into_iter().zip(&kinds);
        let columns: Vec<Column> = columns
            .map(|(column, kind)| stored(column, *kind))
            .collect::<Result<_, _>>()?;
        let frame = Frame::new(rows.len(), columns)?;
        Ok(Self { frame, kinds, rows })
    }
}

fn series(column: &Column) -> Series {
    let cells = match column.cells() {
        Cells::Integers(cells) => SeriesValues::Integers(cells.iter().collect()),
        Cells::Decimals(cells) => SeriesValues::Decimals(cells.iter().collect()),
        Cells::Days(cells) => SeriesValues::Days(cells.iter().collect()),
        Cells::Moments(cells) => SeriesValues::Moments(cells.iter().collect()),
        Cells::Texts(cells) => {
            SeriesValues::Texts(cells.iter().map(|text| text.map(str::to_owned)).collect())
        }
    };
    Series::new(column.name(), cells)
}

/// A column of the file, which must be stored as its kind is.
fn stored(column: Series, kind: ColumnKind) -> Result<Column, String> {
    let name = column.name;
    let column = match column.cells {
        SeriesValues::Integers(cells) => Column::of_integers(name, cells),
        SeriesValues::Decimals(cells) => Column::of_decimals(name, cells),
        SeriesValues::Days(cells) => Column::of_days(name, cells),
        SeriesValues::Moments(cells) => Column::of_moments(name, cells),
        SeriesValues::Texts(cells) => Column::of_texts(name, cells),
        SeriesValues::Counts(_) | SeriesValues::Numbers(_) => {
            return Err("a column has an unknown type".into());
        }
    };
    if column.storage() != storage(kind) {
        return Err(format!(
            "the column {} does not have the type that is stated",
            column.name()
        ));
    }
    Ok(column)
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.to_parquet())
    }
}

impl<'de> Deserialize<'de> for Table {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(deserializer)?;
        Self::from_parquet(bytes).map_err(D::Error::custom)
    }
}
