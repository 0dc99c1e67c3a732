//! Infers a column's type from its texts, and converts them.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};
use polars::prelude::StringChunked;

use crate::table::column::{Cells, Column};
use grove_recipe::columns::ColumnKind;

/// Returns the texts of a column of `load`.
pub fn texts(column: &Column) -> &StringChunked {
    column.texts().expect("a loaded table holds text alone")
}

/// Returns whether texts are categories or free text, whatever else they look like. O(rows).
pub fn infer_text(values: &mut dyn Iterator<Item = Option<&str>>) -> ColumnKind {
    let mut repetition = Repetition::default();
    values.flatten().for_each(|value| repetition.see(value));
    repetition.kind()
}

/// How often texts repeat.
#[derive(Default)]
struct Repetition<'a> {
    present: usize,
    distinct: HashSet<&'a str>,
}

impl<'a> Repetition<'a> {
    fn see(&mut self, value: &'a str) {
        self.present += 1;
        self.distinct.insert(value);
    }

    fn kind(&self) -> ColumnKind {
        /// Texts are categories if a value has at least this many rows on average.
        const ROWS_PER_VALUE: usize = 2;
        /// Texts are also categories if there are at most this many different values.
        const FEW_VALUES: usize = 20;
        let distinct = self.distinct.len();
        match distinct {
            0 => ColumnKind::Empty,
            _ if distinct <= FEW_VALUES || distinct * ROWS_PER_VALUE <= self.present => {
                ColumnKind::Category
            }
            _ => ColumnKind::Text,
        }
    }
}

/// A converted column.
pub struct Cast {
    /// In the storage type of its kind; what could not be converted is null.
    pub column: Column,
    /// How many values could not be converted.
    pub unreadable: u32,
    /// The first of them: position, and what is wrong with it.
    pub listed: Vec<(u32, &'static str)>,
}

/// The most values that are listed.
const LISTED_AT_MOST: usize = 100;

/// Converts texts to a kind. What cannot be converted becomes null and is reported. O(rows).
pub fn cast(name: &str, kind: ColumnKind, values: &mut dyn Iterator<Item = Option<&str>>) -> Cast {
    let mut unreadable = 0;
    let mut listed = Vec::new();
    let mut position = 0;
    // Counts rows and records refused values, for every type.
    let mut tell = |value: Option<&str>, refusal: Option<&'static str>| {
        if let (Some(_), Some(refusal)) = (value, refusal) {
            unreadable += 1;
            if listed.len() < LISTED_AT_MOST {
                listed.push((position, refusal));
            }
        }
        position += 1;
    };
    let column = match kind {
        ColumnKind::Integer => {
            let cells = collect(values, whole, |_| "is not a whole number", &mut tell);
            Column::of_integers(name, cells)
        }
        ColumnKind::Decimal => {
            let cells = collect(values, finite, not_finite, &mut tell);
            Column::of_decimals(name, cells)
        }
        ColumnKind::Date => {
            let days = |v: &str| date(v).map(|d| d.num_days_from_ce() - EPOCH_DAY);
            let cells = collect(values, days, |_| "is not a date", &mut tell);
            Column::of_days(name, cells)
        }
        ColumnKind::DateTime => {
            let milliseconds = |v: &str| {
                let midnight = || date(v).and_then(|d| d.and_hms_opt(0, 0, 0));
                Some(date_time(v).or_else(midnight)?.and_utc().timestamp_millis())
            };
            let why = |_: &str| "is not a date with a time";
            let cells = collect(values, milliseconds, why, &mut tell);
            Column::of_moments(name, cells)
        }
        _ => Column::of_texts(name, values),
    };
    Cast {
        column,
        unreadable,
        listed,
    }
}

/// Converts each value; `why` says what is wrong with one that cannot be converted.
fn collect<'t, N>(
    values: &mut dyn Iterator<Item = Option<&'t str>>,
    read: impl Fn(&str) -> Option<N>,
    why: impl Fn(&str) -> &'static str,
    tell: &mut dyn FnMut(Option<&str>, Option<&'static str>),
) -> Vec<Option<N>> {
    values
        .map(|value| {
            let cell = value.and_then(&read);
            let refusal = if cell.is_none() {
                value.map(&why)
            } else {
                None
            };
            tell(value, refusal);
            cell
        })
        .collect()
}

/// 1970-01-01 in days of the common era.
pub const EPOCH_DAY: i32 = 719_163;

