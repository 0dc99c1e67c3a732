//! The texts that count as missing values, in every column or only among numbers and dates.

use std::collections::HashSet;

use grove_recipe::Load;
use grove_recipe::parameters::MISSING_AMONG_NUMBERS;

/// How a cell's text is read: what is trimmed, and what counts as missing.
pub struct Markers<'a> {
    trim: bool,
    missing: HashSet<&'a str>,
}

impl<'a> Markers<'a> {
    pub fn new(load: &'a Load) -> Self {
        Self {
            trim: load.trim,
            missing: load.missing_values.iter().map(String::as_str).collect(),
        }
    }

    /// Returns the cell's value, or `None` if it counts as missing, which is decided on the trimmed text.
    pub fn read<'t>(&self, cell: Option<&'t str>) -> Option<&'t str> {
        let text = cell?;
        let trimmed = text.trim();
        let kept = if self.trim { trimmed } else { text };
        if kept.is_empty() || self.missing.contains(trimmed) {
            return None;
        }
        Some(kept)
    }

    /// Returns whether a text stands for a missing number or date. False for all texts if the recipe has no markers.
    pub fn among_numbers(&self, text: &str) -> bool {
        !self.missing.is_empty() && is_marker(text.trim())
    }
}

/// Returns whether a text is a known marker of a missing number, whatever its case.
pub fn is_marker(text: &str) -> bool {
    const LONGEST: usize = 24;
    if is_plain_number(text) {
        return false;
    }
    // SAS has a missing value for each letter.
    let of_sas = |text: &str| matches!(text.as_bytes(), [b'.', letter] if letter.is_ascii_alphabetic() || *letter == b'_');
    text.is_empty()
        || text.len() <= LONGEST
            && (MISSING_AMONG_NUMBERS
                .iter()
                .any(|known| text.eq_ignore_ascii_case(known))
                || of_sas(text))
}

/// Returns whether it is plain digits, with or without a sign and points. Most cells are, and no marker is.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    digits.first().is_some_and(u8::is_ascii_digit)
        && digits.iter().all(|b| b.is_ascii_digit() || *b == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_marker_is_taken_for_a_number() {
        for marker in MISSING_AMONG_NUMBERS {
            assert!(is_marker(marker), "{marker}");
        }
        for number in ["0", "-5", "12.5", "1.2.3"] {
            assert!(!is_marker(number), "{number}");
        }
    }
}
