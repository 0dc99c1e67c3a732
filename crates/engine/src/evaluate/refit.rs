//! Trains the recipe's model anew, on other rows of the table or with another seed, and scores it on rows that it did not
//! learn from.

use std::cell::RefCell;

use grove_models::Model;
use grove_protocol::report::Metric;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{Evaluate, Recipe};

use crate::clean::Cleaned;
use crate::evaluate::outcome::baseline;
use crate::evaluate::prediction_job::{PartialPredictions, ask};
use crate::evaluate::threshold::fixed;
use crate::evaluate::{ScoredPart, evaluate};
use crate::featurize::encoded_rows::{EncodedPart, EncodedRows, encode};
use crate::pace::Pace;
use crate::split::SplitParts;
use crate::table::target::TargetValues;
use crate::train::learner;
use crate::train::training_job::{TrainingJob, train};

/// Rows by their numbers in the file, each list ascending.
pub struct RefitRows {
    /// Everything is learned from these.
    pub train: Vec<u32>,
    /// These are scored.
    pub held_out: Vec<u32>,
}

impl RefitRows {
    /// Cleans and encodes the rows as if the held-out ones were the test rows: everything is fitted without them. Rows that
    /// only a step that learns from these train rows drops are neither learned from nor scored. `recipe` must be the one
    /// that the table was cleaned by, except for the seed and what follows the split.
    ///
    /// # Errors
    /// An error of cleaning or encoding, or where no rows are left.
    pub async fn encode(
        self,
        cleaned: &Cleaned,
        recipe: &Recipe,
        pace: &Pace,
    ) -> Result<EncodedRows, StageError> {
        let table = cleaned.learning_from(&self.train, recipe)?;
        let positions = |rows: Vec<u32>| -> Vec<u32> {
            let place = |row: u32| table.rows.binary_search(&row).ok();
            rows.into_iter()
                .filter_map(place)
                .map(|p| p as u32)
                .collect()
        };
        let parts = SplitParts {
            train: positions(self.train),
            validation: Vec::new(),
            test: positions(self.held_out),
            stratified: false,
            note: None,
        };
        if parts.train.is_empty() || parts.test.is_empty() {
            return Err(StageError::new(
                Stage::Evaluate,
                "after cleaning, no rows are left to train on, or none to score.",
                "Choose fewer folds, or drop fewer rows.",
            ));
        }
        let (encoded, ..) = encode(&table, &parts, recipe, pace).await?;
        Ok(encoded)
    }
}

/// A model that was trained anew, and what it predicts for the held-out rows.
pub struct Refitted {
    /// Trained on the train rows.
    pub model: Model,
    /// Its predictions for the held-out rows.
    pub held_out: PartialPredictions,
}

/// Trains a model on the train rows, and predicts the held-out ones.
///
/// # Errors
/// An error of the training.
pub async fn refit(
    encoded: &EncodedRows,
    recipe: &Recipe,
    training_job: &RefCell<TrainingJob>,
    pace: &Pace,
) -> Result<Refitted, StageError> {
    let learner = learner(recipe, &encoded.featurizer);
    let fitted = train(training_job, encoded, recipe, &learner, false, pace).await?;
    let asking = pace.part(1..1, 1);
    let held_out = ask(&fitted.model, &encoded.test.matrix, false, &asking).await;
    Ok(Refitted {
        model: fitted.model,
        held_out,
    })
}

/// Says how a model that is trained anew is scored otherwise than the run's.
pub fn scored_otherwise(evaluate: &Evaluate) -> Option<&'static str> {
    match (evaluate.calibrates(), evaluate.chooses_threshold()) {
        (true, _) => Some(
            "Probabilities of a model that is trained anew are not calibrated, and its most probable class decides: the calibration is fitted for the run's model.",
        ),
        (false, true) => Some(
            "Of a model that is trained anew the most probable class decides: the threshold is chosen for the run's model.",
        ),
        (false, false) => None,
    }
}

/// Scores the predictions of a part beside the baseline of the train rows. A threshold that the recipe names decides here,
/// too; one that is chosen, or is of calibrated probabilities, would need rows for it anew, and the most probable class
/// decides instead.
pub fn scores(
    encoded: &EncodedRows,
    part: &EncodedPart,
    answers: PartialPredictions,
    recipe: &Recipe,
) -> Vec<Metric> {
    let decision = match &part.target {
        TargetValues::Classes { classes, .. } if !recipe.evaluate.calibrates() => {
            fixed(&recipe.evaluate, classes)
        }
        _ => None,
    };
    let predicted = answers.predicted.decided_by(decision);
    let scored = ScoredPart {
        actual: &part.target,
        predicted: &predicted,
        baseline: &baseline(&encoded.train.target).predict(part.matrix.rows()),
        intervals: None,
    };
    evaluate(&scored, None, Vec::new()).metrics
}
