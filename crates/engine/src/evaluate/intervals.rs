//! Computes prediction intervals and their coverage on the test rows.

use grove_forest::Matrix;
use grove_models::Model;
use grove_protocol::report::IntervalReport;

/// The share of the targets that intervals should contain.
const LEVEL: f64 = 0.9;

/// Returns the interval of each encoded row, if the model has intervals.
pub fn intervals(model: &Model, matrix: &Matrix) -> Option<Vec<(f64, f64)>> {
    model
        .intervals(matrix)
        .expect("the matrix was encoded for this model")
}

/// Reports the coverage of the intervals of some rows. There must be a row.
pub fn report(actual: &[f64], intervals: &[(f64, f64)]) -> IntervalReport {
    let rows = actual.len() as f64;
    let inside = |(actual, (low, high)): &(&f64, &(f64, f64))| (low..=high).contains(actual);
    let hits = actual.iter().zip(intervals).filter(inside).count();
    IntervalReport {
        level: LEVEL,
        coverage: hits as f64 / rows,
        mean_width: intervals
            .iter()
            .map(|(low, high)| (high - low) / rows)
            .sum(),
    }
}
