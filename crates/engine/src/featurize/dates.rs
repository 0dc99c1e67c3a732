//! Extracts the parts of dates as numbers.

use chrono::{Datelike, Timelike};
use serde::{Deserialize, Serialize};

use crate::load::types::{day, moment};
use crate::table::column::Column;

/// A part of a date or of a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DatePart {
    /// The year of the calendar, such as 2024.
    Year,
    /// From 1 to 12.
    Month,
    /// Day of the month, from 1 to 31.
    Day,
    /// Monday is 0.
    Weekday,
    /// From 0 to 23; missing where the date has no time.
    Hour,
    /// From 0 to 59; missing where the date has no time.
    Minute,
    /// From 1 to 366.
    DayOfYear,
}

impl DatePart {
    /// Returns the name in names of features.
    pub const fn name(self) -> &'static str {
        match self {
            DatePart::Year => "year",
            DatePart::Month => "month",
            DatePart::Day => "day",
            DatePart::Weekday => "weekday",
            DatePart::Hour => "hour",
            DatePart::Minute => "minute",
            DatePart::DayOfYear => "day of year",
        }
    }

    /// Returns the part of each date; hour and minute are missing for a date without a time.
    pub fn read(self, column: &Column) -> Vec<Option<f64>> {
        let of_day = |date: chrono::NaiveDate| match self {
            DatePart::Year => Some(f64::from(date.year())),
            DatePart::Month => Some(f64::from(date.month())),
            DatePart::Day => Some(f64::from(date.day())),
            DatePart::Weekday => Some(f64::from(date.weekday().num_days_from_monday())),
            DatePart::DayOfYear => Some(f64::from(date.ordinal())),
            DatePart::Hour | DatePart::Minute => None,
        };
        if let Some(days) = column.days() {
            return days.iter().map(|days| of_day(day(days?)?)).collect();
        }
        let Some(moments) = column.moments() else {
            return vec![None; column.len()];
        };
        let part = |milliseconds: Option<i64>| {
            let moment = moment(milliseconds?)?;
            match self {
                DatePart::Hour => Some(f64::from(moment.hour())),
                DatePart::Minute => Some(f64::from(moment.minute())),
                _ => of_day(moment.date()),
            }
        };
        moments.iter().map(part).collect()
    }
}
