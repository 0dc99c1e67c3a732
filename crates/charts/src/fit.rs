//! Texts that must fit into a picture.

/// The width of a letter at 12 px, in pixels; most letters are narrower.
pub const LETTER: f64 = 7.2;

/// Shortens a text to at most `pixels` at 12 px, with an ellipsis in place of what is left out.
pub fn fit(text: &str, pixels: f64) -> String {
    let room = (pixels / LETTER).max(1.0) as usize;
    if text.chars().count() <= room {
        return text.to_string();
    }
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    [kept.trim_end(), "…"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_letters() {
        assert_eq!(fit("petal length", 200.0), "petal length");
        assert_eq!(fit("größer als", 5.0 * LETTER), "größ…");
        assert_eq!(fit("abc", 0.0), "…");
        assert_eq!(fit("", 0.0), "");
    }
}
