//! Casts values to another kind. A value that cannot be cast becomes missing.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::load::types::{self, day, moment};
use grove_recipe::columns::ColumnKind;

use super::cells::{ExpressionValues, RowValues, each, finite};
use super::frame::word;
use super::functions::DAY;

/// Returns whether values of a kind can be cast to another.
pub fn can_cast(from: ColumnKind, to: ColumnKind) -> bool {
    use ColumnKind::{
        Boolean, Category, Date, DateTime, Decimal, Empty, Identifier, Integer, Text,
    };
    match (from, to) {
        (Empty | Category | Text | Identifier, _) | (_, Category | Text | Identifier) => true,
        (Boolean | Integer | Decimal, Boolean | Integer | Decimal) => true,
        (Date | DateTime, Date | DateTime) => true,
        (_, Empty | Boolean | Integer | Decimal | Date | DateTime) => false,
    }
}

/// Casts the first argument to a kind. O(rows).
pub fn convert<'t>(a: &[ExpressionValues<'t>], kind: ColumnKind) -> ExpressionValues<'t> {
    let from = &a[0];
    match kind {
        ColumnKind::Integer => ExpressionValues::Integers(each(a, |row| to_integer(from, row))),
        ColumnKind::Decimal => ExpressionValues::Decimals(each(a, |row| to_decimal(from, row))),
        ColumnKind::Boolean => ExpressionValues::Truths(each(a, |row| to_truth(from, row))),
        ColumnKind::Date => ExpressionValues::Dates(each(a, |row| to_date(from, row))),
        ColumnKind::DateTime => ExpressionValues::Moments(each(a, |row| to_moment(from, row))),
        ColumnKind::Category | ColumnKind::Text | ColumnKind::Identifier => match from {
            ExpressionValues::Texts(_) => from.clone(),
            _ => ExpressionValues::Texts(each(a, |row| to_text(from, row))),
        },
        ColumnKind::Empty => ExpressionValues::Missing,
    }
}

/// Returns the truth value of a word: one that a column of truth values may have, or 1 or 0.
pub fn truth_of(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ => types::truth(text).map(|(_, truth)| truth),
    }
}

fn to_integer(from: &ExpressionValues, row: usize) -> Option<i64> {
    match from {
        ExpressionValues::Integers(_) => from.integer(row),
        ExpressionValues::Decimals(_) => rounded(from.decimal(row)?),
        ExpressionValues::Truths(_) => from.truth(row).map(i64::from),
        ExpressionValues::Texts(_) => {
            let text = from.text(row)?.trim();
            text.parse().ok().or_else(|| rounded(number(text)?))
        }
        ExpressionValues::Dates(_) | ExpressionValues::Moments(_) | ExpressionValues::Missing => {
            None
        }
    }
}

fn to_decimal(from: &ExpressionValues, row: usize) -> Option<f64> {
    match from {
        ExpressionValues::Integers(_) => from.integer(row).map(|value| value as f64),
        ExpressionValues::Decimals(_) => from.decimal(row),
        ExpressionValues::Truths(_) => from.truth(row).map(|truth| f64::from(u8::from(truth))),
        ExpressionValues::Texts(_) => number(from.text(row)?.trim()),
        ExpressionValues::Dates(_) | ExpressionValues::Moments(_) | ExpressionValues::Missing => {
            None
        }
    }
}

fn to_truth(from: &ExpressionValues, row: usize) -> Option<bool> {
    match from {
        ExpressionValues::Integers(_) => from.integer(row).map(|value| value != 0),
        ExpressionValues::Decimals(_) => from.decimal(row).map(|value| value != 0.0),
        ExpressionValues::Truths(_) => from.truth(row),
        ExpressionValues::Texts(_) => truth_of(from.text(row)?.trim()),
        ExpressionValues::Dates(_) | ExpressionValues::Moments(_) | ExpressionValues::Missing => {
            None
        }
    }
}

fn to_date(from: &ExpressionValues, row: usize) -> Option<i32> {
    match from {
        ExpressionValues::Dates(_) => from.date(row),
        ExpressionValues::Moments(_) => i32::try_from(from.moment(row)?.div_euclid(DAY)).ok(),
        ExpressionValues::Texts(_) => {
            let text = from.text(row)?.trim();
            let date = types::date(text).or_else(|| Some(types::date_time(text)?.date()))?;
            i32::try_from(days(date)).ok()
        }
        _ => None,
    }
}

fn to_moment(from: &ExpressionValues, row: usize) -> Option<i64> {
    match from {
        ExpressionValues::Dates(_) => Some(i64::from(from.date(row)?) * DAY),
        ExpressionValues::Moments(_) => from.moment(row),
        ExpressionValues::Texts(_) => {
            let text = from.text(row)?.trim();
            let midnight = || types::date(text).map(|date| days(date) * DAY);
            types::date_time(text)
                .map(|moment| moment.and_utc().timestamp_millis())
                .or_else(midnight)
        }
        _ => None,
    }
}

/// Writes a value as in a cell of a table: numbers in their shortest form, dates in ISO 8601.
pub fn to_text<'t>(from: &ExpressionValues<'t>, row: usize) -> Option<Cow<'t, str>> {
    Some(match from {
        ExpressionValues::Integers(_) => from.integer(row)?.to_string().into(),
        ExpressionValues::Decimals(_) => from.decimal(row)?.to_string().into(),
        ExpressionValues::Truths(_) => word(from.truth(row)?).into(),
        ExpressionValues::Texts(_) => from.text(row)?.clone(),
        ExpressionValues::Dates(_) => day(from.date(row)?)?.to_string().into(),
        ExpressionValues::Moments(_) => moment(from.moment(row)?)?
            .format("%Y-%m-%d %H:%M:%S%.f")
            .to_string()
            .into(),
        ExpressionValues::Missing => return None,
    })
}

/// Returns the days since 1970-01-01.
pub fn days(date: NaiveDate) -> i64 {
    date.signed_duration_since(NaiveDate::default()).num_days()
}

/// Rounds to the nearest whole number, halves away from zero; missing past 64 bits.
pub fn rounded(value: f64) -> Option<i64> {
    /// The first number above the range of 64 bits.
    const END: f64 = 9_223_372_036_854_775_808.0;
    let value = value.round();
    (-END..END).contains(&value).then_some(value as i64)
}

fn number(text: &str) -> Option<f64> {
    finite(text.parse().ok()?)
}

/// Makes a value for all rows.
pub fn constant(text: &str) -> ExpressionValues<'static> {
    ExpressionValues::Texts(RowValues::Same(Some(Cow::Owned(text.to_owned()))))
}
