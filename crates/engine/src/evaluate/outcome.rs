//! Scores the trained model and the baseline, and collects everything that can be exported from the run.

use std::cell::RefCell;
use std::rc::Rc;

use grove_models::baseline::Baseline;
use grove_models::{AfterModel, Model};
use grove_protocol::report::{Evaluation, ProbabilityLosses};
use grove_recipe::error::StageError;
use grove_recipe::{ConformalMethod, Evaluate, Recipe};

use crate::clean::Cleaned;
use crate::evaluate::calibration::{self, FittedCalibration, losses};
use crate::evaluate::conformal;
use crate::evaluate::cross_validation::CrossValidationJob;
use crate::evaluate::held_out::{HeldOut, HeldOutAnswers};
use crate::evaluate::permutation::Permutation;
use crate::evaluate::prediction_job::{PartialPredictions, ask, units};
use crate::evaluate::score_intervals::{self, ScoredRows};
use crate::evaluate::threshold::Chooser;
use crate::evaluate::threshold::report::report;
use crate::evaluate::{ScoredPart, evaluate};
use crate::pace::Pace;
use crate::predict::fitted::FittedPipeline;
use crate::predict::predictions::PredictionTable;
use crate::split::SplitParts;
use crate::table::target::TargetValues;
use crate::train::stage::TrainedModel;
use crate::train::training_job::TrainingJob;

/// What can be exported from a finished run. It stays until another run finishes.
pub struct RunOutcome {
    /// Cleaning, encodings and model, for new rows.
    pub fitted: FittedPipeline,
    /// The scores and the rest of the evaluate stage's report.
    pub evaluation: Evaluation,
    /// Predictions on the test rows.
    pub predictions: PredictionTable,
}

/// The inputs of an evaluation. The model was trained on these rows.
pub struct Evaluating {
    /// The model that is evaluated, with its encoded rows.
    pub trained: Rc<TrainedModel>,
    /// The table whose rows were split.
    pub cleaned: Rc<Cleaned>,
    /// Positions of train, validation and test rows in that table.
    pub parts: Rc<SplitParts>,
    /// The recipe of the run, as it was asked for.
    pub recipe: Rc<Recipe>,
    /// The recipe with how the file was read.
    pub as_read: Recipe,
    /// Trains the models of the folds.
    pub training_job: Rc<RefCell<TrainingJob>>,
}

impl Evaluating {
    /// Predicts validation and test rows, calibrates, chooses the decision threshold, fits conformal answers, computes
    /// permutation importances, cross-validates, and scores the model beside the baseline with intervals. `Err` if the folds
    /// that are asked for are impossible.
    ///
    /// # Errors
    /// An error of the cross-validation, or a positive class that is no class.
    pub async fn outcome(self, pace: Pace) -> Result<RunOutcome, StageError> {
        let Self {
            trained,
            cleaned,
            recipe,
            ..
        } = &self;
        let TrainedModel { encoded, model, .. } = &**trained;
        let evaluate = &recipe.evaluate;
        let validation = encoded.validation.as_ref();
        let blind = matches!(**model, Model::Baseline { .. });
        let permutation = || Permutation::new(trained, u64::from(recipe.seed));
        let permutation = (!blind).then(permutation).flatten();
        let mut folds = CrossValidationJob::begin(cleaned, &self.parts, recipe)?;

        let target = &encoded.train.target;
        let chooser = Chooser::new(target, recipe)?;
        let held_out = needs_rows(evaluate)
            .then(|| HeldOut::new(trained, cleaned, &self.parts, recipe))
            .transpose()?;
        let calibrates = evaluate.calibrates();
        let n_classes = model.n_classes();

        let sizes = [
            units(model, encoded.test.matrix.rows(), true),
            validation.map_or(0, |part| units(model, part.matrix.rows(), false)),
            held_out.as_ref().map_or(0, HeldOut::units),
            if calibrates { n_classes } else { 0 },
            permutation.as_ref().map_or(0, Permutation::columns),
            folds.as_ref().map_or(0, |folds| folds.units(recipe)),
            score_intervals::units(encoded.test.matrix.rows()),
        ];
        let total = sizes.iter().copied().fold(0, u32::saturating_add);
        let mut start = 0u32;
        let parts = sizes.map(|size| {
            let end = start.saturating_add(size);
            pace.part(std::mem::replace(&mut start, end)..end, total)
        });
        let [
            of_test,
            of_validation,
            of_rows,
            of_maps,
            of_columns,
            of_folds,
            of_intervals,
        ] = parts;

        let test = ask(model, &encoded.test.matrix, true, &of_test).await;
        let validation = match validation {
            Some(part) => Some(ask(model, &part.matrix, false, &of_validation).await),
            None => None,
        };
        let mut rows = match held_out {
            Some(held_out) => {
                let validation = validation.as_ref();
                let answers = held_out.answers(validation, &self.training_job, &of_rows);
                Some(answers.await?)
            }
            None => None,
        };
        let fitted = match (&rows, target) {
            (Some(rows), TargetValues::Classes { classes, .. }) if calibrates => {
                Some(calibration::fit(evaluate.calibration, rows, classes, &of_maps).await)
            }
            _ => None,
        };
        let after = AfterModel {
            calibration: fitted.as_ref().and_then(|of| of.calibration.clone()),
            decision: None,
        };
        if let Some(Ok(rows)) = &mut rows {
            rows.predicted = after.settle(rows.predicted.clone());
        }
        let chosen = chooser.map(|chooser| chooser.choose(rows.as_ref()));
        let after = AfterModel {
            decision: chosen.as_ref().and_then(|chosen| chosen.decision),
            ..after
        };
        let permutation = match permutation {
            Some(permutation) => {
                let importances = permutation.importances(model, &after, &of_columns);
                Some(importances.await)
            }
            None => None,
        };
        let cross_validation = match &mut folds {
            Some(folds) => Some(folds.report(&self.training_job, recipe, &of_folds).await?),
            None => None,
        };
        let before = losses(&encoded.test.target, &test.predicted);
        let settle = |mut answers: PartialPredictions| {
            answers.predicted = after.settle(answers.predicted);
            answers
        };
        let (test, validation) = (settle(test), validation.map(settle));
        let mut outcome = evaluate_part(trained, cleaned, &self.as_read, test, validation);
        self.report_rows(&mut outcome, rows.as_ref(), fitted.as_ref(), before);
        outcome.evaluation.decision = chosen.and_then(|chosen| {
            report(
                &chosen,
                evaluate,
                &encoded.test.target,
                &outcome.predictions.predicted,
                target,
            )
        });
        let prepared = ScoredRows::new(
            &encoded.test.target,
            &outcome.predictions.predicted,
            &baseline(&encoded.train.target).predict(1),
        );
        let metrics = &mut outcome.evaluation.metrics;
        let resamples = prepared.intervals(recipe.seed, metrics, &of_intervals);
        outcome.evaluation.resamples = resamples.await;
        outcome.fitted.after = after;
        outcome.evaluation.permutation = permutation;
        outcome.evaluation.cross_validation = cross_validation;
        Ok(outcome)
    }

