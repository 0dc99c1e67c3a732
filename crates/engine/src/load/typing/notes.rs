//! Writes the notes on how a column was read.

use polars::prelude::StringChunked;

use crate::load::types::infer_text;
use crate::table::shorten;
use grove_recipe::columns::{ColumnKind, Note};
use grove_recipe::count::counted;
use grove_recipe::{DateOrder, LoadChoice};

use super::super::notation::other_order;
use super::super::value::date::{FIRST_OF_LAST_CENTURY, full_year};
use super::tally::{KindReason, Tally};
use super::values::Contradiction;

/// A column that was read.
pub struct ColumnReading<'a> {
    pub name: &'a str,
    pub kind: ColumnKind,
    /// Whether the person chose its kind.
    pub chosen: bool,
    pub cells: &'a StringChunked,
    pub rows: &'a [u32],
    pub tally: &'a Tally,
    pub date_order: DateOrder,
}

impl ColumnReading<'_> {
    pub fn notes(&self, why: &KindReason, refused: &[(u32, &'static str)]) -> Vec<Note> {
        let mut notes = Vec::new();
        if !self.chosen && !refused.is_empty() {
            notes.push(self.odd(refused));
        }
        let (markers, first) = self.tally.markers();
        if markers > 0 && (self.kind.is_number() || self.kind.is_date()) {
            let first = shorten(first);
            let text = match markers {
                1 => format!("1 cell of {}, {first}, counts as missing.", self.name),
                _ => {
                    let cells = counted(markers, "cell", "cells");
                    format!("{cells} of {} such as {first} count as missing.", self.name)
                }
            };
            let note = self
                .note(text)
                .or("Read the column as text", self.as_text());
            let (fitting, _) = self.tally.counts(self.kind);
            notes.push(match markers > fitting {
                true => note.in_doubt(),
                false => note,
            });
        }
        if self.tally.scaled() > 0 && self.kind.is_number() {
            notes.push(self.note(format!(
                "The letters after amounts in {} mean thousands (K), millions (M), billions (B) and trillions (T).",
                self.name
            )).or("Read the column as text", self.as_text()));
        }
        notes.extend(self.why(why));
        if self.kind.is_date() && self.tally.has_short_years() {
            notes.push(self.note(format!(
                "Two-digit years in {} are read as {} to {}.",
                self.name,
                full_year(FIRST_OF_LAST_CENTURY),
                full_year(FIRST_OF_LAST_CENTURY - 1)
            )));
        }
        if self.kind.is_date() && self.tally.mixes_months() {
            let cells = counted(
                self.tally.months(),
                "cell of {} has only a month and is",
                "cells of {} have only a month and are",
            );
            let text = format!(
                "{} read as the first day of the month.",
                cells.replace("{}", self.name)
            );
            notes.push(
                self.note(text)
                    .in_doubt()
                    .or("Read the column as text", self.as_text()),
            );
        }
        if self.kind == ColumnKind::DateTime && self.tally.is_zoned() {
            let name = self.name;
            notes.push(match self.tally.mixes_zones() {
                true => self
                    .note(format!(
                        "Some times of {name} are marked as UTC; the others are read as UTC too."
                    ))
                    .in_doubt()
                    .or("Read the column as text", self.as_text()),
                false => self.note(format!(
                    "The times of {name} have a time zone; they are shown in UTC."
                )),
            });
        }
        notes
    }

    fn note(&self, text: String) -> Note {
        Note::fact(text).in_column(self.name)
    }

    /// Makes a note on the cells that differ from nearly all others.
    fn odd(&self, refused: &[(u32, &'static str)]) -> Note {
        const NAMED: usize = 3;
        let (fitting, present) = self.tally.counts(self.kind);
        // Not “100 %” while some cells differ.
        let share = (u64::from(fitting) * 100 / u64::from(present.max(1))).min(99);
        let what = match self.kind.is_date() {
            true => "dates",
            false => "numbers",
        };
        let named: Vec<String> = refused
            .iter()
            .take(NAMED)
            .map(|(position, _)| {
                let text = self.cells.get(*position as usize).unwrap_or_default();
                let row = self.rows[*position as usize];
                format!("{} (row {row})", shorten(text.trim()))
            })
            .collect();
        let more = if refused.len() > NAMED { ", …" } else { "" };
        let cells = counted(
            refused.len() as u32,
            "cell is not and is",
            "cells are not and are",
        );
        let text = format!(
            "{share} % of {} are {what}; {cells} read as missing: {}{more}.",
            self.name,
            named.join(", ")
        );
        self.note(text)
            .in_doubt()
            .or("Read the column as text", self.as_text())
    }

    /// Makes a note on the share of cells that are values of another kind than the column's.
    fn some(&self, what: &str, fitting: u32, present: u32) -> Note {
        let share = u64::from(fitting) * 100 / u64::from(present.max(1));
        self.note(format!(
            "{share} % of {} are {what}; the column is read as text, because there are too many other cells for them to be mistakes.",
            self.name
        ))
        .in_doubt()
    }

    /// Returns the choice of the kind that the column has as a text.
    fn as_text(&self) -> LoadChoice {
        let kind = infer_text(&mut self.cells.iter());
        LoadChoice::Kind(self.name.to_owned(), kind)
    }

    fn as_number(&self) -> LoadChoice {
        LoadChoice::Kind(self.name.to_owned(), ColumnKind::Decimal)
    }

    fn why(&self, why: &KindReason) -> Option<Note> {
        let name = self.name;
        Some(match why {
            KindReason::Plain => return None,
            KindReason::BigNumbers => self
                .note(format!(
                    "{name} holds whole numbers with more digits than a 64-bit number can hold; they are read as texts, so that no digit is lost."
                ))
                .or("Read them as rounded numbers", self.as_number()),
            KindReason::Units(units) => self
                .note(format!(
                    "{name} holds numbers in different units ({}), which cannot be compared; they are read as texts.",
                    units.join(", ")
                ))
                .in_doubt()
                .or("Read them as numbers anyway", self.as_number()),
            KindReason::SomeNumbers(numbers, present) => self
                .some("numbers", *numbers, *present)
                .or("Read it as numbers, the others missing", self.as_number()),
            KindReason::SomeDates(dates, present) => self.some("dates", *dates, *present).or(
                "Read it as dates, the others missing",
                LoadChoice::Kind(name.to_owned(), ColumnKind::Date),
            ),
            KindReason::SomeZones => self
                .note(format!(
                    "Some times of {name} have a time zone and others do not, so they cannot be compared; they are read as texts."
                ))
                .in_doubt()
                .or(
                    "Read those without a zone as UTC",
                    LoadChoice::Kind(name.to_owned(), ColumnKind::DateTime),
                ),
            KindReason::Times => self.note(format!(
                "The values of {name} are times without a date; they are read as texts. To use the hour as a feature, derive it in a cleaning step, for example with CAST(LEFT(column, 2) AS INTEGER)."
            )),
            KindReason::DeclaredText => self
                .note(format!(
                    "The values of {name} are numbers, but the file stores them as texts; they are read as texts."
                ))
                .or("Read them as numbers", self.as_number()),
            KindReason::Affixed(example) => self.note(format!(
                "The values of {name} are numbers with other text, such as {}; they are read as texts. To use the numbers, remove the other text in a cleaning step and cast the column.",
                shorten(example)
            )),
            KindReason::OtherOrder => self
                .note(format!(
                    "The dates of {name} have day and month in another order than those of other columns; they are read as \
                     texts."
                ))
                .in_doubt()
                .or(
                    "Read all dates in the order of this column",
                    LoadChoice::DateOrder(other_order(self.date_order)),
                ),
            KindReason::ShortYears => self
                .note(format!(
                    "{name} may hold dates with two-digit years, but the order of day, month and year is unknown, so it is read as text."
                ))
                .in_doubt()
                .or(
                    "Read them as dates",
                    LoadChoice::Kind(name.to_owned(), ColumnKind::Date),
                ),
        })
    }

    /// Makes a note on the cell that would be a value if the file were read otherwise.
    pub fn contradiction(&self, found: &Contradiction) -> Note {
        let text = self.cells.get(found.position as usize).unwrap_or_default();
        let row = self.rows[found.position as usize];
        let (is, label) = match self.kind.is_date() {
            true => ("date", "Read the other number as the day"),
            false => ("number", "Read numbers as this one is written"),
        };
        self.note(format!(
            "{} in {}, row {row}, is a {is} only if the file is read differently.",
            shorten(text.trim()),
            self.name
        ))
        .in_doubt()
        .or(label, found.choice.clone())
    }
}
