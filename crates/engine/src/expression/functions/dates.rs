//! Functions of dates, which have no time zone and lie in the years 1 to 9999.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use crate::load::types::{day, moment};

use super::super::cast::{days, rounded};
use super::super::cells::{ExpressionValues, each, finite};
use super::Function;
use super::Gives::{self, Integer};
use super::Takes::{Clock, Date, Moment, Unit};

/// Milliseconds of a day.
pub const DAY: i64 = 86_400_000;
/// 0001-01-01 and 9999-12-31, in days since 1970-01-01.
const FIRST_DAY: i64 = -719_162;
const LAST_DAY: i64 = 2_932_896;

pub const FUNCTIONS: &[Function] = &[
    Function::new(
        ("YEAR", "YEAR(date)"),
        "The year; also EXTRACT(YEAR FROM date), and likewise for MONTH, DAY, HOUR, MINUTE and SECOND.",
        &[Date],
        Integer,
        |a| of_day(a, |date| i64::from(date.year())),
    ),
    Function::new(
        ("MONTH", "MONTH(date)"),
        "The month, 1 to 12.",
        &[Date],
        Integer,
        |a| of_day(a, |date| i64::from(date.month())),
    ),
    Function::new(
        ("DAY", "DAY(date)"),
        "The day of the month, 1 to 31.",
        &[Date],
        Integer,
        |a| of_day(a, |date| i64::from(date.day())),
    ),
    Function::new(
        ("WEEKDAY", "WEEKDAY(date)"),
        "The day of the week, from 0 for Monday to 6 for Sunday.",
        &[Date],
        Integer,
        |a| of_day(a, |date| i64::from(date.weekday().num_days_from_monday())),
    ),
    Function::new(
        ("HOUR", "HOUR(time)"),
        "The hour, 0 to 23, of a date with a time.",
        &[Clock],
        Integer,
        |a| of_time(a, |moment| moment.hour()),
    ),
    Function::new(
        ("MINUTE", "MINUTE(time)"),
        "The minute, 0 to 59, of a date with a time.",
        &[Clock],
        Integer,
        |a| of_time(a, |moment| moment.minute()),
    ),
    Function::new(
        ("SECOND", "SECOND(time)"),
        "The second, 0 to 59, of a date with a time.",
        &[Clock],
        Integer,
        |a| of_time(a, |moment| moment.second()),
    ),
    Function::new(
        ("DATE_DIFF", "DATE_DIFF('unit', from, to)"),
        "The number of whole days, hours, minutes or seconds ('day', 'hour', 'minute', 'second') from one to the other.",
        &[Unit(&["day", "hour", "minute", "second"]), Moment, Moment],
        Integer,
        difference,
    ),
    Function::new(
        ("DATE_TRUNC", "DATE_TRUNC('unit', date)"),
        "The start of its 'year', 'month', 'week' (from Monday), 'day', 'hour', 'minute' or 'second'.",
        &[
            Unit(&["year", "month", "week", "day", "hour", "minute", "second"]),
            Date,
        ],
        Gives::Date,
        truncate,
    ),
];

/// Returns the days since 1970-01-01 of a date, with a time or without.
fn day_number(cells: &ExpressionValues, row: usize) -> Option<i64> {
    match cells {
        ExpressionValues::Dates(_) => cells.date(row).map(i64::from),
        _ => Some(cells.moment(row)?.div_euclid(DAY)),
    }
}

fn of_day<'t>(a: &[ExpressionValues<'t>], part: impl Fn(NaiveDate) -> i64) -> ExpressionValues<'t> {
    ExpressionValues::Integers(each(a, |row| {
        let days = i32::try_from(day_number(&a[0], row)?).ok()?;
        Some(part(day(days)?))
    }))
}

fn of_time<'t>(
    a: &[ExpressionValues<'t>],
    part: impl Fn(NaiveDateTime) -> u32,
) -> ExpressionValues<'t> {
    ExpressionValues::Integers(each(a, |row| {
        Some(i64::from(part(moment(a[0].moment(row)?)?)))
    }))
}

/// Returns the milliseconds of a unit of fixed length.
fn milliseconds(unit: &str) -> Option<i64> {
    match unit {
        "day" => Some(DAY),
        "hour" => Some(3_600_000),
        "minute" => Some(60_000),
        "second" => Some(1000),
        _ => None,
    }
}

fn difference<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Integers(each(a, |row| {
        let passed = a[2].moment(row)?.checked_sub(a[1].moment(row)?)?;
        Some(passed / milliseconds(a[0].text(row)?)?)
    }))
}

fn truncate<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    if let ExpressionValues::Dates(_) = a[1] {
        return ExpressionValues::Dates(each(a, |row| {
            let first = first_day(a[0].text(row)?, day_number(&a[1], row)?)?;
            i32::try_from(first).ok()
        }));
    }
    ExpressionValues::Moments(each(a, |row| {
        let unit = a[0].text(row)?;
        let moment = a[1].moment(row)?;
        match milliseconds(unit) {
            Some(length) => Some(moment - moment.rem_euclid(length)),
            None => first_day(unit, day_number(&a[1], row)?)?.checked_mul(DAY),
        }
    }))
}

/// Returns the first day of a unit; units within a day start and end with it.
fn first_day(unit: &str, number: i64) -> Option<i64> {
    let date = day(i32::try_from(number).ok()?)?;
    match unit {
        "year" => NaiveDate::from_ymd_opt(date.year(), 1, 1).map(days),
        "month" => date.with_day(1).map(days),
        "week" => within(number - i64::from(date.weekday().num_days_from_monday())),
        _ => Some(number),
    }
}

/// Returns the days if they are in the years 1 to 9999.
fn within(days: i64) -> Option<i64> {
    (FIRST_DAY..=LAST_DAY).contains(&days).then_some(days)
}

/// Adds a number of days to a date. A date with a time takes fractions of days, too.
pub fn shift<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    shifted(a, 1)
}

/// Subtracts a number of days from a date, as [`shift`].
pub fn shift_back<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    shifted(a, -1)
}

fn shifted<'t>(a: &[ExpressionValues<'t>], sign: i64) -> ExpressionValues<'t> {
    if let ExpressionValues::Dates(_) = a[0] {
        return ExpressionValues::Dates(each(a, |row| {
            let days = a[1].integer(row)?.checked_mul(sign)?;
            let days = i64::from(a[0].date(row)?).checked_add(days)?;
            i32::try_from(within(days)?).ok()
        }));
    }
    ExpressionValues::Moments(each(a, |row| {
        let passed = rounded(a[1].decimal(row)? * DAY as f64)?.checked_mul(sign)?;
        let moment = a[0].moment(row)?.checked_add(passed)?;
        within(moment.div_euclid(DAY)).map(|_| moment)
    }))
}

/// Returns the days from the second date to the first: whole ones between dates, with fractions between times.
pub fn days_between<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    if let ExpressionValues::Dates(_) = a[0] {
        return ExpressionValues::Integers(each(a, |row| {
            Some(i64::from(a[0].date(row)?) - i64::from(a[1].date(row)?))
        }));
    }
    ExpressionValues::Decimals(each(a, |row| {
        let passed = a[0].moment(row)?.checked_sub(a[1].moment(row)?)?;
        finite(passed as f64 / DAY as f64)
    }))
}
