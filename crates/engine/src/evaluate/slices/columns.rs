//! Columns as a person reads them: a few values, bins of numbers, missing cells; and conditions on them in words.

use std::collections::BTreeMap;

use grove_recipe::columns::ColumnKind;
use grove_recipe::cut::{CELL, cut};
use grove_recipe::number::{date, significant};

use crate::load::types::{cell_text, numbers};
use crate::table::column::Column;

/// The most bins of numbers.
const BINS: usize = 4;

/// The most values of a column: more cannot each have 2 % of the rows.
const VALUES_AT_MOST: usize = 50;

/// A column whose cells are numbered by what they have in common.
pub struct CodedColumn {
    name: String,
    /// What the codes from 0 on mean.
    meaning: Meaning,
    /// Of each row: a value's or a bin's code, [`MISSING`] or [`OTHER`].
    pub codes: Vec<u8>,
    /// The codes that occur, as bits.
    pub all: u64,
}

/// The code of a missing cell.
pub const MISSING: u8 = 62;
/// The code of a value that is not frequent.
pub const OTHER: u8 = 63;

enum Meaning {
    /// Texts, or years or months of dates.
    Values {
        names: Vec<String>,
        is: &'static str,
    },
    /// Up to each edge, and above the last one.
    Bins { edges: Vec<f64>, whole: bool },
}

/// Some codes of a column: the rows that have one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The place of the column.
    pub column: usize,
    /// The codes, as bits.
    pub codes: u64,
}

impl CodedColumn {
    /// Numbers the cells of a column. What is frequent, and where bins end, is found on the rows of `found` alone. O(rows ·
    /// log rows).
    pub fn new(column: &Column, kind: ColumnKind, found: &[u32], smallest: u32) -> Self {
        let name = cut(column.name(), CELL).into_owned();
        let (meaning, codes) = match kind {
            _ if kind.is_number() => bins(column, kind, found),
            _ => values(column, kind, found, smallest),
        };
        let all = codes.iter().fold(0, |all, code| all | (1 << code));
        Self {
            name,
            meaning,
            codes,
            all,
        }
    }

    /// Returns the codes that are conditions by themselves.
    pub fn single(&self) -> impl Iterator<Item = u64> + '_ {
        (0..OTHER)
            .map(|code| 1 << code)
            .filter(|code| code & self.all != 0)
    }

    /// Returns the codes of one side of each division of the rows in two: a value and the others, or numbers up to an edge.
    pub fn divisions(&self) -> Vec<u64> {
        let mut sides: Vec<u64> = match &self.meaning {
            Meaning::Values { .. } => self.single().collect(),
            Meaning::Bins { edges, .. } => {
                let below = (1..=edges.len()).map(|bins| (1 << bins) - 1);
                let missing = 1 << MISSING;
                // Missing cells are on either side, or by themselves.
                let sides = below.flat_map(|below| [below, below | missing]);
                sides.chain([missing]).collect()
            }
        };
        sides.retain(|side| side & self.all != 0 && self.all & !side != 0);
        sides.dedup_by_key(|side| *side & self.all);
        sides
    }

    /// Returns whether a row has one of these codes.
    pub fn has(&self, row: u32, codes: u64) -> bool {
        codes >> self.codes[row as usize] & 1 == 1
    }

    /// Says in words which cells have these codes.
    pub fn in_words(&self, codes: u64) -> String {
        let codes = codes & self.all;
        let name = &self.name;
        let missing = codes >> MISSING & 1 == 1;
        if codes == 1 << MISSING {
            return format!("{name} is missing");
        }
        if codes | 1 << MISSING == self.all && !missing {
            return format!("{name} is not missing");
        }
        match &self.meaning {
            Meaning::Values { names, is } => {
                let listed = |codes: u64| -> String {
                    let named = names
                        .iter()
                        .enumerate()
                        .filter(|(code, _)| codes >> code & 1 == 1);
                    let mut named: Vec<&str> = named.map(|(_, name)| name.as_str()).collect();
                    named.extend((codes >> MISSING & 1 == 1).then_some("missing"));
                    named.join(" or ")
                };
                let rest = self.all & !codes;
                let other = codes >> OTHER & 1 == 1;
                match other || rest.count_ones() < codes.count_ones() && rest >> OTHER & 1 == 0 {
                    true => format!("{name} {is} not {}", listed(rest)),
                    false => format!("{name} {is} {}", listed(codes)),
                }
            }
            Meaning::Bins { edges, whole } => {
                let bins = codes & !(1 << MISSING);
                let first = bins.trailing_zeros() as usize;
                let end = 64 - bins.leading_zeros() as usize;
                let low = first.checked_sub(1).map(|edge| edges[edge]);
                let high = edges.get(end - 1);
                let text = |value: f64| significant(value, 6);
                let words = match (low, high) {
                    (Some(low), Some(high)) if *whole && high - low == 1.0 => {
                        format!("{name} is {}", text(*high))
                    }
                    (Some(low), Some(high)) => {
                        format!("{name} > {} and ≤ {}", text(low), text(*high))
                    }
                    (Some(low), None) => format!("{name} > {}", text(low)),
                    (None, Some(high)) => format!("{name} ≤ {}", text(*high)),
                    (None, None) => format!("{name} is a number"),
                };
                match missing {
                    true => format!("{words} or missing"),
                    false => words,
                }
            }
        }
    }
}

