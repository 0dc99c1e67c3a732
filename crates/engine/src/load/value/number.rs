//! Parses a number in a given notation, and finds the notations in which a text is a number.

use std::borrow::Cow;

use grove_recipe::{Decimal, Thousands};

use super::sign::{Signed, signed};

/// The decimal separator and the separator of thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberForm {
    pub decimal: Decimal,
    pub thousands: Thousands,
}

const fn form(decimal: Decimal, thousands: Thousands) -> NumberForm {
    NumberForm { decimal, thousands }
}

/// The possible forms of a file's numbers, plainest first.
pub const FORMS: [NumberForm; 8] = [
    form(Decimal::Point, Thousands::None),
    form(Decimal::Comma, Thousands::None),
    form(Decimal::Point, Thousands::Comma),
    form(Decimal::Comma, Thousands::Point),
    form(Decimal::Point, Thousands::Space),
    form(Decimal::Comma, Thousands::Space),
    form(Decimal::Point, Thousands::Apostrophe),
    form(Decimal::Comma, Thousands::Apostrophe),
];

/// A bit for each of [`FORMS`] in which a text is a number.
pub type Mask = u8;
pub const ANY_FORM: Mask = Mask::MAX;

/// A number in its written form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WrittenNumber {
    /// A whole number that fits 64 bits.
    Whole(i64),
    /// Any other number; it may be infinite. `digits_lost`: a whole number with more digits than a 64-bit float keeps.
    Real { value: f64, digits_lost: bool },
}

/// The largest whole number up to which 64-bit floats keep every digit.
pub const EXACT: i64 = 1 << 53;

impl WrittenNumber {
    /// Returns whether it is a whole number that shares its 64-bit float with a neighbour.
    pub fn is_big(self) -> bool {
        match self {
            WrittenNumber::Whole(value) => value.unsigned_abs() > EXACT as u64,
            WrittenNumber::Real { digits_lost, .. } => digits_lost,
        }
    }

    pub fn value(self) -> f64 {
        match self {
            WrittenNumber::Whole(value) => value as f64,
            WrittenNumber::Real { value, .. } => value,
        }
    }
}

/// Returns whether a text is digits with leading zeros, as of postcodes and article numbers: a name, not a quantity.
pub fn is_code(text: &str) -> bool {
    matches!(text.as_bytes(), [b'0', b'0'..=b'9', ..]) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Parses a trimmed text; `None` if it is no number in this form. O(length).
pub fn read(text: &str, form: NumberForm) -> Option<WrittenNumber> {
    if let Some(number) = read_plain(text, form) {
        return Some(number);
    }
    let Some(parts) = signed(text) else {
        // Rust parses names such as "inf", too; NaN is a missing value.
        let value: f64 = text.parse().ok()?;
        return value.is_infinite().then_some(WrittenNumber::Real {
            value,
            digits_lost: false,
        });
    };
    let mut plain = plain(parts.digits, form)?;
    if parts.power > 0 {
        // One rounding, as if all zeros were written.
        plain = Cow::Owned(format!("{plain}e{}", parts.power));
    }
    let sign = if parts.negative { "-" } else { "" };
    let whole = plain.bytes().all(|b| b.is_ascii_digit());
    let text: Cow<str> = match parts.negative {
        true => Cow::Owned([sign, &plain].concat()),
        false => plain,
    };
    if whole && let Ok(value) = text.parse() {
        return Some(WrittenNumber::Whole(value));
    }
    Some(WrittenNumber::Real {
        value: text.parse().ok()?,
        digits_lost: whole,
    })
}

/// Parses digits with an optional sign and a point, as most numbers are written.
fn read_plain(text: &str, form: NumberForm) -> Option<WrittenNumber> {
    /// Every number of this many digits fits 64 bits.
    const DIGITS: usize = 18;
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let points = digits.iter().filter(|b| **b == b'.').count();
    let others = digits.iter().filter(|b| !b.is_ascii_digit()).count();
    let code = matches!(digits, [b'0', b'0'..=b'9', ..]);
    if digits.is_empty() || others > points || points > 1 || code {
        return None;
    }
    match points {
        0 if digits.len() <= DIGITS => text.parse().ok().map(WrittenNumber::Whole),
        1 if form.decimal == Decimal::Point && digits.len() > 1 => Some(WrittenNumber::Real {
            value: text.parse().ok()?,
            digits_lost: false,
        }),
        _ => None,
    }
}

/// Returns whether a text may be a number at all: it has a digit, or is a word for infinity.
pub fn may_be(text: &str) -> bool {
    const INFINITE: [&str; 2] = ["inf", "infinity"];
    let word = text.trim_start_matches(['+', '-']);
    text.bytes().any(|b| b.is_ascii_digit())
        || INFINITE
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
}

/// Returns the unit of a text that is a number in some form; empty if it has none.
pub fn unit(text: &str) -> &str {
    signed(text).map_or("", |Signed { unit, .. }| unit)
}

/// Returns whether letters after an amount stand for thousands and more.
pub fn is_scaled(text: &str) -> bool {
    signed(text).is_some_and(|parts| parts.power > 0)
}

/// Returns what precedes and follows the only number in a text that is no number itself, if that is short: ` kg`, `+`,
/// `<`. A text with two numbers has no such affixes. O(length).
pub fn around(text: &str) -> Option<(&str, &str)> {
    const SHORT: usize = 6;
    const CLOSE: usize = 3;
    let in_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let length = text[start..]
        .find(|c| !in_number(c))
        .unwrap_or(text.len() - start);
    let number = text[start..start + length].trim_end_matches(['.', ',']);
    let (before, behind) = (text[..start].trim(), text[start + number.len()..].trim());
    let is_short = |around: &str| {
        around.chars().count() <= SHORT && !around.contains(|c: char| c.is_ascii_digit())
    };
    // Letters before a number make a code, such as A12, and so do many letters after it.
    let close = text[start + number.len()..]
        .chars()
        .take_while(|c| c.is_alphabetic())
        .count();
    let plain = !before.contains(char::is_alphanumeric)
        && before.is_empty() != behind.is_empty()
        // `1. Male` is a numbered word.
        && !behind.starts_with(['.', ','])
        && close <= CLOSE;
    (plain && is_short(before) && is_short(behind) && forms(number) != 0)
        .then_some((before, behind))
}

/// Returns the forms in which a trimmed text is a number; 0 if there is none. O(length).
pub fn forms(text: &str) -> Mask {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return if text.is_empty() || is_code(text) {
            0
        } else {
            ANY_FORM
        };
    }
    forms_with_point(text).unwrap_or_else(|| forms_by_trying(text))
}

