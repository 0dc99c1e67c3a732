//! What is reported of a decision threshold.

use serde::{Deserialize, Serialize};

use super::bounds::{at_most, fit};
use grove_recipe::ThresholdBy;
use grove_recipe::number::{count, significant};

/// The most points of the curves: more cannot be told apart in a picture.
pub const THRESHOLDS_AT_MOST: usize = 500;

/// How rows are decided between one class, the positive one, and the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionReport {
    /// The class that the threshold decides on.
    pub pos_label: String,
    /// What the threshold was to be chosen by.
    pub by: ThresholdBy,
    /// From 0 to 1; `None` where the most probable class decides.
    pub threshold: Option<f64>,
    /// The rows that the threshold was chosen on; `None` where it was not chosen.
    pub chosen_on: Option<ChosenOn>,
    /// How many rows these are.
    pub rows: u32,
    /// What was reached there of `by`: a score from 0 to 1 (Youden's J from −1), or the cost per 1,000 rows.
    pub value: Option<f64>,
    /// Why no threshold could be chosen.
    pub note: Option<String>,
    /// The test rows by class and prediction.
    pub test: DecisionCounts,
    /// What each outcome costs.
    pub costs: OutcomeCosts,
    /// What 1,000 rows like the test rows cost.
    pub cost: DecisionCost,
    /// The test rows by thresholds, from the highest down, at most [`THRESHOLDS_AT_MOST`]. The first and the last possible
    /// ones are there, and the one that decides. Any other threshold makes the same of the rows as the lowest one that is
    /// not below it, or nearly so where some are left out.
    pub points: Vec<ThresholdPoint>,
    /// The place of the threshold that decides; `None` where the most probable class does.
    pub chosen: Option<u32>,
}

/// Rows on which a threshold can be chosen, probabilities calibrated and errors measured. The model has not learned from any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChosenOn {
    /// Train rows, each predicted by the trees whose bootstrap left it out.
    OutOfBag,
    /// The validation rows.
    Validation,
    /// Train rows, each predicted by a model of the same kind that was trained without its fold.
    Folds,
}

impl ChosenOn {
    /// Says which rows they are, in the plural.
    pub const fn words(self) -> &'static str {
        match self {
            Self::OutOfBag => "train rows by their out-of-bag predictions",
            Self::Validation => "validation rows",
            Self::Folds => "train rows by cross-validated predictions",
        }
    }
}

/// How many rows are of the positive class or not, and predicted as it or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionCounts {
    /// Of the positive class and predicted as it.
    pub true_positives: u32,
    /// Of another class and predicted as the positive one.
    pub false_positives: u32,
    /// Of another class and predicted as another, though perhaps not the right one.
    pub true_negatives: u32,
    /// Of the positive class and predicted as another.
    pub false_negatives: u32,
}

/// What a row of each outcome costs; below 0 for a gain.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutcomeCosts {
    /// For a row of the positive class predicted as it.
    pub true_positive: f64,
    /// For a row of another class predicted as the positive one.
    pub false_positive: f64,
    /// For a row of another class predicted as another.
    pub true_negative: f64,
    /// For a row of the positive class predicted as another.
    pub false_negative: f64,
}

impl OutcomeCosts {
    /// What 1,000 rows cost that are like these; 0 without rows.
    pub fn per_thousand(&self, counts: &DecisionCounts) -> f64 {
        let rows = f64::from(counts.true_positives)
            + f64::from(counts.false_positives)
            + f64::from(counts.true_negatives)
            + f64::from(counts.false_negatives);
        let sum = self.true_positive * f64::from(counts.true_positives)
            + self.false_positive * f64::from(counts.false_positives)
            + self.true_negative * f64::from(counts.true_negatives)
            + self.false_negative * f64::from(counts.false_negatives);
        if rows > 0.0 { sum * 1000.0 / rows } else { 0.0 }
    }
}

/// The cost of 1,000 rows by the model, and by what uses no feature.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionCost {
    /// By the model and how it decides.
    pub model: f64,
    /// Where every row is predicted as the positive class.
    pub always_yes: f64,
    /// Where no row is.
    pub always_no: f64,
    /// Expected where rows are predicted as the positive class at random, with its share of the train rows.
    pub chance: f64,
}

/// What a threshold makes of the test rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThresholdPoint {
    /// From 0 to 1.
    pub threshold: f64,
    /// Rows of the positive class that are predicted as it.
    pub true_positives: u32,
    /// Rows of other classes that are predicted as it.
    pub false_positives: u32,
    /// Rows whose class is predicted right, whichever it is.
    pub right: u32,
}

impl DecisionReport {
    /// Returns the number of test rows of the positive class, and that of all others.
    pub const fn of_test(&self) -> (u32, u32) {
        let counts = &self.test;
        (
            counts.true_positives.saturating_add(counts.false_negatives),
            counts.false_positives.saturating_add(counts.true_negatives),
        )
    }

    /// Returns whether thresholds may be left out, because there are too many.
    pub const fn is_thinned(&self) -> bool {
        self.points.len() >= THRESHOLDS_AT_MOST - 1
    }

    /// Returns the place of the point of any threshold. O(points).
    pub fn place(&self, threshold: f64) -> usize {
        let above = self
            .points
            .iter()
            .take_while(|at| at.threshold >= threshold);
        above.count().saturating_sub(1)
    }

    /// Returns the counts of a point.
    pub const fn counts(&self, at: &ThresholdPoint) -> DecisionCounts {
        let (positives, negatives) = self.of_test();
        DecisionCounts {
            true_positives: at.true_positives,
            false_positives: at.false_positives,
            true_negatives: negatives.saturating_sub(at.false_positives),
            false_negatives: positives.saturating_sub(at.true_positives),
        }
    }

    /// Says how rows are decided, how that was chosen, and what it makes of the test rows and costs. Empty where no threshold
    /// was asked for.
    pub fn sentences(&self) -> Vec<String> {
        if self.by == ThresholdBy::None {
            return Vec::new();
        }
        let class = &self.pos_label;
        let mut sentences: Vec<String> = self.note.iter().cloned().collect();
        if let Some(threshold) = self.threshold {
            let threshold = significant(threshold, 6);
            let chosen = self.chosen_on.map(|on| {
                let value = self.value.map_or(String::new(), |value| {
                    format!(" ({})", significant(value, 4))
                });
                let (by, rows) = (self.by.label(), count(self.rows));
                format!(", chosen for {by}{value} on {rows} {}", on.words())
            });
            sentences.push(format!(
                "A row is {class} if its probability is at least {threshold}{}; otherwise it is of the most probable other class.",
                chosen.unwrap_or_default()
            ));
        }
        let DecisionCounts {
            true_positives,
            false_positives,
            true_negatives,
            false_negatives,
        } = self.test;
        sentences.push(format!(
            "Of the test rows that are {class}, {} are predicted as it and {} are not; of the others, {} are and {} are not.",
            count(true_positives),
            count(false_negatives),
            count(false_positives),
            count(true_negatives)
        ));
        let [model, yes, no, chance] = [
            self.cost.model,
            self.cost.always_yes,
            self.cost.always_no,
            self.cost.chance,
        ]
        .map(|cost| significant(cost, 4));
        sentences.push(format!(
            "A thousand such rows cost {model}; always {class} {yes}, never {class} {no}, by chance {chance}."
        ));
        sentences
    }

    pub(super) fn check(&self) -> Result<(), String> {
        at_most("thresholds", self.points.len(), THRESHOLDS_AT_MOST)?;
        let there = |place: u32| (place as usize) < self.points.len();
        fit(self.chosen.is_none_or(there))
    }
}
