//! Signs and units around a number: `−5`, `5.00-`, `(5.00)`, `$1,234.50`, `12.5 %`.

/// The symbols of currencies, before or after an amount.
const CURRENCIES: [&str; 20] = [
    "US$", "HK$", "NZ$", "R$", "A$", "C$", "S$", "$", "€", "£", "¥", "₹", "₽", "₩", "₺", "₪", "₫",
    "฿", "₴", "₱",
];
/// ISO 4217 codes of the most traded currencies.
const CODES: [&str; 25] = [
    "USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD", "CNY", "INR", "BRL", "SEK", "NOK",
    "DKK", "PLN", "CZK", "HUF", "RUB", "TRY", "MXN", "ZAR", "SGD", "HKD", "KRW", "ILS",
];
const SHARES: [&str; 2] = ["%", "‰"];

/// Returns whether a unit is a share: `12 %` and `0.12` may be equal.
pub fn is_share(unit: &str) -> bool {
    SHARES.contains(&unit)
}

/// The parts of a number: its sign, the digits with their separators, its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signed<'t> {
    pub negative: bool,
    pub digits: &'t str,
    /// Empty if there is none.
    pub unit: &'t str,
    /// The power of ten of the letters after an amount of money: `$56.7M` is 56.7 · 10⁶.
    pub power: u8,
}

/// Separates signs and a known unit from a trimmed text. O(length).
pub fn signed(text: &str) -> Option<Signed<'_>> {
    let mut rest = text;
    let mut sign = None;
    let mut unit = "";
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        sign = Some(true);
        rest = inner.trim();
    }
    // A sign may be before or after the unit.
    for _ in 0..2 {
        if let (None, Some((negative, behind))) = (sign, leading_sign(rest)) {
            sign = Some(negative);
            rest = behind;
        } else if let ("", Some((found, behind))) = (unit, leading_unit(rest)) {
            unit = found;
            rest = behind;
        }
    }
    for _ in 0..2 {
        if let (None, Some(before)) = (sign, rest.strip_suffix(['-', '−'])) {
            sign = Some(true);
            rest = before.trim_end();
        } else if let ("", Some((found, before))) = (unit, trailing_unit(rest)) {
            unit = found;
            rest = before;
        }
    }
    let mut power = 0;
    if !unit.is_empty()
        && !is_share(unit)
        && let Some((found, before)) = magnitude(rest)
    {
        power = found;
        rest = before;
    }
    let plausible = rest.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    plausible.then_some(Signed {
        negative: sign == Some(true),
        digits: rest,
        unit,
        power,
    })
}

/// Reads letters for thousands and more at the end of an amount.
fn magnitude(text: &str) -> Option<(u8, &str)> {
    const KNOWN: [(&str, u8); 14] = [
        ("thousand", 3),
        ("million", 6),
        ("billion", 9),
        ("trillion", 12),
        ("mln", 6),
        ("bln", 9),
        ("mio", 6),
        ("mrd", 9),
        ("mn", 6),
        ("bn", 9),
        ("k", 3),
        ("m", 6),
        ("b", 9),
        ("t", 12),
    ];
    let (at, _) = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_ascii_alphabetic())
        .last()?;
    let (_, power) = KNOWN
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(&text[at..]))?;
    Some((*power, text[..at].trim_end()))
}

fn leading_sign(text: &str) -> Option<(bool, &str)> {
    let first = text.chars().next()?;
    let negative = match first {
        '+' => false,
        '-' | '−' | '–' => true,
        _ => return None,
    };
    Some((negative, text[first.len_utf8()..].trim_start()))
}

fn leading_unit(text: &str) -> Option<(&str, &str)> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let of = |known: &[&str]| {
        let known = known.iter().find(|known| text.starts_with(**known))?;
        Some((&text[..known.len()], text[known.len()..].trim_start()))
    };
    of(&CURRENCIES).or_else(|| of(&CODES))
}

fn trailing_unit(text: &str) -> Option<(&str, &str)> {
    if text.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let of = |known: &[&str]| {
        let known = known.iter().find(|known| text.ends_with(**known))?;
        let at = text.len() - known.len();
        Some((&text[at..], text[..at].trim_end()))
    };
    of(&SHARES)
        .or_else(|| of(&CURRENCIES))
        .or_else(|| of(&CODES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_units_stand_on_either_side() {
        let parts = |text| signed(text).map(|s| (s.negative, s.digits, s.unit));
        for (text, expected) in [
            ("5", (false, "5", "")),
            ("+5", (false, "5", "")),
            ("−5", (true, "5", "")),
            ("5.00-", (true, "5.00", "")),
            ("(5.00)", (true, "5.00", "")),
            ("($1,234.50)", (true, "1,234.50", "$")),
            ("-$5", (true, "5", "$")),
            ("$-5", (true, "5", "$")),
            ("$ 5", (false, "5", "$")),
            ("12.5 %", (false, "12.5", "%")),
            ("5,00- €", (true, "5,00", "€")),
            ("EUR 1.234", (false, "1.234", "EUR")),
            (".5", (false, ".5", "")),
        ] {
            assert_eq!(parts(text), Some(expected), "{text}");
        }
        let power = |text| signed(text).map(|s| (s.digits, s.power));
        for (text, expected) in [
            ("$56.7M", ("56.7", 6)),
            ("€565K", ("565", 3)),
            ("$1.2 billion", ("1.2", 9)),
            ("5 bn €", ("5", 9)),
            ("($3k)", ("3", 3)),
            ("$5", ("5", 0)),
            ("5M", ("5M", 0)),
            ("5M %", ("5M", 0)),
            ("$5 each", ("5 each", 0)),
        ] {
            assert_eq!(power(text), Some(expected), "{text}");
        }
        for text in ["", "-", "%", "$", "()", "A5", "--", "x 5"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
