//! Runs: a score beside another run's, with the interval that the difference lies in, around no difference at all.

use yew::{Html, html};

use super::axis::px;
use super::metric_tiles::written;
use super::scale::Linear;

/// `reach` is how far the picture goes to either side of 0. Beside it stands the same in words, from [`in_words`].
pub fn difference(value: f64, interval: (f64, f64), reach: f64) -> Html {
    let x = Linear::new((-reach, reach), (3.0, 97.0));
    let at = |value: f64| [&px(x.at(value)), "%"].concat();
    html! {
        <svg class="difference" aria-hidden="true" focusable="false">
            <line class="difference-zero" x1={at(0.0)} x2={at(0.0)} y1="0" y2="100%" />
            <line class="difference-interval" x1={at(interval.0)} x2={at(interval.1)} y1="50%" y2="50%" />
            { for [interval.0, interval.1].map(|end| html! { <line class="difference-interval" x1={at(end)} x2={at(end)} y1="25%" y2="75%" /> }) }
            <circle class="difference-value" cx={at(value)} cy="50%" r="4" />
        </svg>
    }
}

/// A difference with its sign.
pub fn signed(value: f64) -> String {
    let text = written(value);
    // What rounds to nothing has no side.
    if value > 0.0 && text.chars().any(|c| ('1'..='9').contains(&c)) {
        ["+", &text].concat()
    } else {
        text
    }
}

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