/// Puts numbers into bins of about equally many of the rows of `found`. Edges are values that occur; equal ones are merged.
fn bins(column: &Column, kind: ColumnKind, found: &[u32]) -> (Meaning, Vec<u8>) {
    let cells = numbers(column);
    let cells: Vec<Option<f64>> = cells
        .into_iter()
        .map(|cell| cell.filter(|of| !of.is_nan()))
        .collect();
    let mut seen: Vec<f64> = found
        .iter()
        .filter_map(|row| cells[*row as usize])
        .collect();
    seen.sort_unstable_by(f64::total_cmp);
    let mut edges: Vec<f64> = (1..BINS)
        .filter_map(|bin| {
            seen.get((bin * seen.len()).div_ceil(BINS).saturating_sub(1))
                .copied()
        })
        .collect();
    edges.dedup();
    // No row would be above it.
    edges.retain(|edge| seen.last().is_some_and(|last| edge < last));
    let code = |cell: &Option<f64>| match cell {
        Some(value) => edges.partition_point(|edge| edge < value) as u8,
        None => MISSING,
    };
    let codes = cells.iter().map(code).collect();
    let whole = kind == ColumnKind::Integer;
    (Meaning::Bins { edges, whole }, codes)
}

/// Numbers the frequent values, the most frequent first. Dates are taken by their year, or by their month if all are of one
/// year.
fn values(column: &Column, kind: ColumnKind, found: &[u32], smallest: u32) -> (Meaning, Vec<u8>) {
    let cells = match kind.is_date() {
        true => periods(column),
        false => (0..column.len())
            .map(|row| cell_text(column, row))
            .collect(),
    };
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for row in found {
        if let Some(text) = &cells[*row as usize] {
            *counts.entry(text).or_default() += 1;
        }
    }
    let mut frequent: Vec<(&str, u32)> = counts.into_iter().filter(|of| of.1 >= smallest).collect();
    frequent.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    frequent.truncate(VALUES_AT_MOST);
    let place: BTreeMap<&str, u8> = frequent
        .iter()
        .zip(0..)
        .map(|(of, code)| (of.0, code))
        .collect();
    let code = |cell: &Option<String>| match cell {
        Some(text) => place.get(text.as_str()).copied().unwrap_or(OTHER),
        None => MISSING,
    };
    let codes = cells.iter().map(code).collect();
    let names = frequent
        .iter()
        .map(|of| cut(of.0, CELL).into_owned())
        .collect();
    let is = if kind.is_date() { "is in" } else { "is" };
    (Meaning::Values { names, is }, codes)
}

/// Returns the year of each date, or its month if all are of one year.
fn periods(column: &Column) -> Vec<Option<String>> {
    let texts: Vec<Option<String>> = numbers(column)
        .into_iter()
        .map(|day| Some(date(day?.floor())))
        .collect();
    let up_to = |text: &str, dashes: usize| -> String {
        let parts = text.rsplitn(dashes + 1, '-');
        parts.last().unwrap_or_default().to_owned()
    };
    let years: Vec<Option<String>> = texts
        .iter()
        .map(|text| Some(up_to(text.as_ref()?, 2)))
        .collect();
    let mut known = years.iter().flatten();
    let first = known.next();
    match known.all(|year| Some(year) == first) {
        true => texts
            .iter()
            .map(|text| Some(up_to(text.as_ref()?, 1)))
            .collect(),
        false => years,
    }
}
