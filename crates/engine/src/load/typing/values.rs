//! Parses the texts of a column as values of one kind.

use chrono::{Datelike, NaiveDate};
use polars::prelude::StringChunked;

use crate::load::types::{EPOCH_DAY, truth};
use crate::table::column::Column;
use grove_recipe::columns::ColumnKind;
use grove_recipe::{DateOrder, LoadChoice};

use super::super::notation::other_order;
use super::super::value::date::shape;
use super::super::value::marker::Markers;
use super::super::value::number::{self, FORMS, WrittenNumber, forms as forms_of};
use super::Notation;

/// A column, and what could not be converted.
pub struct ParsedValues {
    pub column: Column,
    /// Positions of cells that could not be converted, and what is wrong with each. They are missing.
    pub refused: Vec<(u32, &'static str)>,
    pub contradiction: Option<Contradiction>,
}

/// A cell that is a value only if the file is read otherwise.
pub struct Contradiction {
    pub position: u32,
    pub choice: LoadChoice,
}

/// Converts texts to a kind. O(rows).
pub fn values(
    name: &str,
    kind: ColumnKind,
    cells: &StringChunked,
    forms: Notation,
    markers: &Markers,
) -> ParsedValues {
    let mut told = ValueReader::default();
    let valued = |cell| {
        markers
            .read(cell)
            .filter(|text| !markers.among_numbers(text))
    };
    let column = match kind {
        ColumnKind::Integer => {
            let read = |text: &str| match number::read(text.trim(), forms.numbers) {
                Some(WrittenNumber::Whole(value)) => Ok(value),
                _ => Err("is not a whole number"),
            };
            Column::of_integers(name, told.each(cells.iter().map(valued), read))
        }
        ColumnKind::Decimal => {
            let read = |text: &str| match number::read(text.trim(), forms.numbers) {
                Some(number) if number.value().is_finite() => Ok(number.value()),
                None => Err("is not a number"),
                Some(_) if text.contains(|c: char| c.is_ascii_digit()) => {
                    Err("is too large for a 64-bit number")
                }
                Some(_) => Err("is infinite"),
            };
            Column::of_decimals(name, told.each(cells.iter().map(valued), read))
        }
        ColumnKind::Date => {
            let read = |text: &str| {
                let found = shape(text).filter(|shape| shape.time.is_none());
                let date: Option<NaiveDate> = found.and_then(|shape| shape.date(forms.date_order));
                let days = date.map(|date| date.num_days_from_ce() - EPOCH_DAY);
                days.ok_or("is not a date")
            };
            Column::of_days(name, told.each(cells.iter().map(valued), read))
        }
        ColumnKind::DateTime => {
            let read = |text: &str| {
                let moment = shape(text).and_then(|shape| shape.moment(forms.date_order));
                let milliseconds = moment.map(|moment| moment.and_utc().timestamp_millis());
                milliseconds.ok_or("is not a date with a time")
            };
            Column::of_moments(name, told.each(cells.iter().map(valued), read))
        }
        ColumnKind::Boolean => {
            let texts = cells.iter().map(|cell| markers.read(cell));
            Column::of_texts(name, texts.map(|text| text.and_then(word).or(text)))
        }
        _ => Column::of_texts(name, cells.iter().map(|cell| markers.read(cell))),
    };
    let first = |position: &u32| {
        let text = cells.get(*position as usize)?.trim();
        let choice = otherwise(text, kind, forms)?;
        Some(Contradiction {
            position: *position,
            choice,
        })
    };
    ParsedValues {
        contradiction: told
            .refused
            .iter()
            .find_map(|(position, _)| first(position)),
        refused: told.refused,
        column,
    }
}

/// Returns a truth value in lower case, whichever case it was written in: they are the same two values.
fn word(text: &str) -> Option<&'static str> {
    const WORDS: [&str; 8] = ["true", "false", "yes", "no", "t", "f", "y", "n"];
    truth(text.trim())?;
    WORDS
        .into_iter()
        .find(|word| word.eq_ignore_ascii_case(text.trim()))
}

/// Returns the choice by which a text that is no value of this kind would be one.
fn otherwise(text: &str, kind: ColumnKind, forms: Notation) -> Option<LoadChoice> {
    if kind.is_date() {
        let order: DateOrder = other_order(forms.date_order);
        shape(text)?.date(order)?;
        return Some(LoadChoice::DateOrder(order));
    }
    if !kind.is_number() {
        return None;
    }
    let mask = forms_of(text);
    let place = (0..FORMS.len()).find(|place| mask & (1 << place) != 0)?;
    let fits = FORMS[place] != forms.numbers && mask & own_bit(forms) == 0;
    fits.then(|| LoadChoice::Numbers(FORMS[place].decimal, FORMS[place].thousands))
}

/// Returns the bit of the form by which a file is read.
fn own_bit(forms: Notation) -> u8 {
    let place = FORMS.iter().position(|form| *form == forms.numbers);
    place.map_or(0, |place| 1 << place)
}

/// Reads cells and records those that were refused.
#[derive(Default)]
struct ValueReader {
    refused: Vec<(u32, &'static str)>,
}

impl ValueReader {
    fn each<'t, N>(
        &mut self,
        cells: impl Iterator<Item = Option<&'t str>>,
        read: impl Fn(&str) -> Result<N, &'static str>,
    ) -> Vec<Option<N>> {
        cells
            .zip(0..)
            .map(|(cell, position)| {
                let found = read(cell?);
                found.map_err(|why| self.refused.push((position, why))).ok()
            })
            .collect()
    }
}
