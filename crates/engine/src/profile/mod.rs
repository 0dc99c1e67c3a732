//! Summarises the columns of a table.

pub mod full;

use std::collections::HashMap;

use grove_recipe::columns::{ColumnKind, ColumnSummary, DataSummary, Histogram};

use crate::load::Loaded;
use crate::load::proposal::propose;
use crate::load::types::{numbers, texts};
use crate::pace::Pace;
use crate::table::Table;
use crate::table::column::{Column, Storage};

/// The number of bars of a number column's histogram.
pub const BINS: usize = 20;
/// The most values in a text column's histogram.
const TOP_VALUES: usize = 8;

/// Summarises a file as it was opened.
pub fn profile(loaded: &Loaded) -> DataSummary {
    DataSummary {
        name: loaded.name.clone(),
        sha256: loaded.sha256.clone(),
        bytes: loaded.bytes as f64,
        memory_bytes: loaded.table.frame.bytes() as f64 + loaded.bytes as f64,
        rows: loaded.table.height(),
        format: loaded.format,
        load: loaded.load.clone(),
        layout: loaded.layout,
        bad_lines: loaded.bad_lines.clone(),
        proposal: propose(&loaded.table, &loaded.columns),
        columns: loaded.columns.clone(),
        notes: loaded.notes.clone(),
    }
}

/// Summarises each column. O(cells · log rows).
pub async fn summaries(table: &Table, pace: &Pace) -> Vec<ColumnSummary> {
    let columns = table.frame.columns();
    let mut summaries = Vec::with_capacity(columns.len());
    for (column, kind) in columns.iter().zip(&table.kinds) {
        pace.breathe(summaries.len() as u32, columns.len() as u32)
            .await;
        summaries.push(summarise(column, *kind));
    }
    summaries
}

/// Summarises one typed column. O(rows · log rows).
pub fn summarise(column: &Column, kind: ColumnKind) -> ColumnSummary {
    let missing = column.null_count() as u32;
    let (distinct, histogram) = if column.storage() == Storage::Texts {
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
    ColumnSummary {
        name: column.name().to_owned(),
        kind,
        unit: None,
        missing,
        distinct,
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

/// Makes equal-width bins over sorted values; one bin if all are equal.
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
    let bins = bins(min, max);
    let mut counts = vec![0; bins];
    for value in values {
        let index = (place_in_bins(value, min, max) as usize).min(bins - 1);
        counts[index] += 1;
    }
    counts
}

/// Returns how many bins there are from `min` to `max`.
pub fn bins(min: f64, max: f64) -> usize {
    if max > min { BINS } else { 1 }
}

/// Returns where a value is among the bins, in bins from `min`. Not a number where there is one bin.
pub fn place_in_bins(value: f64, min: f64, max: f64) -> f64 {
    // Halved, so that the width of the whole range of f64 does not overflow.
    let share = (value / 2.0 - min / 2.0) / (max / 2.0 - min / 2.0);
    share * bins(min, max) as f64
}

/// With fewer rows, consecutive numbers may be anything.
const ROWS_TO_TELL: usize = 10;

const NAMES_OF_NUMBERS: [&str; 7] = ["id", "index", "key", "no", "nr", "row", "number"];

/// Returns whether a column names its rows: words that hardly repeat, or unique numbers under a name that says so.
/// O(rows).
pub fn is_identifier(column: &Column, summary: &ColumnSummary) -> bool {
    let present = column.len() as u32 - summary.missing;
    let unique = present > 1 && summary.distinct == present;
    match summary.kind {
        ColumnKind::Text => words(column) < 2,
        ColumnKind::Integer if unique => {
            let name = column.name().to_lowercase();
            let mut parts = name.split(|c: char| !c.is_alphanumeric());
            parts.any(|part| NAMES_OF_NUMBERS.contains(&part))
        }
        ColumnKind::Category => unique && present > 20,
        _ => false,
    }
}

/// Returns whether a column counts its rows: it may be their number, or the time.
pub fn counts_rows(column: &Column) -> bool {
    let Some(values) = column.integers() else {
        return false;
    };
    let values: Vec<Option<i64>> = values.iter().collect();
    let step =
        |pair: &[Option<i64>]| matches!(pair, [Some(a), Some(b)] if Some(*b) == a.checked_add(1));
    values.len() >= ROWS_TO_TELL && values.windows(2).all(step)
}

/// Returns how many words the texts of a column have on average.
pub fn words(column: &Column) -> usize {
    let (mut words, mut present) = (0, 0);
    for text in texts(column).iter().flatten() {
        words += text.split_whitespace().count();
        present += 1;
    }
    words / present.max(1)
}
