//! Writes a table as Parquet: its columns, and last the number of each row in the source file.

use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series as Stored};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Series, SeriesValues, free_name, read, write};
use crate::table::{Table, storage};
use grove_recipe::columns::ColumnKind;

impl Table {
    /// Writes the table. The same table gives the same bytes. O(cells).
    pub fn to_parquet(&self) -> Vec<u8> {
        let names = self
            .frame
            .columns()
            .iter()
            .map(|column| column.name().as_str());
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
            serde_json::from_str(&note).map_err(|_| "it does not say what its columns are")?;
        let Some(SeriesValues::Counts(rows)) = columns.pop().map(|column| column.cells) else {
            return Err("it does not say which rows it has".into());
        };
        if columns.len() != kinds.len() {
            return Err("it has other columns than it says".into());
        }
        let columns = columns.into_iter().zip(&kinds);
        let columns: Vec<Column> = columns
            .map(|(column, kind)| stored(column, *kind))
            .collect::<Result<_, _>>()?;
        let frame = DataFrame::new(rows.len(), columns).map_err(|error| error.to_string())?;
        Ok(Self { frame, kinds, rows })
    }
}

fn series(column: &Column) -> Series {
    const AS_STORED: &str = "columns are stored by their kinds";
    let physical = column.to_physical_repr();
    let cells = match column.dtype() {
        DataType::Int64 => {
            SeriesValues::Integers(physical.i64().expect(AS_STORED).iter().collect())
        }
        DataType::Float64 => {
            SeriesValues::Decimals(physical.f64().expect(AS_STORED).iter().collect())
        }
        DataType::Date => SeriesValues::Days(physical.i32().expect(AS_STORED).iter().collect()),
        DataType::Datetime(..) => {
            SeriesValues::Moments(physical.i64().expect(AS_STORED).iter().collect())
        }
        _ => {
            let texts = physical.str().expect(AS_STORED);
            SeriesValues::Texts(texts.iter().map(|text| text.map(str::to_owned)).collect())
        }
    };
    Series::new(column.name().as_str(), cells)
}

fn stored(column: Series, kind: ColumnKind) -> Result<Column, String> {
    let name = column.name.into();
    let values = match column.cells {
        SeriesValues::Integers(cells) | SeriesValues::Moments(cells) => Stored::new(name, cells),
        SeriesValues::Decimals(cells) => Stored::new(name, cells),
        SeriesValues::Days(cells) => Stored::new(name, cells),
        SeriesValues::Texts(cells) => Stored::new(name, cells),
        SeriesValues::Counts(_) | SeriesValues::Numbers(_) => {
            return Err("a column is of no kind that there is".into());
        }
    };
    let cast = values.cast(&storage(kind));
    Ok(cast.map_err(|error| error.to_string())?.into_column())
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
