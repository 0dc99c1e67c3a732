//! Parses numbers that a person typed among words, where the browser's number boxes cannot be used.

/// Parses a decimal number. Exact up to 15 digits: the digits and the power of ten are both exact, so that their
/// quotient is rounded once, to the number nearest to the text.
pub fn number(text: &str) -> Option<f64> {
    let text = text.replace('\u{2212}', "-");
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let (digits, exponent) = match digits.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
        None => (digits, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let digits = [whole, fraction].concat();
    if digits.is_empty() || digits.len() > 18 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits: u64 = digits.parse().ok()?;
    let power = exponent.checked_sub(fraction.len() as i32)?;
    let scale = 10f64.powi(power.checked_abs()?);
    let value = if power < 0 {
        digits as f64 / scale
    } else {
        digits as f64 * scale
    };
    value
        .is_finite()
        .then_some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_nearest_to_their_text() {
        for text in [
            "0",
            "0.9",
            "-0.001",
            "12345.678",
            "1e-9",
            "2.5E3",
            "50.",
            ".5",
            "0.1e1",
        ] {
            assert_eq!(number(text), text.parse().ok(), "{text}");
        }
        assert_eq!(number("\u{2212}3"), Some(-3.0));
        for text in [
            "",
            "-",
            ".",
            "1e",
            "e5",
            "1,5",
            "--1",
            "1e999999999999",
            "١",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
