//! Converts each column's texts to values of the kind that was chosen, or that fits nearly all rows.
//!
//! Why: `docs/decisions/0002-type-columns-at-load.md`.

mod affixed;
mod notes;
mod tally;
mod two_digit_years;
mod values;

use crate::load::types::{infer_text, texts};
use crate::table::column::Column;
use crate::table::shorten;
use grove_recipe::columns::{BadLine, BadLines, ColumnKind, Note};
use grove_recipe::error::StageError;
use grove_recipe::{DateOrder, Load, OnBadLines};

use super::notation::DetectedNotation;
use super::texts::TextColumnFacts;
use super::value::marker::Markers;
use super::value::number::{self, NumberForm};
use tally::{KindReason, Tally};
use values::{ParsedValues, values};

/// How numbers and dates are written in a file.
#[derive(Clone, Copy)]
pub struct Notation {
    pub numbers: NumberForm,
    pub date_order: DateOrder,
}

impl Notation {
    pub fn new(detected: &DetectedNotation) -> Self {
        Self {
            numbers: detected.numbers,
            date_order: detected.date_order,
        }
    }
}

/// A converted column.
pub struct TypedColumn {
    pub column: Column,
    pub kind: ColumnKind,
    pub unit: Option<String>,
    pub notes: Vec<Note>,
    /// The evidence that the file writes this column otherwise than it is read.
    pub contradiction: Option<Note>,
    /// The first cell that does not fit the column's kind, if there are too many for mistakes; or the first decimal
    /// number among whole ones.
    pub misfit: Option<BadLine>,
}

/// Converts a column of texts; `rows` are the rows' numbers in the file. What cannot be converted is missing and
/// listed, or the error. O(rows).
pub fn read_column(
    column: &Column,
    known: &TextColumnFacts,
    rows: &[u32],
    load: &Load,
    forms: Notation,
    bad_lines: &mut BadLines,
) -> Result<TypedColumn, StageError> {
    let name = column.name();
    let cells = texts(column);
    let markers = Markers::new(load);
    let tally = Tally::of(cells.iter().map(|cell| markers.read(cell)), forms, &markers);
    let tolerant = load.on_bad_lines == OnBadLines::Warn;
    let (kind, why) = match load.kinds.get(name) {
        Some(kind) => (*kind, KindReason::Plain),
        None => {
            let other_order = known.order.is_some_and(|order| order != forms.date_order);
            let (kind, why) = tally.kind(tolerant, other_order);
            let as_text = || infer_text(&mut cells.iter().map(|cell| markers.read(cell)));
            let is_text = known.declared == Some(ColumnKind::Text);
            match kind.filter(|kind| is_text && kind.is_number()) {
                Some(_) => (as_text(), KindReason::DeclaredText),
                None => (kind.unwrap_or_else(as_text), why),
            }
        }
    };
    let ParsedValues {
        column,
        refused,
        contradiction,
    } = values(name, kind, cells, forms, &markers);
    let problem = |position: u32, refusal: &str| {
        let text = cells.get(position as usize).unwrap_or_default();
        let text = shorten(text.trim());
        let row = rows[position as usize];
        format!("Column {name} holds {text} in row {row}, which {refusal}.")
    };
    if let (OnBadLines::Error, Some((position, refusal))) = (load.on_bad_lines, refused.first()) {
        return Err(super::error(
            problem(*position, refusal),
            "Correct the value, empty the cell, or add the text to what counts as missing.",
        )
        .in_column(name)
        .at_row(rows[*position as usize]));
    }
    bad_lines.cells += refused.len() as u32;
    for (position, refusal) in &refused {
        bad_lines.list(BadLine {
            row: rows[*position as usize],
            column: Some(name.to_owned()),
            problem: problem(*position, refusal),
        });
    }
    let broken = refused.iter().find(|(position, _)| {
        let text = cells.get(*position as usize).unwrap_or_default().trim();
        kind == ColumnKind::Integer && number::read(text, forms.numbers).is_some()
    });
    let many = tally.are_many(refused.len() as u32);
    let misfit = broken.or(refused.first().filter(|_| many));
    let misfit = misfit.map(|(position, refusal)| BadLine {
        row: rows[*position as usize],
        column: Some(name.to_owned()),
        problem: problem(*position, refusal),
    });
    let about = notes::ColumnReading {
        name,
        kind,
        chosen: load.kinds.contains_key(name),
        cells,
        rows,
        tally: &tally,
        date_order: forms.date_order,
    };
    Ok(TypedColumn {
        column,
        kind,
        unit: tally.unit().filter(|_| kind.is_number()).map(str::to_owned),
        notes: about.notes(&why, &refused),
        contradiction: contradiction.map(|found| about.contradiction(&found)),
        misfit,
    })
}
