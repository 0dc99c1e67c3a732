//! Forms: numbers and dates as they are written in different countries, brought to one form.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};
use polars::prelude::{StringChunked, StringChunkedBuilder};

use crate::api::recipe::{DateOrder, Decimal, Layout, Thousands};

/// How numbers and dates are written in a file.
#[derive(Clone, Copy)]
pub struct Forms {
    decimal: Decimal,
    thousands: Thousands,
    date_order: DateOrder,
}

impl Forms {
    pub fn new(layout: &Layout) -> Self {
        Self {
            decimal: layout.decimal,
            thousands: layout.thousands,
            date_order: layout.date_order,
        }
    }

    /// The column with numbers as `1234.5` and dates as `2024-02-29`; `None` where nothing would change. A text that
    /// looks like a number and is none in these forms is made one that looks like none.
    pub fn canonical(&self, texts: &StringChunked) -> Option<StringChunked> {
        let plain_numbers = self.decimal == Decimal::Point && self.thousands == Thousands::None;
        let first = texts
            .iter()
            .flatten()
            .map(str::trim)
            .find(|text| !text.is_empty())?;
        let dates = date_parts(first).is_some();
        if plain_numbers && !dates {
            return None;
        }
        let mut builder = StringChunkedBuilder::new(texts.name().clone(), texts.len());
        for text in texts.iter() {
            builder.append_option(text.map(|text| {
                if dates {
                    self.date(text).map_or(Cow::Borrowed(text), Cow::Owned)
                } else {
                    self.number(text)
                }
            }));
        }
        Some(builder.finish())
    }

    fn number<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let trimmed = text.trim();
        let looks = trimmed.starts_with(|c: char| c.is_ascii_digit() || "+-.,".contains(c));
        if !looks {
            return Cow::Borrowed(text);
        }
        match canonical_number(trimmed, self.decimal, self.thousands) {
            Some(number) => Cow::Owned(number),
            // What would pass for a number of another country.
            None if trimmed.parse::<f64>().is_ok() => Cow::Owned(format!("\u{0}{text}")),
            None => Cow::Borrowed(text),
        }
    }

    /// A date with the year at the end, and maybe a time of day behind it, in ISO 8601.
    fn date(&self, text: &str) -> Option<String> {
        let text = text.trim();
        let (first, second, year, rest) = date_parts(text)?;
        let (day, month) = match self.date_order {
            DateOrder::DayFirst => (first, second),
            DateOrder::MonthFirst => (second, first),
        };
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        if rest.is_empty() {
            return Some(date.to_string());
        }
        const TIMES: [&str; 4] = ["%H:%M:%S%.f", "%H:%M", "%I:%M:%S %p", "%I:%M %p"];
        let time = rest.trim_start_matches([' ', 'T', ',']);
        let read = |form: &&str| {
            NaiveDateTime::parse_from_str(&format!("{date} {time}"), &format!("%Y-%m-%d {form}"))
                .ok()
        };
        let moment = TIMES.iter().find_map(read)?;
        Some(moment.format("%Y-%m-%d %H:%M:%S%.f").to_string())
    }
}

/// Two numbers and a year of four digits between equal slashes or dashes, and what stands behind them.
pub fn date_parts(text: &str) -> Option<(u32, u32, i32, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let part = |text: &'_ str, most: usize| {
        let length = digits(text);
        (1..=most).contains(&length).then_some(length)
    };
    let one = part(text, 2)?;
    let separator = text.as_bytes().get(one).copied()?;
    if !matches!(separator, b'/' | b'-') {
        return None;
    }
    let rest = &text[one + 1..];
    let two = part(rest, 2)?;
    if rest.as_bytes().get(two) != Some(&separator) {
        return None;
    }
    let tail = &rest[two + 1..];
    if digits(tail) != 4 {
        return None;
    }
    let number = |text: &str| text.parse().ok();
    let year = tail[..4].parse().ok()?;
    let behind = &tail[4..];
    let fits = behind.is_empty() || behind.starts_with([' ', 'T', ',']);
    fits.then_some((number(&text[..one])?, number(&rest[..two])?, year, behind))
}

/// `-1.234,5e3` as `-1234.5e3`, with these marks; `None` where it is no number written with them.
pub fn canonical_number(text: &str, decimal: Decimal, thousands: Thousands) -> Option<String> {
    let mark = match decimal {
        Decimal::Point => '.',
        Decimal::Comma => ',',
    };
    let groups = |c: char| match thousands {
        Thousands::None => false,
        Thousands::Comma => c == ',',
        Thousands::Point => c == '.',
        Thousands::Space => matches!(c, ' ' | '\u{a0}' | '\u{202f}'),
        Thousands::Apostrophe => matches!(c, '\'' | '’'),
    };
    let (sign, unsigned) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (&text[..1], rest),
        None => ("", text),
    };
    let end = unsigned.find(['e', 'E']).unwrap_or(unsigned.len());
    let (mantissa, exponent) = unsigned.split_at(end);
    let (whole, decimals) = mantissa.split_once(mark).unwrap_or((mantissa, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let mut number = String::from(sign);
    for (place, group) in whole.split(groups).enumerate() {
        let grouped = whole.contains(groups);
        let fits = if place == 0 {
            (1..=3).contains(&group.len())
        } else {
            group.len() == 3
        };
        if !all_digits(group) || (grouped && !fits) {
            return None;
        }
        number.push_str(group);
    }
    if !all_digits(decimals) || (number.len() == sign.len() && decimals.is_empty()) {
        return None;
    }
    if mantissa.contains(mark) {
        number.push('.');
        number.push_str(decimals);
    }
    let power = exponent
        .get(1..)
        .map(|e| e.strip_prefix(['+', '-']).unwrap_or(e));
    if power.is_some_and(|power| power.is_empty() || !all_digits(power)) {
        return None;
    }
    number.push_str(exponent);
    Some(number)
}
