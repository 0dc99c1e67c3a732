//! What is reported of calibrated probabilities.

use serde::{Deserialize, Serialize};

use super::ChosenOn;
use super::bounds::at_most;
use grove_recipe::CalibrationMethod;
use grove_recipe::number::{count, significant};

/// The most points of the picture of a map.
pub const MAP_POINTS_AT_MOST: usize = 100;

/// The most classes whose maps are drawn.
pub const MAPS_AT_MOST: usize = 6;

/// How the probabilities of classes were calibrated, and what that changed on the test rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MappingReport {
    /// The kind of map that was asked for.
    pub method: CalibrationMethod,
    /// The rows that it was fitted on; `None` where there were none.
    pub fitted_on: Option<ChosenOn>,
    /// How many rows these are.
    pub rows: u32,
    /// The maps of the second of two classes, or of the first [`MAPS_AT_MOST`] classes; empty where nothing was calibrated.
    pub maps: Vec<MapPoints>,
    /// On the test rows, by the model's own probabilities.
    pub before: ProbabilityLosses,
    /// On the test rows, by the calibrated probabilities.
    pub after: ProbabilityLosses,
    /// What was left as it is, and why.
    pub note: Option<String>,
}

/// The map of a class, against the rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapPoints {
    /// The class.
    pub class: String,
    /// Probabilities of the model, ascending, each with the one that it is mapped to, before a row's are divided by their
    /// sum. At most [`MAP_POINTS_AT_MOST`].
    pub points: Vec<(f64, f64)>,
}

/// How far probabilities are from what happened; lower is better.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProbabilityLosses {
    /// The mean negative logarithm of the actual class's probability.
    pub log_loss: f64,
    /// The mean squared distance from what happened: of two classes, of the probability of the second, 0 to 1; of more, of
    /// all of them together, 0 to 2. scikit-learn's `brier_score_loss`.
    pub brier: f64,
}

impl MappingReport {
    /// Returns whether any probability was changed.
    pub const fn is_calibrated(&self) -> bool {
        !self.maps.is_empty()
    }

    /// Says how probabilities were calibrated, and what it changed.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if let Some(on) = self.fitted_on.filter(|_| self.is_calibrated()) {
            let how = match self.method {
                CalibrationMethod::Isotonic => "steps that only rise (isotonic regression)",
                _ => "a logistic curve (sigmoid)",
            };
            let (rows, words) = (count(self.rows), on.words());
            sentences.push(format!(
                "Probabilities are calibrated by {how}, fitted on {rows} {words}."
            ));
            let [before, after] = [self.before, self.after]
                .map(|losses| [losses.log_loss, losses.brier].map(|loss| significant(loss, 4)));
            sentences.push(format!(
                "On the test rows the log loss is {} and was {} before; the Brier score is {} and was {}. Lower is better.",
                after[0], before[0], after[1], before[1]
            ));
        }
        sentences.extend(self.note.clone());
        sentences
    }

    pub(super) fn check(&self) -> Result<(), String> {
        at_most("maps", self.maps.len(), MAPS_AT_MOST)?;
        let mut maps = self.maps.iter();
        maps.try_for_each(|map| at_most("points", map.points.len(), MAP_POINTS_AT_MOST))
    }
}
