//! A reading beside the right one.

use grove_engine::load::Loaded;
use grove_recipe::columns::ColumnKind;
use serde_json::Value;

use super::case::{Column, Reading};

/// Cells that are shown of a column.
const SHOWN: usize = 4;

/// All that is not as it should be, one line each.
pub fn differences(reading: &Reading, loaded: &Loaded) -> Vec<String> {
    let mut differences = Vec::new();
    let rows = loaded.table.height() as usize;
    if rows != reading.rows {
        differences.push(format!("{rows} rows, not {}", reading.rows));
    }
    let expected: Vec<&str> = reading.columns.iter().map(|c| c.name.as_str()).collect();
    let there: Vec<&str> = loaded
        .columns
        .iter()
        .filter(|c| !(reading.empty && c.kind == ColumnKind::Empty))
        .map(|c| c.name.as_str())
        .collect();
    if there != expected {
        differences.push(format!("columns {there:?}, not {expected:?}"));
    }
    for column in &reading.columns {
        differences.extend(column_differs(column, loaded));
    }
    differences.extend(untold(reading, loaded));
    differences
}

fn column_differs(column: &Column, loaded: &Loaded) -> Option<String> {
    let place = loaded.columns.iter().position(|c| c.name == column.name)?;
    let summary = &loaded.columns[place];
    let kind = name(summary.kind);
    if !column.kinds().contains(&kind.as_str()) {
        let start: Vec<String> = loaded
            .table
            .page(0, SHOWN as u32)
            .into_iter()
            .map(|row| shown(row.cells[place].as_deref()))
            .collect();
        return Some(format!(
            "{}: {kind} ({} …), not {}",
            column.name,
            start.join(", "),
            column.kinds().join(" or ")
        ));
    }
    let mut wrong = Vec::new();
    for (row, cell) in column.cells() {
        let page = loaded.table.page(row as u32, 1);
        let found = page.first().and_then(|row| row.cells[place].clone());
        if !same(cell, found.as_deref(), summary.kind) {
            wrong.push(format!("[{row}] {}, not {cell}", shown(found.as_deref())));
        }
    }
    if let Some(missing) = column.missing.filter(|missing| *missing != summary.missing) {
        wrong.push(format!("{} missing, not {missing}", summary.missing));
    }
    let more = wrong.len().saturating_sub(SHOWN);
    wrong.truncate(SHOWN);
    if more > 0 {
        wrong.push(format!("{more} more"));
    }
    (!wrong.is_empty()).then(|| format!("{} ({kind}): {}", column.name, wrong.join("; ")))
}

fn name(kind: ColumnKind) -> String {
    let name = serde_json::to_value(kind).unwrap_or_default();
    name.as_str().unwrap_or_default().to_owned()
}

fn shown(cell: Option<&str>) -> String {
    cell.map_or("missing".to_owned(), |text| format!("{text:?}"))
}

fn same(expected: &Value, found: Option<&str>, kind: ColumnKind) -> bool {
    match (expected, found) {
        (Value::Null, found) => found.is_none(),
        (_, None) => false,
        (Value::Number(number), Some(text)) if kind.is_number() => {
            text.parse::<f64>().ok() == number.as_f64()
        }
        (Value::String(expected), Some(text)) => expected == text,
        (Value::Number(number), Some(text)) => number.to_string() == text,
        _ => false,
    }
}

/// What the notes should say and do not.
fn untold(reading: &Reading, loaded: &Loaded) -> Vec<String> {
    let notes = loaded.notes.iter().map(|note| note.to_string());
    let listed = loaded
        .bad_lines
        .listed
        .iter()
        .map(|bad| bad.problem.clone());
    let told: String = notes
        .chain(listed)
        .collect::<Vec<_>>()
        .join("\n")
        .to_lowercase();
    let mut untold = Vec::new();
    for words in &reading.told {
        // Any of several words will do.
        if !words.split('|').any(|word| told.contains(word)) || told.is_empty() {
            untold.push(format!("no note says {words:?}"));
        }
    }
    let doubt = loaded.notes.iter().any(|note| note.doubt);
    match reading.doubt {
        Some(true) if !doubt => untold.push("no note says a doubt".to_owned()),
        Some(false) if doubt => untold.push("a note says a doubt where there is none".to_owned()),
        _ => {}
    }
    untold
}
