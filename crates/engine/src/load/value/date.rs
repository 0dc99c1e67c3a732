//! Parses dates and times as far as possible without knowing whether the day or the month comes first.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use grove_recipe::DateOrder;

use super::rest::RemainingText;

/// Years of two digits from this one on are in the 20th century, those before it in the 21st: the window of POSIX.
pub const FIRST_OF_LAST_CENTURY: u32 = 69;

/// A text that may be a date, with or without a time of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DateText {
    pub day: Day,
    pub time: Option<NaiveTime>,
    /// Whether the time has AM or PM.
    pub half_day: bool,
    /// Seconds ahead of UTC, if the time has a time zone.
    pub zone: Option<i32>,
}

/// The day of a date in its written form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Day {
    /// Year, month and day are known from their positions or words.
    Known(NaiveDate),
    /// Two numbers, either of which may be the day, and the year. With points the first is the day.
    Undecided {
        first: u32,
        second: u32,
        year: i32,
        /// Whether the year has two digits.
        short: bool,
        points: bool,
    },
    /// Three numbers of two digits between dashes: the year may be first or last.
    Dashed { first: u32, second: u32, third: u32 },
    /// A month of a year, which stands for its first day.
    Month(NaiveDate),
}

impl DateText {
    /// Returns the date with this order of day and month; `None` for a day that does not exist.
    pub fn date(&self, order: DateOrder) -> Option<NaiveDate> {
        match self.day {
            Day::Known(date) | Day::Month(date) => Some(date),
            Day::Undecided {
                first,
                second,
                year,
                points,
                ..
            } => {
                let (day, month) = match order {
                    DateOrder::MonthFirst if !points => (second, first),
                    _ => (first, second),
                };
                NaiveDate::from_ymd_opt(year, month, day)
            }
            Day::Dashed {
                first,
                second,
                third,
            } => NaiveDate::from_ymd_opt(full_year(first), second, third),
        }
    }

    /// Returns the moment, in UTC if there is a time zone; midnight if there is no time.
    pub fn moment(&self, order: DateOrder) -> Option<NaiveDateTime> {
        let local = self.date(order)?.and_time(self.time.unwrap_or_default());
        local.checked_sub_signed(TimeDelta::seconds(i64::from(self.zone.unwrap_or(0))))
    }

    /// Returns whether either of its numbers may be the day.
    pub fn is_open(&self) -> bool {
        matches!(self.day, Day::Undecided { points: false, .. })
    }

    /// Returns whether its year has two digits.
    pub fn is_short(&self) -> bool {
        matches!(
            self.day,
            Day::Undecided { short: true, .. } | Day::Dashed { .. }
        )
    }
}

/// Returns the full year of one with two digits.
pub fn full_year(short: u32) -> i32 {
    let century = if short >= FIRST_OF_LAST_CENTURY {
        1900
    } else {
        2000
    };
    century + short as i32
}

/// Parses a text; `None` if it is no date in any order. O(length).
pub fn shape(text: &str) -> Option<DateText> {
    const LONGEST: usize = 48;
    let text = text.trim();
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || c.is_alphabetic());
    if !(6..=LONGEST).contains(&text.len()) || !begins || !text.bytes().any(|b| b.is_ascii_digit())
    {
        return None;
    }
    let mut rest = RemainingText(text);
    let day = rest.day()?;
    let mut shape = DateText {
        day,
        time: None,
        half_day: false,
        zone: None,
    };
    if rest.0.is_empty() {
        return Some(shape);
    }
    if matches!(day, Day::Month(_)) || !rest.before_time() {
        return None;
    }
    (shape.time, shape.half_day) = rest.time()?;
    shape.zone = rest.zone()?;
    rest.0.is_empty().then_some(shape)
}

/// Returns whether a text is a time without a date: `14:30`, `9:05:30 PM`. O(length).
pub fn is_time_of_day(text: &str) -> bool {
    let mut rest = RemainingText(text.trim());
    rest.time().is_some() && rest.0.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str, order: DateOrder) -> Option<String> {
        let moment = shape(text)?.moment(order)?;
        Some(moment.format("%Y-%m-%d %H:%M:%S%.f").to_string())
    }

    #[test]
    fn dates_as_people_write_them() {
        for (text, expected) in [
            ("2024-01-31", "2024-01-31 00:00:00"),
            ("2024/1/31", "2024-01-31 00:00:00"),
            ("2024.01.31", "2024-01-31 00:00:00"),
            ("31.01.2024", "2024-01-31 00:00:00"),
            ("31.1.2024 14:30", "2024-01-31 14:30:00"),
            ("05-Jan-2024", "2024-01-05 00:00:00"),
            ("5 Jan 2024", "2024-01-05 00:00:00"),
            ("January 5, 2024", "2024-01-05 00:00:00"),
            ("Jan 5th, 2024 9:05 pm", "2024-01-05 21:05:00"),
            ("Friday, January 5, 2024", "2024-01-05 00:00:00"),
            ("Fri, 05 Jan 2024 10:00:00 GMT", "2024-01-05 10:00:00"),
            ("5. Januar 2024", "2024-01-05 00:00:00"),
            ("2024-Jan-05", "2024-01-05 00:00:00"),
            ("2024-01", "2024-01-01 00:00:00"),
            ("Jan 2024", "2024-01-01 00:00:00"),
            ("26.06.26", "2026-06-26 00:00:00"),
            ("05-Jan-99", "1999-01-05 00:00:00"),
            ("2015/01/01 01:00:00", "2015-01-01 01:00:00"),
            ("2024-03-30 10:00:00+01", "2024-03-30 09:00:00"),
            ("2024-03-30 10:00:00 +0100", "2024-03-30 09:00:00"),
            ("2024-03-30T10:00:00.250-05:30", "2024-03-30 15:30:00.250"),
            ("2024-03-30 10:00:00 UTC", "2024-03-30 10:00:00"),
            ("1/2/2024 12:05 AM", "2024-02-01 00:05:00"),
        ] {
            let found = moment(text, DateOrder::DayFirst);
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
        assert_eq!(
            moment("1/2/20", DateOrder::MonthFirst).as_deref(),
            Some("2020-01-02 00:00:00")
        );
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in [
            "1.2.3",
            "1.10.2",
            "2.2.12",
            "3-1-2",
            "10.4",
            "2024",
            "192.168.1.1",
            "2023-02-29",
            "12:30",
            "1-5",
            "2024-13-01",
            "0000-00-00",
            "5/2024/1",
            "13/13/2024",
            "May",
            "Q1 2024",
            "2024-01-01 25:00",
            "12/2/1",
            "1/2",
            "A 5, 2024",
        ] {
            let date = shape(text).and_then(|s| s.date(DateOrder::DayFirst));
            assert_eq!(date, None, "{text}");
        }
    }
}
