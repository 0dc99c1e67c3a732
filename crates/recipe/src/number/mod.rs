//! Writes numbers for people, in the page, the report, the card, the command and every sentence: few digits, in groups
//! of three, with a real minus sign.

pub mod count;

use count::{THIN, group};
pub use count::{count, counted};

const MINUS: char = '\u{2212}';

/// Stands for what is not defined.
pub const NONE: &str = "–";

/// Rounds a real number to `digits` significant digits. Trailing zeros are dropped; below 10⁻⁴ and from 10⁷ on it is
/// written with a power of ten.
pub fn significant(value: f64, digits: u32) -> String {
    if let Some(name) = special(value) {
        return name.to_string();
    }
    let digits = digits.clamp(1, 17) as usize;
    // Rounding may carry into the next power of ten, so the exponent is read off the rounded number.
    let rounded = format!("{:.*e}", digits - 1, value.abs());
    let (mantissa, exponent) = rounded.split_once('e').unwrap_or((&rounded, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let text = if (-4..7).contains(&exponent) {
        let decimals = (digits as i32 - 1 - exponent).max(0) as usize;
        // Digits left of the point are kept beyond the significant ones: 123456 does not become 123000.
        group(&trim(&format!("{:.*}", decimals, value.abs())))
    } else {
        format!("{}\u{a0}×\u{a0}10{}", trim(mantissa), superscript(exponent))
    };
    signed(value, text)
}

/// Writes a real number with exactly `decimals` digits behind the point, for columns of numbers.
pub fn fixed(value: f64, decimals: u32) -> String {
    if let Some(name) = special(value).filter(|_| value != 0.0) {
        return name.to_string();
    }
    if value.abs() >= 1e12 {
        return significant(value, decimals + 1);
    }
    let text = group(&format!("{:.*}", decimals as usize, value.abs()));
    signed(value, text)
}

/// Writes a score: three decimals, so that scores line up; an error in the target's unit has four digits.
pub fn score_text(value: f64) -> String {
    if value.abs() < 10.0 {
        fixed(value, 3)
    } else {
        significant(value, 4)
    }
}

/// Writes a number with four digits, for a table by itself; a dash for `None`.
pub fn four(value: Option<f64>) -> String {
    significant(value.unwrap_or(f64::NAN), 4)
}

/// Writes a share from 0 to 1 in per cent. Only exactly 0 is `0 %`, and only exactly 1 is `100 %`.
pub fn percent(share: f64) -> String {
    if !share.is_finite() {
        return NONE.to_string();
    }
    let value = share * 100.0;
    let text = if value == 0.0 {
        "0".to_string()
    } else if value < 0.1 && value > 0.0 {
        "<0.1".to_string()
    } else if value > 99.9 && value < 100.0 {
        ">99.9".to_string()
    } else if value.abs() < 9.95 || value > 99.0 && value < 100.0 {
        trim(&format!("{value:.1}"))
    } else {
        format!("{value:.0}")
    };
    format!("{text}{THIN}%").replace('-', "\u{2212}")
}

/// Returns `part / whole`, or 0 if `whole` is 0.
pub fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 {
        0.0
    } else {
        f64::from(part) / f64::from(whole)
    }
}

/// Writes the day `days` after 1970-01-01 in the proleptic Gregorian calendar, as `YYYY-MM-DD`. After Howard Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms" (2013).
pub fn date(days: f64) -> String {
    if !days.is_finite() || days.abs() > 1e8 {
        return significant(days, 4);
    }
    let z = days.floor() as i64 + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Writes a size in bytes with a decimal unit.
pub fn bytes(value: f64) -> String {
    let (scaled, unit) = match value {
        v if v >= 1e9 => (v / 1e9, "GB"),
        v if v >= 1e6 => (v / 1e6, "MB"),
        v if v >= 1e3 => (v / 1e3, "kB"),
        v => (v, "B"),
    };
    format!("{}{THIN}{unit}", significant(scaled, 3))
}

/// Writes a time that was measured.
pub fn duration(milliseconds: f64) -> String {
    if milliseconds < 1000.0 {
        format!("{} ms", significant(milliseconds.round(), 3))
    } else {
        format!("{} s", significant(milliseconds / 1000.0, 3))
    }
}

/// Writes a time that was estimated, in words and without false precision.
pub fn rough_time(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s < 1.0 => return format!("less than 1{THIN}s"),
        s if s < 99.5 => (s, "s"),
        s if s < 99.5 * 60.0 => (s / 60.0, "min"),
        s => (s / 3600.0, "h"),
    };
    format!("about {}{THIN}{unit}", significant(value, 2))
}

fn special(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some(NONE)
    } else if value == f64::INFINITY {
        Some("∞")
    } else if value == f64::NEG_INFINITY {
        Some("\u{2212}∞")
    } else if value == 0.0 {
        Some("0")
    } else {
        None
    }
}

