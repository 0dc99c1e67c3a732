//! Typing: each column's texts become values of the kind that was chosen for it, or that all rows propose.

use polars::prelude::Column;

use crate::api::columns::{BadLine, BadLines, ColumnKind};
use crate::api::error::StageError;
use crate::api::recipe::{Load, OnBadLines};
use crate::pipeline::table::shorten;
use crate::pipeline::types::{Reading, cast, infer, texts};

/// Of a table.
const LISTED_AT_MOST: usize = 1000;

/// Reads a column of texts; `rows` are the rows' numbers in the file. What cannot be read is missing and listed, or
/// the error. O(rows).
pub fn read_column(
    column: &Column,
    rows: &[u32],
    load: &Load,
    bad_lines: &mut BadLines,
) -> Result<(Column, ColumnKind), StageError> {
    let name = column.name();
    let reading = Reading::new(load);
    let texts = texts(column);
    let chosen = load.kinds.get(name.as_str()).copied();
    let kind = chosen.unwrap_or_else(|| infer(&mut texts.iter().map(|cell| reading.read(cell))));
    let cast = cast(name, kind, &mut texts.iter().map(|cell| reading.read(cell)));
    let problem = |row: u32, text: &str, refusal: &str| {
        format!(
            "Column {name} holds {} in row {row}, which {refusal}.",
            shorten(text)
        )
    };
    if let (OnBadLines::Error, Some((position, text, refusal))) =
        (load.on_bad_lines, cast.listed.first())
    {
        let row = rows[*position as usize];
        return Err(super::error(
            problem(row, text, refusal),
            "Correct the value, empty the cell, or add the text to what counts as missing.",
        )
        .in_column(name.as_str())
        .at_row(row));
    }
    bad_lines.cells += cast.unreadable;
    for (position, text, refusal) in cast.listed {
        if bad_lines.listed.len() < LISTED_AT_MOST {
            let row = rows[position as usize];
            bad_lines.listed.push(BadLine {
                row,
                column: Some(name.to_string()),
                problem: problem(row, &text, refusal),
            });
        }
    }
    Ok((cast.column, kind))
}
