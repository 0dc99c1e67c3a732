//! Typing: each column's texts become values of the kind that was chosen for it, or that all rows propose.

use polars::prelude::{Column, IntoColumn, StringChunked};

use crate::api::columns::{BadLine, BadLines, ColumnKind, Note};
use crate::api::error::StageError;
use crate::api::recipe::{Load, OnBadLines};
use crate::pipeline::table::shorten;
use crate::pipeline::types::{Cast, Reading, cast, has_zone, infer, infer_text, texts};

use super::forms::Forms;

/// Of a table.
const LISTED_AT_MOST: usize = 1000;

/// A column read as values.
pub struct Typed {
    pub column: Column,
    pub kind: ColumnKind,
    pub note: Option<Note>,
}

/// Reads a column of texts; `rows` are the rows' numbers in the file, `declared` what the file says of its type. What
/// cannot be read is missing and listed, or the error. O(rows).
pub fn read_column(
    column: &Column,
    declared: Option<ColumnKind>,
    rows: &[u32],
    load: &Load,
    forms: Forms,
    bad_lines: &mut BadLines,
) -> Result<Typed, StageError> {
    let name = column.name();
    let reading = Reading::new(load);
    let original = texts(column);
    let canonical = forms.canonical(original);
    let values = canonical.as_ref().unwrap_or(original);
    let proposed = || match declared {
        Some(ColumnKind::Text) => infer_text(&mut original.iter().map(|cell| reading.read(cell))),
        _ => propose(values, &reading),
    };
    let kind = load
        .kinds
        .get(name.as_str())
        .copied()
        .unwrap_or_else(proposed);
    // Texts stay as they stand in the file.
    let values = if kind.is_number() || kind.is_date() {
        values
    } else {
        original
    };
    let Cast {
        column,
        unreadable,
        listed,
    } = cast(
        name,
        kind,
        &mut values.iter().map(|cell| reading.read(cell)),
    );
    let problem = |row: u32, position: u32, refusal: &str| {
        let text = original.get(position as usize).unwrap_or_default();
        let text = shorten(text.trim());
        format!("Column {name} holds {text} in row {row}, which {refusal}.")
    };
    if let (OnBadLines::Error, Some((position, refusal))) = (load.on_bad_lines, listed.first()) {
        let row = rows[*position as usize];
        return Err(super::error(
            problem(row, *position, refusal),
            "Correct the value, empty the cell, or add the text to what counts as missing.",
        )
        .in_column(name.as_str())
        .at_row(row));
    }
    bad_lines.cells += unreadable;
    for (position, refusal) in listed {
        if bad_lines.listed.len() < LISTED_AT_MOST {
            let row = rows[position as usize];
            bad_lines.listed.push(BadLine {
                row,
                column: Some(name.to_string()),
                problem: problem(row, position, refusal),
            });
        }
    }
    let zones =
        kind == ColumnKind::DateTime && values.iter().flatten().any(|text| has_zone(text.trim()));
    let note = zones.then(|| {
        let text = format!("The times of {name} name a time zone; they are shown in UTC.");
        Note::fact(text).in_column(name.as_str())
    });
    Ok(Typed {
        column: column.into_column(),
        kind,
        note,
    })
}

/// The narrowest kind that all values fit. Times of which only some name a zone cannot be compared, and stay texts.
fn propose(values: &StringChunked, reading: &Reading) -> ColumnKind {
    let mut read = values.iter().map(|cell| reading.read(cell));
    let kind = infer(&mut read);
    if kind == ColumnKind::DateTime {
        let present = || values.iter().filter_map(|cell| reading.read(cell));
        let zoned = present().filter(|text| has_zone(text)).count();
        if zoned > 0 && zoned < present().count() {
            return infer_text(&mut values.iter().map(|cell| reading.read(cell)));
        }
    }
    kind
}