/// Puts the minus sign before the digits of a negative number, unless they all rounded to zero.
fn signed(value: f64, digits: String) -> String {
    if value < 0.0 && digits.chars().any(|c| ('1'..='9').contains(&c)) {
        format!("{MINUS}{digits}")
    } else {
        digits
    }
}

fn trim(text: &str) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    } else {
        text.to_string()
    }
}

fn superscript(value: i32) -> String {
    value
        .to_string()
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            '9' => '⁹',
            _ => '⁰',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn significant_digits_round_and_carry() {
        assert_eq!(significant(0.0, 3), "0");
        assert_eq!(significant(0.123456, 3), "0.123");
        assert_eq!(significant(9.996, 3), "10");
        assert_eq!(significant(93.5, 3), "93.5");
        assert_eq!(significant(123_456.7, 3), "123\u{202f}457");
        assert_eq!(significant(-0.5, 3), "\u{2212}0.5");
        assert_eq!(significant(1e300, 3), "1\u{a0}×\u{a0}10³⁰⁰");
        assert_eq!(significant(-1.25e-7, 3), "\u{2212}1.25\u{a0}×\u{a0}10⁻⁷");
        assert_eq!(significant(f64::NAN, 3), "–");
        assert_eq!(significant(f64::NEG_INFINITY, 3), "\u{2212}∞");
        assert_eq!(significant(f64::MAX, 0), "2\u{a0}×\u{a0}10³⁰⁸");
    }

    #[test]
    fn fixed_decimals_have_no_negative_zero() {
        assert_eq!(fixed(0.97333, 3), "0.973");
        assert_eq!(fixed(1.0, 3), "1.000");
        assert_eq!(fixed(0.0, 3), "0.000");
        assert_eq!(fixed(-0.0001, 2), "0.00");
        assert_eq!(fixed(-1234.5, 1), "\u{2212}1\u{202f}234.5");
    }

    #[test]
    fn only_nothing_is_zero_percent_and_only_all_is_a_hundred() {
        assert_eq!(percent(0.0), "0\u{202f}%");
        assert_eq!(percent(0.0001), "<0.1\u{202f}%");
        assert_eq!(percent(0.06), "6\u{202f}%");
        assert_eq!(percent(0.125), "12\u{202f}%");
        assert_eq!(percent(0.0951), "9.5\u{202f}%");
        assert_eq!(percent(0.999_999), ">99.9\u{202f}%");
        assert_eq!(percent(0.996), "99.6\u{202f}%");
        assert_eq!(percent(1.0), "100\u{202f}%");
        assert_eq!(percent(f64::NAN), "–");
    }

    #[test]
    fn days_become_dates() {
        assert_eq!(date(0.0), "1970-01-01");
        assert_eq!(date(-1.0), "1969-12-31");
        assert_eq!(date(11_016.9), "2000-02-29");
        assert_eq!(date(20_089.0), "2025-01-01");
        assert_eq!(date(f64::NAN), "–");
    }

    #[test]
    fn bytes_have_units() {
        assert_eq!(bytes(12.0), "12\u{202f}B");
        assert_eq!(bytes(1_234_567.0), "1.23\u{202f}MB");
    }
}
