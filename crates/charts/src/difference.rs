//! Runs: the difference of two runs' scores and its interval, on an axis around 0.

use grove_recipe::number::score_text;

use crate::mark::{Mark, part};
use crate::scale::Linear;

/// Draws a difference. `reach` is the length of the axis on either side of 0. The same stands beside it in words, from
/// [`in_words`].
pub fn difference(value: f64, interval: (f64, f64), reach: f64) -> Mark {
    let x = Linear::new((-reach, reach), (0.03, 0.97));
    let at = |value: f64| part(x.at(value));
    let line = |from: f64, to: f64, above, below| {
        Mark::line_of((at(from), above), (at(to), below)).class("difference-interval")
    };
    let (low, high) = interval;
    let zero = Mark::line_of((at(0.0), "0"), (at(0.0), "100%")).class("difference-zero");
    let marks = vec![
        zero,
        line(low, high, "50%", "50%"),
        line(low, low, "25%", "75%"),
        line(high, high, "25%", "75%"),
        Mark::circle_of(at(value), "50%", 4.0).class("difference-value"),
    ];
    Mark::ornament("difference", marks)
}

/// Writes a difference with its sign.
pub fn signed(value: f64) -> String {
    let text = score_text(value);
    // What rounds to 0 has no sign.
    if value > 0.0 && text.chars().any(|c| ('1'..='9').contains(&c)) {
        ["+", &text].concat()
    } else {
        text
    }
}

/// Writes a difference and its interval.
pub fn in_words(value: f64, interval: (f64, f64)) -> String {
    [
        &signed(value),
        " (",
        &signed(interval.0),
        " to ",
        &signed(interval.1),
        ")",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_tells_its_side_unless_it_rounds_to_nothing() {
        assert_eq!(signed(0.0123), "+0.012");
        assert_eq!(signed(-0.5), "\u{2212}0.500");
        assert_eq!(signed(0.0001), "0.000");
        assert_eq!(signed(-0.0001), "0.000");
        assert_eq!(
            in_words(0.02, (-0.01, 0.05)),
            "+0.020 (\u{2212}0.010 to +0.050)"
        );
    }
}
