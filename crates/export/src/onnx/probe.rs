//! Runs Grove's own code on a few values to get their encodings, so that the graph cannot encode a category differently.

use grove_engine::clean::{Repair, RepairEffect};
use grove_engine::featurize::encoder::FittedColumn;
use grove_engine::load::types::{cast, numbers};
use grove_engine::table::Table;
use grove_engine::table::column::Column;
use grove_engine::table::frame::Frame;
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;

/// Makes a column of texts; `None` is missing.
pub fn texts<'a>(name: &str, values: impl IntoIterator<Item = Option<&'a str>>) -> Column {
    Column::of_texts(name, values)
}

/// Makes a column of numbers; `None` is missing.
pub fn decimals(name: &str, values: impl IntoIterator<Item = Option<f64>>) -> Column {
    Column::of_decimals(name, values)
}

/// Cleans a column by itself.
pub fn cleaned(
    column: Column,
    kind: ColumnKind,
    repairs: &[Repair],
) -> Result<(Column, ColumnKind), StageError> {
    let rows = (1..=column.len() as u32).collect();
    let mut table = Table {
        frame: Frame::new(column.len(), vec![column]).expect("one column"),
        kinds: vec![kind],
        rows,
    };
    for repair in repairs {
        if let RepairEffect::Cells(changed) = repair.effect(&table)? {
            table = changed;
        }
    }
    let column = table.frame.columns()[0].clone();
    Ok((column, table.kinds[0]))
}

/// Encodes each value.
pub fn encoded(fitted: &FittedColumn, column: &Column) -> Vec<Vec<f64>> {
    let block = fitted.apply(column, &mut Vec::new());
    let row = |row: usize| block.iter().map(|feature| feature[row]).collect();
    (0..column.len()).map(row).collect()
}

/// Converts a text that cleaning inserts into a number column.
pub fn number(text: &str, kind: ColumnKind) -> Option<f64> {
    let column = cast("", kind, &mut std::iter::once(Some(text))).column;
    numbers(&column)[0]
}
