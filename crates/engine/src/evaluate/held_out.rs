//! Answers for rows that the model has not learned from, and that are no test rows. What is chosen or measured after training
//! uses them: the calibration of probabilities, the decision threshold, and conformal answers.
//!
//! They are the out-of-bag answers of a forest; without any, the answers for the validation rows; without those, the answers of
//! models that learned from the other folds of the train rows.

use std::cell::RefCell;
use std::rc::Rc;

use grove_forest::LeftOut;
use grove_models::{Growth, Model, Predictions};
use grove_protocol::report::ChosenOn;
use grove_recipe::error::StageError;
use grove_recipe::{CrossValidation, Recipe};

use crate::clean::Cleaned;
use crate::evaluate::cross_validation::CrossValidationJob;
use crate::evaluate::prediction_job::PartialPredictions;
use crate::pace::Pace;
use crate::split::SplitParts;
use crate::table::target::TargetValues;
use crate::train::learner;
use crate::train::refused;
use crate::train::stage::TrainedModel;
use crate::train::training_job::TrainingJob;

/// The folds where neither out-of-bag answers nor validation rows are there.
const FOLDS: u32 = 5;

/// Where the answers come from.
enum Source<'a> {
    LeftOut(Box<LeftOut<'a>>),
    Validation(&'a TargetValues),
    Folds(Box<CrossValidationJob>, Box<Recipe>),
    /// Why there are no rows.
    Impossible(String),
}

/// Rows with their targets and what was answered for them.
pub struct HeldOutRows {
    /// Which rows they are.
    pub on: ChosenOn,
    /// Their targets, with the classes of the train rows.
    pub actual: TargetValues,
    /// The answers: the model's own for validation rows, else those of parts of it or of models like it.
    pub predicted: Predictions,
}

/// The rows, or why there are none.
pub type HeldOutAnswers = Result<HeldOutRows, String>;

/// Asks for the answers.
pub struct HeldOut<'a> {
    trained: &'a TrainedModel,
    source: Source<'a>,
}

impl<'a> HeldOut<'a> {
    /// Prepares to ask. The test rows are not looked at.
    ///
    /// # Errors
    /// Where the forest does not suit its train rows.
    pub fn new(
        trained: &'a TrainedModel,
        cleaned: &Rc<Cleaned>,
        parts: &SplitParts,
        recipe: &Recipe,
    ) -> Result<Self, StageError> {
        let source = match (left_out(trained, recipe)?, &trained.encoded.validation) {
            (Some(left_out), _) => Source::LeftOut(Box::new(left_out)),
            (None, Some(part)) => Source::Validation(&part.target),
            (None, None) => folds(cleaned, parts, recipe),
        };
        Ok(Self { trained, source })
    }

    /// Returns the units of progress.
    pub fn units(&self) -> u32 {
        match &self.source {
            Source::LeftOut(_) => self.trained.model.trees(),
            Source::Folds(job, recipe) => job.units(recipe),
            Source::Validation(_) | Source::Impossible(_) => 0,
        }
    }

    /// Returns the rows with their answers. `validation` has the predictions of the validation rows, if there are any.
    ///
    /// # Errors
    /// An error of cleaning, encoding or training in a fold.
    pub async fn answers(
        self,
        validation: Option<&PartialPredictions>,
        training_job: &RefCell<TrainingJob>,
        pace: &Pace,
    ) -> Result<HeldOutAnswers, StageError> {
        let total = self.units();
        let target = &self.trained.encoded.train.target;
        let (on, actual, predicted) = match self.source {
            Source::Impossible(why) => return Ok(Err(why)),
            Source::LeftOut(mut left_out) => {
                let mut done = 0;
                while left_out.advance() {
                    done += 1;
                    pace.breathe(done, total).await;
                }
                let (rows, values) = left_out.finish();
                let predicted = predictions(target, values);
                (ChosenOn::OutOfBag, target.take(&rows), predicted)
            }
            Source::Validation(actual) => {
                let Some(answers) = validation else {
                    return Ok(Err("there are no answers for the validation rows".into()));
                };
                (
                    ChosenOn::Validation,
                    actual.clone(),
                    answers.predicted.clone(),
                )
            }
            Source::Folds(mut job, recipe) => {
                let (actual, values) = job.answers(training_job, &recipe, target, pace).await?;
                (ChosenOn::Folds, actual, predictions(target, values))
            }
        };
        Ok(Ok(HeldOutRows {
            on,
            actual,
            predicted,
        }))
    }
}

/// Makes predictions of a target from rows × classes, or from values.
fn predictions(target: &TargetValues, values: Vec<f64>) -> Predictions {
    match target {
        TargetValues::Classes { classes, .. } => {
            Predictions::of_classes(classes.len() as u32, values)
        }
        TargetValues::Values(_) => Predictions::Values(values),
    }
}

/// Prepares the out-of-bag answers of a forest.
fn left_out<'a>(
    trained: &'a TrainedModel,
    recipe: &Recipe,
) -> Result<Option<LeftOut<'a>>, StageError> {
    let part = &trained.encoded.train;
    let learner = learner(recipe, &trained.encoded.featurizer);
    match (&*trained.model, learner.growth()) {
        (Model::Forest(forest), Growth::Forest(parameters)) => {
            let rows = (&part.matrix, part.target.to_learn());
            let weights = part.weights.as_deref();
            LeftOut::new(forest, rows, weights, &parameters).map_err(refused)
        }
        _ => Ok(None),
    }
}

/// Prepares folds of the train rows, of the kind that the split asks for.
fn folds<'a>(cleaned: &Rc<Cleaned>, parts: &SplitParts, recipe: &Recipe) -> Source<'a> {
    let mut recipe = recipe.clone();
    recipe.evaluate.cross_validation = CrossValidation::KFold;
    recipe.evaluate.n_splits = FOLDS;
    match CrossValidationJob::begin(cleaned, parts, &recipe) {
        Ok(Some(job)) => Source::Folds(Box::new(job), Box::new(recipe)),
        Ok(None) => Source::Impossible("there are no folds".into()),
        Err(error) => {
            let why = error.problem.trim_end_matches('.');
            Source::Impossible(format!(
                "the train rows cannot be divided into folds ({why})"
            ))
        }
    }
}
