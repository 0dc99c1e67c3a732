//! Rows that a run judges otherwise than the first.

use crate::target::Target;
use grove_models::Predictions;
use grove_protocol::tracking::Changed;

/// The most rows that are listed.
const LISTED: usize = 200;

/// What another run does better and worse.
pub struct Changes {
    pub listed: Vec<Changed>,
    pub better: u32,
    pub worse: u32,
}

/// A row's place, whether it is predicted better, and by how much.
type Change = (usize, bool, f64);

/// Of classes, the rows that were right and are wrong, or the other way around, in the order of the file; of values, the
/// rows whose absolute error changed, the most changed first. `rows` are their numbers in the file. O(rows · log rows).
pub fn changed(rows: &[u32], actual: &Target, first: &Predictions, this: &Predictions) -> Changes {
    let (first, this) = (said(actual, first), said(actual, this));
    let change = |row: usize| -> Option<Change> {
        match [actual, &first, &this] {
            [
                Target::Values(actual),
                Target::Values(first),
                Target::Values(this),
            ] => {
                let [before, after] = [first, this].map(|said| (said[row] - actual[row]).abs());
                (before != after).then_some((row, after < before, (after - before).abs()))
            }
            targets => {
                let [actual, first, this] = targets.map(|of| of.labels().map(|of| of[row]));
                let right = this == actual;
                (right != (first == actual)).then_some((row, right, 1.0))
            }
        }
    };
    let mut changes: Vec<Change> = (0..rows.len()).filter_map(change).collect();
    let better = changes.iter().filter(|(_, better, _)| *better).count() as u32;
    let worse = changes.len() as u32 - better;
    // Stable: equal changes stay in the order of the file.
    changes.sort_by(|a, b| b.2.total_cmp(&a.2));
    changes.truncate(LISTED);
    let listed = changes.into_iter().map(|(row, better, _)| Changed {
        row: rows[row],
        actual: actual.text(row as u32),
        first: first.text(row as u32),
        this: this.text(row as u32),
        better,
    });
    Changes {
        listed: listed.collect(),
        better,
        worse,
    }
}

/// The target as it would be if the predictions were right.
fn said(actual: &Target, predicted: &Predictions) -> Target {
    match (actual, predicted) {
        (Target::Classes { classes, .. }, predicted @ Predictions::Probabilities { .. }) => {
            Target::Classes {
                labels: predicted.labels(),
                classes: classes.clone(),
            }
        }
        (Target::Values(_), Predictions::Values(values)) => Target::Values(values.clone()),
        _ => unreachable!("a model predicts what its target is"),
    }
}
