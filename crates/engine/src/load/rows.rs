//! Removes rows that are not data, once all rows are read: rows with too few cells, remarks below the table, a row of
//! totals.

use crate::table::shorten;
use grove_recipe::OnBadLines;
use grove_recipe::columns::{BadLine, Note};
use grove_recipe::count::counted;
use grove_recipe::error::StageError;

use super::error;
use super::notation::DetectedNotation;
use super::reading::FileFacts;
use super::texts::{ShortRow, UnreadColumn};
use super::value::marker::is_marker;
use super::value::number::{WrittenNumber, read};

/// Removes rows that are not data. O(short rows × columns + rows).
pub fn drop_non_data_rows(
    read: &mut FileFacts,
    columns: &mut [UnreadColumn],
    notation: &DetectedNotation,
    on_bad_lines: OnBadLines,
) -> Result<(), StageError> {
    let mut kept = vec![true; read.rows.len()];
    let misfits = misfits(&read.short, columns, notation);
    for short in &misfits {
        kept[short.position as usize] = false;
        let row = read.rows[short.position as usize];
        let problem = short.problem(row, columns.len());
        if on_bad_lines == OnBadLines::Error {
            let advice = "Look for a missing delimiter there.";
            return Err(error(problem, advice).at_row(row));
        }
        read.bad_lines.rows += 1;
        read.bad_lines.list(BadLine {
            row,
            column: None,
            problem,
        });
    }
    let (rows, remark) = without_remarks(columns, notation);
    let remarks = kept.len() - rows;
    kept[rows..].fill(false);
    if let Some(remark) = remark {
        let remark = shorten(remark);
        read.notes.push(Note::fact(match remarks {
            1 => format!("The last row holds only {remark} and is not counted as data."),
            _ => format!("The last {remarks} rows hold one text each, first {remark}, and are not counted as data."),
        }));
    }
    let filled = read
        .short
        .iter()
        .filter(|short| kept[short.position as usize])
        .count();
    if filled > 0 {
        let rows = counted(filled as u32, "row has", "rows have");
        read.notes.push(Note::fact(format!(
            "{rows} fewer values than there are columns; the cells at the end are missing."
        )));
    }
    match total(columns, notation, rows) {
        Total::Sums(word) => {
            kept[rows - 1] = false;
            read.notes.push(Note::fact(format!(
                "The last row, “{word}”, holds the sums of the rows above it and is not counted as data."
            )));
        }
        Total::Named(word) => read.notes.push(
            Note::fact(format!(
                "The last row begins with “{word}”, but its numbers are not the sums of those above; it is read as a row. If it is a total, filter it out in Clean."
            ))
            .in_doubt(),
        ),
        Total::None => {}
    }
    if kept.iter().all(|kept| *kept) {
        return Ok(());
    }
    columns
        .iter_mut()
        .for_each(|column| column.cells.keep(&kept));
    let mut kept = kept.into_iter();
    read.rows.retain(|_| kept.next().unwrap_or(true));
    Ok(())
}

/// Finds short rows with a text where their column has numbers: a delimiter is missing before it.
fn misfits(
    short: &[ShortRow],
    columns: &[UnreadColumn],
    notation: &DetectedNotation,
) -> Vec<ShortRow> {
    let misfit = |row: &&ShortRow| {
        (0..row.length as usize).any(|place| {
            let cell = columns[place].cells.get(row.position as usize);
            let numeric = notation.numeric.get(place).copied().unwrap_or(false);
            numeric
                && cell.is_some_and(|cell| {
                    let cell = cell.trim();
                    !is_marker(cell) && read(cell, notation.numbers).is_none()
                })
        })
    };
    short.iter().filter(misfit).copied().collect()
}

enum Total {
    None,
    /// Its name says so.
    Named(String),
    /// Its numbers are the sums of those above.
    Sums(String),
}

/// Returns how many rows precede the remarks below a table, and the first remark: each is alone in the first cell of
/// its row, such as `Source: …`, while every other row has more values and no other row lacks a number. O(rows) if the
/// last row may be one.
fn without_remarks<'c>(
    columns: &'c [UnreadColumn],
    notation: &DetectedNotation,
) -> (usize, Option<&'c str>) {
    const REMARKS: usize = 20;
    let all = columns.first().map_or(0, |column| column.cells.len());
    let lone = |row: usize| {
        let (first, others) = columns.split_first()?;
        let text = filled(first, row)?;
        let alone = others.iter().all(|column| filled(column, row).is_none());
        alone.then_some(text)
    };
    let lone_remark = |row: usize| lone(row).filter(|text| is_remark(text));
    let first = (all.saturating_sub(REMARKS)..all)
        .rev()
        .take_while(|row| lone_remark(*row).is_some())
        .last();
    let Some(first) = first.filter(|first| columns.len() > 1 && *first > all - first) else {
        return (all, None);
    };
    // Otherwise a remark could be a row of the table.
    let whole = columns
        .iter()
        .zip(&notation.numeric)
        .any(|(column, numeric)| *numeric && (0..first).all(|row| filled(column, row).is_some()));
    match whole && (0..first).all(|row| lone(row).is_none()) {
        true => (first, lone(first)),
        false => (all, None),
    }
}

/// Returns a cell without the spaces around it, unless it is then empty.
fn filled(column: &UnreadColumn, row: usize) -> Option<&str> {
    let cell = column.cells.get(row)?.trim();
    (!cell.is_empty()).then_some(cell)
}

/// Returns whether a text is a remark on a table: a name would be shorter, without such marks.
fn is_remark(text: &str) -> bool {
    const LONG: usize = 60;
    text.contains(": ")
        || text.ends_with(':')
        || text.starts_with(['*', '†', '(', '['])
        || text.chars().count() > LONG
}

/// Returns whether the last of these rows is one of totals.
fn total(columns: &[UnreadColumn], notation: &DetectedNotation, rows: usize) -> Total {
    /// With fewer rows, an equal sum may be chance.
    const ROWS: usize = 3;
    const WORDS: [&str; 14] = [
        "total",
        "totals",
        "grand total",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "insgesamt",
        "somme",
        "suma",
        "totale",
        "total general",
        "total général",
        "all",
    ];
    if rows <= ROWS {
        return Total::None;
    }
    let last = columns.iter().find_map(|column| filled(column, rows - 1));
    let Some(word) = last else {
        return Total::None;
    };
    let plain = word.to_lowercase();
    let plain = plain.trim_end_matches([':', '.', ' ']);
    if !WORDS.contains(&plain) {
        return Total::None;
    }
    let value = |cell: Option<&str>| {
        let number = read(cell?.trim(), notation.numbers)?;
        Some(WrittenNumber::value(number))
    };
    let (mut sums, mut others) = (0, 0);
    for (column, numeric) in columns.iter().zip(&notation.numeric) {
        let cells = &column.cells;
        let Some(said) = value(cells.get(rows - 1)).filter(|_| *numeric) else {
            continue;
        };
        let sum: f64 = cells.every(1).take(rows - 1).filter_map(value).sum();
        let near = (sum - said).abs() <= 1e-6 * sum.abs().max(1.0);
        sums += u32::from(near);
        others += u32::from(!near);
    }
    // If the word occurs above as well, it is a value.
    let again = columns.iter().any(|column| {
        let cells = &column.cells;
        let mut above = cells.every(1).take(rows - 1).flatten();
        above.any(|cell| cell.trim() == word)
    });
    match (sums, others) {
        (1.., 0) if !again => Total::Sums(word.to_owned()),
        _ if !again => Total::Named(word.to_owned()),
        _ => Total::None,
    }
}