/// Returns which pair of words a truth value belongs to, and whether it is the true one.
pub fn truth(value: &str) -> Option<(u8, bool)> {
    const PAIRS: [(&str, &str); 4] = [("true", "false"), ("yes", "no"), ("t", "f"), ("y", "n")];
    PAIRS.iter().zip(0..).find_map(|((yes, no), pair)| {
        if value.eq_ignore_ascii_case(yes) {
            Some((pair, true))
        } else if value.eq_ignore_ascii_case(no) {
            Some((pair, false))
        } else {
            None
        }
    })
}

/// Returns whether it has leading zeros (postcodes, article numbers): these are names, not quantities.
fn has_leading_zero(value: &str) -> bool {
    let digits = value.trim_start_matches(['+', '-']).as_bytes();
    matches!(digits, [b'0', b'0'..=b'9', ..])
}

fn whole(value: &str) -> Option<i64> {
    if has_leading_zero(value) {
        None
    } else {
        value.trim().parse().ok()
    }
}

/// Parses a number, which may be infinite; not "NaN".
fn number(value: &str) -> Option<f64> {
    if has_leading_zero(value) {
        return None;
    }
    value.trim().parse::<f64>().ok().filter(|v| !v.is_nan())
}

fn finite(value: &str) -> Option<f64> {
    number(value).filter(|v| v.is_finite())
}

fn not_finite(value: &str) -> &'static str {
    match number(value) {
        None => "is not a number",
        Some(_) if value.contains(|c: char| c.is_ascii_digit()) => {
            "is too large for a 64-bit number"
        }
        Some(_) => "is infinite",
    }
}

/// Reads `2024-12-31`, `2024/12/31` or `31.12.2024`; `None` for other texts and years outside 1 to 9999.
pub fn date(value: &str) -> Option<NaiveDate> {
    const FORMATS: [&str; 3] = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y"];
    // Rules out most texts before chrono, which is slower.
    if !value.starts_with(|c: char| c.is_ascii_digit()) || value.len() > 12 {
        return None;
    }
    FORMATS
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(value, format).ok())
        .filter(sane)
}

/// Reads a date, `T` or a space, and a time; one with a zone becomes UTC. `None` for other texts.
pub fn date_time(value: &str) -> Option<NaiveDateTime> {
    const FORMATS: [&str; 4] = [
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M",
    ];
    if !value.starts_with(|c: char| c.is_ascii_digit()) || value.len() > 40 {
        return None;
    }
    let local = value.strip_suffix('Z').unwrap_or(value);
    FORMATS
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(local, format).ok())
        .or_else(|| {
            DateTime::parse_from_rfc3339(value)
                .ok()
                .map(|t| t.naive_utc())
        })
        .filter(|t| sane(&t.date()))
}

/// Checks for a year of four digits; anything else is a number with dashes.
fn sane(date: &NaiveDate) -> bool {
    (1..=9999).contains(&date.year())
}

/// Writes a cell as text: numbers in their shortest form, dates in ISO 8601. `None` is a missing value.
pub fn cell_text(column: &Column, index: usize) -> Option<String> {
    if index >= column.len() {
        return None;
    }
    match column.cells() {
        Cells::Texts(cells) => cells.get(index).map(str::to_owned),
        Cells::Integers(cells) => Some(cells.get(index)?.to_string()),
        Cells::Decimals(cells) => Some(cells.get(index)?.to_string()),
        Cells::Days(cells) => Some(day(cells.get(index)?)?.to_string()),
        Cells::Moments(cells) => {
            let moment = moment(cells.get(index)?)?;
            Some(moment.format("%Y-%m-%d %H:%M:%S%.f").to_string())
        }
    }
}

/// Returns the date of a day counted from 1970-01-01.
pub fn day(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(EPOCH_DAY)?)
}

/// Returns the moment of a millisecond counted from 1970-01-01.
pub fn moment(milliseconds: i64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp_millis(milliseconds).map(|t| t.naive_utc())
}

/// Returns the values of a number column; dates as days and date-times as fractional days since 1970-01-01. Text
/// columns have none.
pub fn numbers(column: &Column) -> Vec<Option<f64>> {
    const DAY: f64 = 86_400_000.0;
    match column.cells() {
        Cells::Integers(cells) => cells.iter().map(|v| v.map(|v| v as f64)).collect(),
        Cells::Decimals(cells) => cells.iter().collect(),
        Cells::Days(cells) => cells.iter().map(|v| v.map(f64::from)).collect(),
        Cells::Moments(cells) => cells.iter().map(|v| v.map(|v| v as f64 / DAY)).collect(),
        Cells::Texts(_) => vec![None; column.len()],
    }
}
