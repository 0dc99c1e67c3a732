//! Finds the rows that a run predicts differently from the first.

use crate::table::target::TargetValues;
use grove_models::Predictions;
use grove_protocol::tracking::ChangedRow;

/// The most rows that are listed.
const LISTED: usize = 200;

/// What another run predicts better and worse.
#[derive(Default)]
pub struct PredictionChanges {
    pub listed: Vec<ChangedRow>,
    pub better: u32,
    pub worse: u32,
}

/// A row's place, whether it is predicted better, and by how much.
type PredictionChange = (usize, bool, f64);

/// For classes, returns the rows that were right and are wrong now, or the reverse, in the order of the file; for
/// values, the rows whose absolute error changed, most changed first. `rows` are their numbers in the file. O(rows ·
/// log rows).
pub fn changed(
    rows: &[u32],
    actual: &TargetValues,
    first: &Predictions,
    this: &Predictions,
) -> PredictionChanges {
    let (first, this) = (as_targets(actual, first), as_targets(actual, this));
    let change = |row: usize| -> Option<PredictionChange> {
        match [actual, &first, &this] {
            [
                TargetValues::Values(actual),
                TargetValues::Values(first),
                TargetValues::Values(this),
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
    let mut changes: Vec<PredictionChange> = (0..rows.len()).filter_map(change).collect();
    let better = changes.iter().filter(|(_, better, _)| *better).count() as u32;
    let worse = changes.len() as u32 - better;
    // A stable sort keeps equal changes in the order of the file.
    changes.sort_by(|a, b| b.2.total_cmp(&a.2));
    changes.truncate(LISTED);
    let listed = changes.into_iter().map(|(row, better, _)| ChangedRow {
        row: rows[row],
        actual: actual.text(row as u32),
        first: first.text(row as u32),
        this: this.text(row as u32),
        better,
    });
    PredictionChanges {
        listed: listed.collect(),
        better,
        worse,
    }
}

/// Returns the predictions in the form of targets.
fn as_targets(actual: &TargetValues, predicted: &Predictions) -> TargetValues {
    match (actual, predicted) {
        (TargetValues::Classes { classes, .. }, predicted @ Predictions::Probabilities { .. }) => {
            TargetValues::Classes {
                labels: predicted.labels(),
                classes: classes.clone(),
            }
        }
        (TargetValues::Values(_), Predictions::Values(values)) => {
            TargetValues::Values(values.clone())
        }
        _ => unreachable!("a model predicts what its target is"),
    }
}
