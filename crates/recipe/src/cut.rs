//! Shortens texts for display: laying out a cell of millions of characters would freeze the page.

use std::borrow::Cow;

use super::count::count;

/// The most characters of a cell in a table.
pub const CELL: usize = 200;

/// The most characters of any other text that is sent to the page. Some surveys have column names that are longer than
/// a cell.
pub const TEXT: usize = 1000;

/// The most characters of a cell that is shown by itself.
pub const CELL_IN_FULL: usize = 10_000;

/// Returns the beginning of a text that has more than this many characters, and their number. O(bytes).
pub fn cut(text: &str, at_most: usize) -> Cow<'_, str> {
    if text.len() <= at_most {
        return text.into();
    }
    let Some((end, _)) = text.char_indices().nth(at_most) else {
        return text.into();
    };
    let all = count(text.chars().count() as u64);
    format!("{}… ({all} characters)", &text[..end]).into()
}

/// Returns whether a text has more than this many characters; true for every text that was cut to them.
pub fn is_longer(text: &str, at_most: usize) -> bool {
    text.len() > at_most && text.chars().nth(at_most).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters_and_says_how_long_it_is() {
        assert_eq!(cut("oak", 3), "oak");
        assert_eq!(cut("oaks", 3), "oak… (4 characters)");
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(cut("äöüß", 2), "äö… (4 characters)");
        let long = "x".repeat(10_485_760);
        let shown = cut(&long, CELL);
        assert!(shown.ends_with("… (10\u{202f}485\u{202f}760 characters)"));
        assert!(is_longer(&shown, CELL) && !is_longer(&long[..CELL], CELL));
        assert_eq!(cut(&long[..CELL], CELL).len(), CELL);
    }
}