/// Returns the forms of digits with one point between them, as most numbers are written; `None` for all others.
fn forms_with_point(text: &str) -> Option<Mask> {
    const POINT: Mask = 0b0101_0101;
    const GERMAN: Mask = 1 << 3;
    let (whole, decimals) = text.strip_prefix('-').unwrap_or(text).split_once('.')?;
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let zero = whole.starts_with('0');
    if !all_digits(whole) || !all_digits(decimals) || zero && whole.len() > 1 {
        return None;
    }
    let thousands = whole.len() <= 3 && decimals.len() == 3 && !zero;
    Some(POINT | if thousands { GERMAN } else { 0 })
}

fn forms_by_trying(text: &str) -> Mask {
    let Some(Signed { digits, .. }) = signed(text) else {
        return 0;
    };
    let mut mask = 0;
    for (bit, form) in FORMS.iter().enumerate() {
        if plain(digits, *form).is_some() {
            mask |= 1 << bit;
        }
    }
    mask
}

/// Returns whether it is open whether this mark is before decimals or between thousands: `1,250` is open, `1,5` is not.
pub fn is_doubtful(mask: Mask, mark: Decimal) -> bool {
    if mask == ANY_FORM {
        return false;
    }
    let bit = |decimal, thousands| {
        let place = FORMS.iter().position(|f| *f == form(decimal, thousands));
        place.is_some_and(|place| mask & (1 << place) != 0)
    };
    match mark {
        Decimal::Comma => {
            bit(Decimal::Comma, Thousands::None) && bit(Decimal::Point, Thousands::Comma)
        }
        Decimal::Point => {
            bit(Decimal::Point, Thousands::None) && bit(Decimal::Comma, Thousands::Point)
        }
    }
}