    /// Reports the calibration, and fits and reports conformal answers, where they are asked for. `before` has the losses of
    /// the test rows by the model's own probabilities.
    fn report_rows(
        &self,
        outcome: &mut RunOutcome,
        rows: Option<&HeldOutAnswers>,
        fitted: Option<&FittedCalibration>,
        before: Option<ProbabilityLosses>,
    ) {
        let Some(rows) = rows else {
            return;
        };
        let (evaluate, test) = (&self.recipe.evaluate, &self.trained.encoded.test.target);
        let predicted = &outcome.predictions.predicted;
        let classes = &outcome.fitted.classes;
        let losses = before.zip(losses(test, predicted));
        outcome.evaluation.calibration = fitted.zip(losses).map(|(fitted, (before, after))| {
            let method = evaluate.calibration;
            calibration::report(method, fitted, rows, classes, [before, after])
        });
        if evaluate.conformal == ConformalMethod::Split {
            let made = conformal::fit(rows, evaluate.confidence_level);
            let train = self.trained.encoded.train.matrix.rows();
            let shared = fitted.is_some_and(|of| of.calibration.is_some())
                || self.recipe.train.stops_early(train);
            let report = conformal::report(&made, rows, shared, test, predicted);
            outcome.evaluation.conformal = Some(report);
            outcome.predictions.conformal = Some(made);
            outcome.fitted.conformal = Some(made);
        }
    }
}

/// Returns whether anything is chosen or measured on rows that the model has not learned from.
fn needs_rows(evaluate: &Evaluate) -> bool {
    evaluate.chooses_threshold()
        || evaluate.calibrates()
        || evaluate.conformal != ConformalMethod::None
}

/// Makes the baseline of these rows: their class shares or their mean.
pub fn baseline(train: &TargetValues) -> Baseline {
    match train {
        TargetValues::Classes { labels, classes } => {
            Baseline::of_classes(labels, classes.len() as u32)
        }
        TargetValues::Values(values) => Baseline::of_values(values),
    }
}

fn evaluate_part(
    trained: &TrainedModel,
    cleaned: &Cleaned,
    recipe: &Recipe,
    test_answers: PartialPredictions,
    validation_answers: Option<PartialPredictions>,
) -> RunOutcome {
    let encoded = &trained.encoded;
    let baseline = baseline(&encoded.train.target);
    let classes = match &encoded.train.target {
        TargetValues::Classes { classes, .. } => classes.clone(),
        TargetValues::Values(_) => Vec::new(),
    };
    let PartialPredictions {
        predicted,
        intervals,
    } = test_answers;
    let of_baseline = baseline.predict(encoded.test.matrix.rows());
    let test = ScoredPart {
        actual: &encoded.test.target,
        predicted: &predicted,
        baseline: &of_baseline,
        intervals: intervals.as_deref(),
    };
    let validation = encoded.validation.as_ref().zip(validation_answers);
    let validation =
        validation.map(|(part, answers)| (part, answers, baseline.predict(part.matrix.rows())));
    let validation = validation
        .as_ref()
        .map(|(part, answers, baseline)| ScoredPart {
            actual: &part.target,
            predicted: &answers.predicted,
            baseline,
            intervals: None,
        });
    let evaluation = evaluate(&test, validation.as_ref(), trained.importances.clone());
    RunOutcome {
        evaluation,
        fitted: FittedPipeline {
            recipe: recipe.clone(),
            preparation: cleaned.preparation(&encoded.featurizer.kinds()),
            featurizer: encoded.featurizer.clone(),
            classes: classes.clone(),
            model: Rc::clone(&trained.model),
            train_rows: encoded.train.matrix.rows(),
            after: AfterModel::default(),
            conformal: None,
        },
        predictions: PredictionTable {
            rows: encoded.test_rows.clone(),
            actual: Some(encoded.test.target.clone()),
            predicted,
            intervals,
            conformal: None,
            classes,
        },
    }
}
