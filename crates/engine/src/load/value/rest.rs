//! Parses dates, times and time zones from left to right.

use chrono::{NaiveDate, NaiveTime};

use super::date::{Day, full_year};
use super::words::{month, weekday};

/// The rest of a text.
pub struct RemainingText<'t>(pub &'t str);

impl<'t> RemainingText<'t> {
    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken
    }

    /// Reads a number of at most four digits, and returns how many it has.
    fn number(&mut self) -> Option<(u32, usize)> {
        let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=4).contains(&length) {
            return None;
        }
        Some((self.take(length).parse().ok()?, length))
    }

    fn word(&mut self) -> Option<&'t str> {
        let length = self.0.find(|c: char| !c.is_alphabetic());
        let length = length.unwrap_or(self.0.len());
        (length > 0).then(|| self.take(length))
    }

    fn eat(&mut self, mark: char) -> bool {
        let rest = self.0.strip_prefix(mark);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn spaces(&mut self) -> bool {
        let before = self.0.len();
        self.0 = self.0.trim_start();
        self.0.len() < before
    }

    pub fn day(&mut self) -> Option<Day> {
        if self.0.starts_with(|c: char| c.is_alphabetic()) {
            let word = self.word()?;
            if let Some(month) = month(word) {
                self.eat('.');
                return self.after_month(month);
            }
            if !weekday(word) {
                return None;
            }
            self.eat('.');
            let comma = self.eat(',');
            if !self.spaces() && !comma {
                return None;
            }
            if self.0.starts_with(|c: char| c.is_alphabetic()) {
                let month = month(self.word()?)?;
                self.eat('.');
                return self.after_month(month);
            }
        }
        let (first, digits) = self.number()?;
        match digits {
            4 => self.after_year(first as i32),
            1 | 2 => self.after_number(first, digits),
            _ => None,
        }
    }

    /// Reads the rest of `January 5, 2024`, `Jan-05-2024`, `Jan 2024`.
    fn after_month(&mut self, month: u32) -> Option<Day> {
        let mark = self.mark()?;
        let (number, digits) = self.number()?;
        if digits == 4 {
            let first = NaiveDate::from_ymd_opt(number as i32, month, 1)?;
            return Some(Day::Month(first));
        }
        if digits > 2 {
            return None;
        }
        self.ordinal();
        let comma = self.eat(',');
        let apart = self.spaces() || comma || mark != ' ' && self.eat(mark);
        if !apart {
            return None;
        }
        self.year()
            .and_then(|(year, _)| NaiveDate::from_ymd_opt(year, month, number))
            .map(Day::Known)
    }

    /// Reads the rest of `2024-01-31`, `2024/1/31`, `2024.01.31`, `2024-Jan-31`, `2024-01`.
    fn after_year(&mut self, year: i32) -> Option<Day> {
        if year == 0 {
            return None;
        }
        let mark = self.mark()?;
        let (month, digits) = match self.0.starts_with(|c: char| c.is_alphabetic()) {
            true => (month(self.word()?)?, 0),
            false => self.number()?,
        };
        if digits > 2 {
            return None;
        }
        if self.0.is_empty() {
            // With a point it would be a decimal number.
            let plain = digits == 2 && matches!(mark, '-' | '/');
            return NaiveDate::from_ymd_opt(year, month, 1)
                .filter(|_| plain)
                .map(Day::Month);
        }
        if !self.eat(mark) {
            return None;
        }
        let (day, digits) = self.number()?;
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        (digits <= 2).then_some(Day::Known(date))
    }

    /// Reads the rest of `31.01.2024`, `1/31/24`, `05-Jan-2024`, `5. January 2024`, `01/2024`.
    fn after_number(&mut self, first: u32, digits: usize) -> Option<Day> {
        self.ordinal();
        let mark = self.mark()?;
        if mark == '.' {
            self.spaces();
        }
        if self.0.starts_with(|c: char| c.is_alphabetic()) {
            let month = month(self.word()?)?;
            self.eat('.');
            let comma = self.eat(',');
            if !self.spaces() && !comma && !self.eat(mark) {
                return None;
            }
            let (year, _) = self.year()?;
            return NaiveDate::from_ymd_opt(year, month, first).map(Day::Known);
        }
        if mark == ' ' {
            return None;
        }
        let (second, digits_of_second) = self.number()?;
        if digits_of_second == 4 {
            let month = NaiveDate::from_ymd_opt(second as i32, first, 1)?;
            let plain = digits == 2 && mark == '/' && self.0.is_empty() && second > 0;
            return plain.then_some(Day::Month(month));
        }
        if digits_of_second > 2 || !self.eat(mark) {
            return None;
        }
        let third = self.0;
        let (year, short) = self.year()?;
        if short && mark == '-' {
            let padded = digits == 2 && digits_of_second == 2;
            let third = third.get(..2)?.parse().ok()?;
            return padded.then_some(Day::Dashed {
                first,
                second,
                third,
            });
        }
        let possible = first.min(second) <= 12 && first.max(second) <= 31 && first.min(second) > 0;
        // Numbers of three parts are versions more often than days, unless they are padded like days.
        let padded = digits == 2 && digits_of_second == 2;
        (possible && (mark != '.' || !short || padded)).then_some(Day::Undecided {
            first,
            second,
            year,
            short,
            points: mark == '.',
        })
    }

    /// Reads a year of four digits, or of two, and returns whether it has two.
    fn year(&mut self) -> Option<(i32, bool)> {
        match self.number()? {
            (0, 4) => None,
            (year, 4) => Some((year as i32, false)),
            (short, 2) => Some((full_year(short), true)),
            _ => None,
        }
    }

    /// Reads the separator between the parts of a date.
    fn mark(&mut self) -> Option<char> {
        let mark = self.0.chars().next()?;
        if mark == ' ' {
            self.spaces();
            return Some(' ');
        }
        matches!(mark, '-' | '/' | '.').then(|| {
            self.eat(mark);
            mark
        })
    }

    fn ordinal(&mut self) {
        for ending in ["st", "nd", "rd", "th"] {
            if let Some(rest) = self.0.strip_prefix(ending) {
                self.0 = rest;
                return;
            }
        }
    }

    pub fn before_time(&mut self) -> bool {
        let comma = self.eat(',');
        self.spaces() || self.eat('T') || self.eat('t') || comma
    }

    /// Reads `9:05`, `09:05:30.250`, `9:05 PM`. The outer `None` if there is none.
    pub fn time(&mut self) -> Option<(Option<NaiveTime>, bool)> {
        let (mut hour, digits) = self.number()?;
        if digits > 2 || !self.eat(':') {
            return None;
        }
        let (minute, 2) = self.number()? else {
            return None;
        };
        let (mut second, mut nanoseconds) = (0, 0);
        if self.eat(':') {
            let (seconds, 2) = self.number()? else {
                return None;
            };
            second = seconds;
            if self.0.starts_with(['.', ',']) {
                self.take(1);
                let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
                let digits = self.take(length);
                let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
                nanoseconds = nine.parse().ok().filter(|_| length > 0)?;
            }
        }
        let half = self.half_of_day();
        if let Some(after_noon) = half {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + if after_noon { 12 } else { 0 };
        }
        let time = NaiveTime::from_hms_nano_opt(hour, minute, second, nanoseconds)?;
        Some((Some(time), half.is_some()))
    }

    /// Reads AM or PM, and returns whether it is PM.
    fn half_of_day(&mut self) -> Option<bool> {
        let rest = self.0.trim_start();
        for (word, after_noon) in [("am", false), ("pm", true), ("a.m.", false), ("p.m.", true)] {
            let (start, behind) = rest.split_at_checked(word.len())?;
            if start.eq_ignore_ascii_case(word) {
                self.0 = behind;
                return Some(after_noon);
            }
        }
        None
    }

    /// Reads `Z`, `UTC`, `+01`, `+0100`, ` +01:00`. The outer `None` if something else follows.
    pub fn zone(&mut self) -> Option<Option<i32>> {
        const HOUR: i32 = 3600;
        self.spaces();
        if self.0.is_empty() {
            return Some(None);
        }
        for name in ["Z", "z", "UTC", "GMT"] {
            if let Some(rest) = self.0.strip_prefix(name) {
                self.0 = rest;
                if self.0.is_empty() {
                    return Some(Some(0));
                }
            }
        }
        let west = self.0.starts_with(['-', '−']);
        if !west && !self.0.starts_with('+') {
            return None;
        }
        self.0 = self.0.trim_start_matches(['+', '-', '−']);
        let (number, digits) = self.number()?;
        let (hours, minutes) = match digits {
            1 | 2 if self.eat(':') => {
                let (minutes, 2) = self.number()? else {
                    return None;
                };
                (number, minutes)
            }
            1 | 2 => (number, 0),
            4 => (number / 100, number % 100),
            _ => return None,
        };
        let ahead = hours as i32 * HOUR + minutes as i32 * 60;
        (hours <= 15 && minutes < 60).then_some(Some(if west { -ahead } else { ahead }))
    }
}
