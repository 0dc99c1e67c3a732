//! Evaluate: the score of each fold of a cross-validation, beside the test score.

use grove_protocol::report::FoldScores;

use crate::mark::{Mark, part};
use crate::scale::Linear;

/// Draws a dot for each fold over a line from the lowest to the highest score; `None` where no score is defined.
pub fn strip(scores: &FoldScores, test: Option<f64>) -> Option<Mark> {
    let known = || scores.folds.iter().copied().flatten();
    let low = known().chain(test).fold(f64::INFINITY, f64::min);
    let high = known().chain(test).fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return None;
    }
    let x = Linear::new((low, high), (0.04, 0.96));
    let at = |value: f64| part(x.at(value));
    let mut marks = vec![Mark::line_of(("0", "50%"), ("100%", "50%")).class("axis-line")];
    marks.extend(known().map(|score| Mark::circle_of(at(score), "50%", 4.0).class("folds-dot")));
    if let Some(mean) = scores.mean {
        marks.push(Mark::line_of((at(mean), "15%"), (at(mean), "85%")).class("folds-mean"));
    }
    if let Some(test) = test {
        let diamond = Mark::svg(vec![Mark::path("M0-7 6 0 0 7-6 0Z")]).class("folds-test");
        marks.push(diamond.with("x", at(test)).with("y", "50%"));
    }
    Some(Mark::ornament("folds-strip", marks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_score_is_on_the_line() {
        let mut scores = FoldScores {
            name: "accuracy".to_owned(),
            folds: vec![Some(0.8), None, Some(0.9)],
            mean: Some(0.85),
            std: None,
        };
        let strip_of = |scores: &FoldScores, test| strip(scores, test).map(|m| m.inside().len());
        assert_eq!(strip_of(&scores, Some(0.95)), Some(5));
        scores.folds = vec![None];
        scores.mean = None;
        assert_eq!(strip_of(&scores, None), None);
    }
}
