//! What is reported of the curves of a class over all thresholds, and of how far its probabilities can be believed.

use serde::{Deserialize, Serialize};

/// The most points of the curves, besides those of the convex hull: more cannot be told apart in a picture.
pub const CURVE_POINTS_AT_MOST: usize = 500;

/// The places of a band, from 0 to 1 in steps of a hundredth.
pub const BAND_PLACES: usize = 101;

/// The bins of the histogram of the answers, of equal width from 0 to 1.
pub const ANSWER_BINS: usize = 20;

/// The rows of a bin below which its share is too rough to judge.
pub const BIN_ROWS_TO_JUDGE: u32 = 20;

/// The curves of the test rows: of one class against the rest, or the mean over the classes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CurvesReport {
    /// The class; `None` for the macro average.
    pub class: Option<String>,
    /// Test rows.
    pub rows: u32,
    /// The share of the rows that are of the class, 0 to 1; of several classes the mean share.
    pub share: f64,
    /// Rows of the class.
    pub positives: u32,
    /// Of a class the test rows by thresholds, from the highest down: first none is predicted as the class, at last all.
    /// There are at most [`CURVE_POINTS_AT_MOST`]; the corners of the ROC curve's convex hull are there, and the threshold
    /// that decides. Empty for a macro average, and where no row is of the class.
    pub points: Vec<CurvePoint>,
    /// The place of the threshold that decides between this class and the others, if one does.
    pub chosen: Option<u32>,
    /// The true positive rate by the false positive rate.
    pub roc: CurveShape,
    /// Precision by recall; a step down to the precision of the next threshold.
    pub precision_recall: CurveShape,
    /// The share of the class's rows that are found by the share of all rows, by falling probability.
    pub gain: CurveShape,
    /// The resamples of bands and intervals; 0 where there are none.
    pub resamples: u32,
    /// How the probabilities compare with what happened.
    pub calibration: CalibrationReport,
    /// What is missing, and why.
    pub notes: Vec<String>,
}

/// What a threshold makes of the test rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// From 0 to 1; `None` above all probabilities.
    pub threshold: Option<f64>,
    /// Rows of the class that are predicted as it.
    pub true_positives: u32,
    /// Rows of other classes that are predicted as it.
    pub false_positives: u32,
}

/// A curve as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CurveShape {
    /// The area below the curve, 0 to 1: ROC AUC, or the average precision. `None` where it is not defined, and for a gain.
    pub area: Option<f64>,
    /// The 95 % interval of the area.
    pub interval: Option<(f64, f64)>,
    /// The heights at the places of a band; empty where the curve is not defined.
    pub heights: Vec<f64>,
    /// The 95 % interval of the height at each place; empty where there is none.
    pub band: Vec<(f64, f64)>,
}

/// How answers, which are probabilities, compare with what happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CalibrationReport {
    /// Bins of about as many rows each, from low answers to high ones.
    pub bins: Vec<CalibrationBin>,
    /// The rows by their answer, in [`ANSWER_BINS`].
    pub histogram: Vec<u32>,
    /// The mean distance of the bins from the diagonal, weighted by their rows, 0 to 1 (expected calibration error).
    pub expected_error: Option<f64>,
    /// The mean squared distance of probabilities from what happened (Brier score): 0 to 1 for a class, and to 2 summed over
    /// all classes.
    pub brier: Option<f64>,
}

/// Rows with answers alike.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationBin {
    /// The mean answer, 0 to 1.
    pub answer: f64,
    /// The share of the rows for which it was right.
    pub share: f64,
    /// The 95 % interval of the share: Wilson's.
    pub interval: (f64, f64),
    /// How many rows these are.
    pub rows: u32,
}

impl CurvesReport {
    /// Returns the place of the point of any threshold. O(points).
    pub fn place(&self, threshold: f64) -> usize {
        let above = |at: &&CurvePoint| at.threshold.is_none_or(|of| of >= threshold);
        let above = self.points.iter().take_while(above);
        above.count().saturating_sub(1)
    }

    /// Returns the number of rows that are not of the class.
    pub const fn negatives(&self) -> u32 {
        self.rows.saturating_sub(self.positives)
    }
}
