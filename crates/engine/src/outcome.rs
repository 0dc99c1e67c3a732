//! The outcome of a run: the trained model is scored beside the baseline, and what there is to take home is gathered.

use std::cell::RefCell;
use std::rc::Rc;

use grove_models::Model;
use grove_models::baseline::Baseline;
use grove_protocol::report::{Evaluation, Importance};
use grove_recipe::Recipe;
use grove_recipe::error::StageError;

use super::answers::{Answers, ask, units};
use super::clean::Cleaned;
use super::cross_validation::CrossValidation;
use super::encoded::Encoded;
use super::evaluate::{Scored, evaluate};
use super::fitted::FittedPipeline;
use super::foreman::Foreman;
use super::pace::Pace;
use super::permutation::Permutation;
use super::predictions::PredictionTable;
use super::split::Parts;
use super::target::Target;

/// What a finished run leaves to take home. It stays until another run finishes.
pub struct Outcome {
    pub fitted: FittedPipeline,
    pub evaluation: Evaluation,
    /// Predictions on the test rows.
    pub predictions: PredictionTable,
}

/// What the train stage leaves.
pub struct Trained {
    /// What it learned from, whatever is encoded anew later.
    pub encoded: Rc<Encoded>,
    pub model: Rc<Model>,
    pub importances: Vec<Importance>,
}

/// What an evaluation looks at. The model came of these rows.
pub struct Evaluating {
    pub trained: Rc<Trained>,
    pub cleaned: Rc<Cleaned>,
    pub parts: Rc<Parts>,
    pub recipe: Rc<Recipe>,
    /// The recipe that says how the file was read.
    pub as_read: Recipe,
    /// Trains the models of the folds.
    pub foreman: Rc<RefCell<Foreman>>,
}

impl Evaluating {
    /// Predicts the rows that the model has not seen, shuffles their columns and validates by folds; scores the model
    /// beside the baseline and gathers what there is to take home. An error where there cannot be the folds that are asked
    /// for.
    pub async fn outcome(self, pace: Pace) -> Result<Outcome, StageError> {
        let Self {
            trained,
            cleaned,
            recipe,
            ..
        } = &self;
        let Trained { encoded, model, .. } = &**trained;
        let validation = encoded.validation.as_ref();
        let blind = matches!(**model, Model::Baseline { .. });
        let permutation = || Permutation::new(trained, u64::from(recipe.seed));
        let permutation = (!blind).then(permutation).flatten();
        let mut folds = CrossValidation::begin(cleaned, &self.parts, recipe)?;

        let sizes = [
            units(model, encoded.test.matrix.rows(), true),
            validation.map_or(0, |part| units(model, part.matrix.rows(), false)),
            permutation.as_ref().map_or(0, Permutation::columns),
            folds.as_ref().map_or(0, |folds| folds.units(recipe)),
        ];
        let total = sizes.iter().copied().fold(0, u32::saturating_add);
        let mut start = 0u32;
        let [of_test, of_validation, of_columns, of_folds] = sizes.map(|size| {
            let end = start.saturating_add(size);
            pace.part(std::mem::replace(&mut start, end)..end, total)
        });

        let test = ask(model, &encoded.test.matrix, true, &of_test).await;
        let validation = match validation {
            Some(part) => Some(ask(model, &part.matrix, false, &of_validation).await),
            None => None,
        };
        let permutation = match permutation {
            Some(permutation) => Some(permutation.importances(model, &of_columns).await),
            None => None,
        };
        let cross_validation = match &mut folds {
            Some(folds) => Some(folds.report(&self.foreman, recipe, &of_folds).await?),
            None => None,
        };
        let mut outcome = judge(trained, cleaned, &self.as_read, test, validation);
        outcome.evaluation.permutation = permutation;
        outcome.evaluation.cross_validation = cross_validation;
        Ok(outcome)
    }
}

/// What learned nothing from these rows but their most frequent class or their mean.
pub(super) fn baseline(train: &Target) -> Baseline {
    match train {
        Target::Classes { labels, classes } => Baseline::of_classes(labels, classes.len() as u32),
        Target::Values(values) => Baseline::of_values(values),
    }
}

fn judge(
    trained: &Trained,
    cleaned: &Cleaned,
    recipe: &Recipe,
    test_answers: Answers,
    validation_answers: Option<Answers>,
) -> Outcome {
    let encoded = &trained.encoded;
    let baseline = baseline(&encoded.train.target);
    let classes = match &encoded.train.target {
        Target::Classes { classes, .. } => classes.clone(),
        Target::Values(_) => Vec::new(),
    };
    let Answers {
        predicted,
        intervals,
    } = test_answers;
    let of_baseline = baseline.predict(encoded.test.matrix.rows());
    let test = Scored {
        actual: &encoded.test.target,
        predicted: &predicted,
        baseline: &of_baseline,
        intervals: intervals.as_deref(),
    };
    let validation = encoded.validation.as_ref().zip(validation_answers);
    let validation =
        validation.map(|(part, answers)| (part, answers, baseline.predict(part.matrix.rows())));
    let validation = validation.as_ref().map(|(part, answers, baseline)| Scored {
        actual: &part.target,
        predicted: &answers.predicted,
        baseline,
        intervals: None,
    });
    let evaluation = evaluate(&test, validation.as_ref(), trained.importances.clone());
    Outcome {
        evaluation,
        fitted: FittedPipeline {
            recipe: recipe.clone(),
            preparation: cleaned.preparation(&encoded.featurizer.kinds()),
            featurizer: encoded.featurizer.clone(),
            classes: classes.clone(),
            model: Rc::clone(&trained.model),
            train_rows: encoded.train.matrix.rows(),
        },
        predictions: PredictionTable {
            rows: encoded.test_rows.clone(),
            actual: Some(encoded.test.target.clone()),
            predicted,
            intervals,
            classes,
        },
    }
}
