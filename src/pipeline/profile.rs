//! Profile: what a table's columns hold, and what Grove would do with them.

use std::collections::HashMap;

use polars::prelude::{Column, DataType};

use crate::api::columns::{ColumnKind, ColumnSummary, DataSummary, Histogram, Proposal};

use super::load::Loaded;
use super::table::Table;
use super::types::{numbers, texts};

/// Bars of a number column's histogram.
pub const BINS: usize = 20;
/// Values named in a text column's histogram.
const TOP_VALUES: usize = 8;

/// Summarises a file as it was opened. O(cells · log rows).
pub fn profile(loaded: &Loaded) -> DataSummary {
    let columns = summaries(&loaded.table);
    DataSummary {
        name: loaded.name.clone(),
        sha256: loaded.sha256.clone(),
        bytes: loaded.bytes as f64,
        rows: loaded.table.height(),
        delimiter: char::from(loaded.delimiter),
        reading: loaded.reading.clone(),
        bad_lines: loaded.bad_lines.clone(),
        proposal: propose(&columns),
        columns,
        notes: loaded.notes.clone(),
    }
}

/// Summarises each column. O(cells · log rows).
pub fn summaries(table: &Table) -> Vec<ColumnSummary> {
    let columns = table.frame.columns().iter().zip(&table.kinds);
    columns.map(|(c, kind)| summarise(c, *kind)).collect()
}

/// Summarises one typed column. O(rows · log rows).
pub fn summarise(column: &Column, kind: ColumnKind) -> ColumnSummary {
    let missing = column.null_count() as u32;
    let (distinct, histogram) = if column.dtype() == &DataType::String {
        count_texts(column)
    } else {
        let mut values: Vec<f64> = numbers(column).into_iter().flatten().collect();
        values.sort_unstable_by(f64::total_cmp);
        let distinct = 1 + values.windows(2).filter(|pair| pair[0] != pair[1]).count();
        let distinct = if values.is_empty() {
            0
        } else {
            distinct as u32
        };
        (distinct, histogram(&values))
    };
    let present = column.len() as u32 - missing;
    ColumnSummary {
        name: column.name().to_string(),
        kind,
        missing,
        distinct,
        identifier: is_identifier(column, kind, present, distinct),
        histogram,
    }
}

fn count_texts(column: &Column) -> (u32, Histogram) {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for value in texts(column).iter().flatten() {
        *counts.entry(value).or_default() += 1;
    }
    let distinct = counts.len() as u32;
    let total: u32 = counts.values().sum();
    let mut counts: Vec<(&str, u32)> = counts.into_iter().collect();
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts.truncate(TOP_VALUES);
    let named: u32 = counts.iter().map(|(_, count)| count).sum();
    let top: Vec<(String, u32)> = counts
        .into_iter()
        .map(|(v, count)| (v.to_owned(), count))
        .collect();
    if top.is_empty() {
        return (0, Histogram::None);
    }
    (
        distinct,
        Histogram::Values {
            top,
            other: total - named,
        },
    )
}

/// Equal-width bins over sorted values; one bin where all are equal.
fn histogram(sorted: &[f64]) -> Histogram {
    let (Some(&min), Some(&max)) = (sorted.first(), sorted.last()) else {
        return Histogram::None;
    };
    Histogram::Numbers {
        min,
        max,
        counts: bin(sorted.iter().copied(), min, max),
    }
}

/// Counts values in [`BINS`] equal-width bins from `min` to `max`, the last one closed; one bin where they are equal.
pub fn bin(values: impl Iterator<Item = f64>, min: f64, max: f64) -> Vec<u32> {
    let bins = if max > min { BINS } else { 1 };
    let mut counts = vec![0; bins];
    for value in values {
        // Halved, so that the width of the whole range of f64 does not overflow.
        let share = (value / 2.0 - min / 2.0) / (max / 2.0 - min / 2.0);
        let index = ((share * bins as f64) as usize).min(bins - 1);
        counts[index] += 1;
    }
    counts
}

/// Whether a column seems to name its rows: text that hardly repeats, a running number, or unique values under a
/// name that says so.
fn is_identifier(column: &Column, kind: ColumnKind, present: u32, distinct: u32) -> bool {
    let unique = present > 1 && distinct == present;
    match kind {
        ColumnKind::Text => true,
        ColumnKind::Integer if unique => {
            let name = column.name().to_lowercase();
            let named = ["id", "index", "key", "no", "nr", "row", "number"]
                .iter()
                .any(|word| {
                    name.split(|c: char| !c.is_alphanumeric())
                        .any(|part| part == *word)
                });
            let values = numbers(column);
            let step = |pair: &[Option<f64>]| matches!(pair, [Some(a), Some(b)] if *b == a + 1.0);
            named || (values.len() > 2 && values.windows(2).all(step))
        }
        ColumnKind::Category => unique && present > 20,
        _ => false,
    }
}

/// Proposes a target by its name, else the last column that could be one; and leaves out identifiers and what
/// holds nothing.
fn propose(columns: &[ColumnSummary]) -> Proposal {
    const NAMES: [&str; 8] = [
        "target",
        "label",
        "class",
        "outcome",
        "response",
        "diagnosis",
        "result",
        "y",
    ];
    let usable = |c: &&ColumnSummary| !c.identifier && c.distinct > 1 && !c.kind.is_date();
    let named = |name: &&str| {
        columns
            .iter()
            .filter(usable)
            .find(|c| c.name.eq_ignore_ascii_case(name))
    };
    let target = NAMES
        .iter()
        .find_map(named)
        .or_else(|| columns.iter().rev().find(usable))
        .or(columns.last())
        .map(|c| c.name.clone())
        .unwrap_or_default();
    let leave_out = columns
        .iter()
        .filter(|c| c.name != target && (c.identifier || c.distinct == 0))
        .map(|c| c.name.clone())
        .collect();
    Proposal { target, leave_out }
}