/// Converts `1.234,5e3` to `1234.5e3`; `None` if it is no number of this form, without sign and unit.
fn plain(digits: &str, form: NumberForm) -> Option<Cow<'_, str>> {
    let mark = match form.decimal {
        Decimal::Point => '.',
        Decimal::Comma => ',',
    };
    let groups = |c: char| match form.thousands {
        Thousands::None => false,
        Thousands::Comma => c == ',',
        Thousands::Point => c == '.',
        Thousands::Space => matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'),
        Thousands::Apostrophe => matches!(c, '\'' | '’'),
    };
    let end = digits.find(['e', 'E']).unwrap_or(digits.len());
    let (mantissa, exponent) = digits.split_at(end);
    let (whole, decimals) = mantissa.split_once(mark).unwrap_or((mantissa, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    // A comma at the end of a text does not precede decimals.
    let ends = mark == ',' && mantissa.ends_with(mark);
    if ends || !all_digits(decimals) || !fits_exponent(exponent) {
        return None;
    }
    if all_digits(whole) {
        let nothing = whole.is_empty() && decimals.is_empty();
        if nothing || matches!(whole.as_bytes(), [b'0', _, ..]) {
            return None;
        }
        return Some(match mark {
            '.' => Cow::Borrowed(digits),
            _ => Cow::Owned(digits.replacen(mark, ".", 1)),
        });
    }
    let parts: Vec<&str> = whole.split(groups).collect();
    if !parts.iter().all(|part| all_digits(part)) || !are_groups(&parts, form.thousands) {
        return None;
    }
    let mut number = parts.concat();
    if mantissa.contains(mark) {
        number.push('.');
        number.push_str(decimals);
    }
    number.push_str(exponent);
    Some(Cow::Owned(number))
}

fn fits_exponent(exponent: &str) -> bool {
    let Some(power) = exponent.get(1..) else {
        return exponent.is_empty();
    };
    let power = power.strip_prefix(['+', '-']).unwrap_or(power);
    !power.is_empty() && power.bytes().all(|b| b.is_ascii_digit())
}

/// Returns whether they are groups of three after a first one of one to three digits, which does not start with zero;
/// or, with commas, India's groups of two before the last three.
fn are_groups(parts: &[&str], thousands: Thousands) -> bool {
    /// More groups are a list of numbers.
    const GROUPS: usize = 6;
    let [first, middle @ .., last] = parts else {
        return false;
    };
    if parts.len() > GROUPS {
        return false;
    }
    let begins = !first.is_empty() && first.len() <= 3 && !first.starts_with('0');
    let by_three = middle.iter().all(|part| part.len() == 3);
    let of_india = thousands == Thousands::Comma
        && first.len() <= 2
        && !middle.is_empty()
        && middle.iter().all(|part| part.len() == 2);
    begins && last.len() == 3 && (by_three || of_india)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: NumberForm = FORMS[0];
    const COMMA: NumberForm = FORMS[1];
    const ENGLISH: NumberForm = FORMS[2];
    const GERMAN: NumberForm = FORMS[3];

    fn value(text: &str, form: NumberForm) -> Option<f64> {
        read(text, form).map(WrittenNumber::value)
    }

    #[test]
    fn numbers_are_read_in_their_form() {
        for (text, form, expected) in [
            ("12", PLAIN, 12.0),
            ("-0.5", PLAIN, -0.5),
            ("1e3", PLAIN, 1000.0),
            (".5", PLAIN, 0.5),
            ("5.", PLAIN, 5.0),
            ("0,750", COMMA, 0.75),
            ("1,250", COMMA, 1.25),
            ("1,250", ENGLISH, 1250.0),
            ("12,34,567.5", ENGLISH, 1_234_567.5),
            ("1.234,5", GERMAN, 1234.5),
            ("$1,234.50", ENGLISH, 1234.5),
            ("($987.65)", ENGLISH, -987.65),
            ("−5", PLAIN, -5.0),
            ("12.5 %", PLAIN, 12.5),
            ("1 234,5", FORMS[5], 1234.5),
            ("1'234.5", FORMS[6], 1234.5),
            ("$56.7M", PLAIN, 56.7e6),
            ("€110,5 Mio", COMMA, 110.5e6),
            ("$1,250K", ENGLISH, 1.25e6),
        ] {
            assert_eq!(value(text, form), Some(expected), "{text}");
        }
        for (text, form) in [
            ("0,750", ENGLISH),
            ("1,25", ENGLISH),
            ("1.5", COMMA),
            ("007", PLAIN),
            ("1.2.3", PLAIN),
            ("1.2.3", GERMAN),
            ("1e", PLAIN),
            ("12a", PLAIN),
            ("nan", PLAIN),
            ("1-5", PLAIN),
            ("5M", PLAIN),
            ("$1e3K", PLAIN),
            ("1234,567", ENGLISH),
        ] {
            assert_eq!(value(text, form), None, "{text}");
        }
    }

    #[test]
    fn digits_that_a_float_loses_are_told() {
        let big = |text| read(text, PLAIN).is_some_and(WrittenNumber::is_big);
        assert!(big("9007199254740993") && big("12345678901234567890"));
        assert!(!big("9007199254740992") && !big("1e300") && !big("12345678901234567890.5"));
        assert_eq!(read("-12", PLAIN), Some(WrittenNumber::Whole(-12)));
    }

    #[test]
    fn forms_are_the_same_the_short_way() {
        for whole in ["", "0", "7", "00", "01", "12", "123", "1234"] {
            for decimals in ["", "0", "25", "000", "125", "1250"] {
                for sign in ["", "-"] {
                    let text = format!("{sign}{whole}.{decimals}");
                    if let Some(mask) = forms_with_point(&text) {
                        assert_eq!(mask, forms_by_trying(&text), "{text}");
                    }
                }
            }
        }
        assert_eq!(forms_with_point("-12.345"), Some(0b0101_1101));
    }

    #[test]
    fn the_forms_of_a_text_are_known() {
        assert_eq!(forms("12"), ANY_FORM);
        assert_eq!(forms("abc"), 0);
        assert!(is_doubtful(forms("1,250"), Decimal::Comma));
        assert!(!is_doubtful(forms("0,250"), Decimal::Comma));
        assert!(!is_doubtful(forms("1,25"), Decimal::Comma));
        assert!(is_doubtful(forms("1.250"), Decimal::Point));
        assert_eq!(forms("1,234,567"), 1 << 2);
    }
}
