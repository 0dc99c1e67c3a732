//! Counts as every sentence writes them: digits in groups of three. Numbers of rows and lines are written without
//! groups, because people search for them.

/// A narrow space that never breaks: between groups of three digits, and between a number and its unit.
pub const THIN: char = '\u{202f}';

/// Writes a whole number with its digits in groups of three, such as `12 345`.
pub fn count(value: impl Into<u64>) -> String {
    group(&value.into().to_string())
}

/// Writes a count and what is counted, such as `1 row` or `12 345 rows`.
pub fn counted(value: impl Into<u64>, one: &str, many: &str) -> String {
    let value = value.into();
    format!("{} {}", count(value), if value == 1 { one } else { many })
}

/// Groups a number's digits by three, up to its decimal point. It must have no sign.
pub fn group(digits: &str) -> String {
    let point = digits.find('.').unwrap_or(digits.len());
    let (whole, rest) = digits.split_at(point);
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(THIN);
        }
        grouped.push(digit);
    }
    grouped + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_in_threes() {
        assert_eq!(count(0u32), "0");
        assert_eq!(count(999u32), "999");
        assert_eq!(count(1000u32), "1\u{202f}000");
        assert_eq!(count(u32::MAX), "4\u{202f}294\u{202f}967\u{202f}295");
        assert_eq!(group("1234.5678"), "1\u{202f}234.5678");
        assert_eq!(counted(1u32, "row", "rows"), "1 row");
        assert_eq!(counted(0u32, "row", "rows"), "0 rows");
    }
}
