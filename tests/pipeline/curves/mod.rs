//! Curves with their bands, calibration, and the intervals of scores.

mod limits;
mod reference;
mod runs;

use grove_engine::evaluate::curves::{AnsweredRows, curves};
use grove_engine::pace::{Pace, block_on};
use grove_protocol::report::CurvesReport;

/// The curves of a class of these rows, or the default ones.
pub fn of(labels: &[u32], probabilities: &[f64], class: Option<u32>) -> CurvesReport {
    let n_classes = probabilities.len() / labels.len().max(1);
    let classes: Vec<String> = (0..n_classes)
        .map(|class| format!("class {class}"))
        .collect();
    let rows = AnsweredRows {
        labels,
        classes: &classes,
        probabilities,
    };
    block_on(curves(rows, class, None, 42, &Pace::default()))
}

/// The probabilities of two classes, given those of the second.
pub fn of_two(second: impl IntoIterator<Item = f64>) -> Vec<f64> {
    second
        .into_iter()
        .flat_map(|yes| [1.0 - yes, yes])
        .collect()
}
