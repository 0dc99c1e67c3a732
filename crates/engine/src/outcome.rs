//! The outcome of a run: the trained model is scored beside the baseline, and what there is to take home is gathered.

use std::rc::Rc;

use grove_models::Model;
use grove_models::baseline::Baseline;
use grove_protocol::report::{Evaluation, Importance};
use grove_recipe::Recipe;
use grove_recipe::error::StageError;

use super::answers::{Answers, Asking};
use super::clean::Cleaned;
use super::cross_validation::{Advance, CrossValidation};
use super::encoded::Encoded;
use super::evaluate::{Scored, evaluate};
use super::fitted::FittedPipeline;
use super::foreman::Foreman;
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

/// An outcome in the making.
pub struct Judging {
    test: Asking,
    validation: Option<Asking>,
    permutation: Option<Permutation>,
    cross_validation: Option<CrossValidation>,
    /// Whether all but the folds is done.
    judged: bool,
}

impl Judging {
    /// `trained` came of these rows. An error where there cannot be the folds that are asked for.
    pub fn begin(
        trained: &Trained,
        cleaned: &Rc<Cleaned>,
        parts: &Parts,
        recipe: &Recipe,
    ) -> Result<Self, StageError> {
        let Trained { encoded, model, .. } = trained;
        let blind = matches!(**model, Model::Baseline { .. });
        let permutation = || Permutation::new(trained, u64::from(recipe.seed));
        let validation = encoded.validation.as_ref();
        Ok(Self {
            test: Asking::new(model, &encoded.test.matrix, true),
            validation: validation.map(|part| Asking::new(model, &part.matrix, false)),
            permutation: (!blind).then(permutation).flatten(),
            cross_validation: CrossValidation::begin(cleaned, parts, recipe)?,
            judged: false,
        })
    }

    /// How many pieces are done, and how many there are.
    pub fn progress(&self, foreman: &Foreman, recipe: &Recipe) -> (u32, u32) {
        let cross_validation = self.cross_validation.as_ref();
        let parts = [
            Some(self.test.progress()),
            self.validation.as_ref().map(Asking::progress),
            self.permutation.as_ref().map(Permutation::progress),
            cross_validation.map(|folds| folds.progress(foreman, recipe)),
        ];
        let all = parts.into_iter().flatten();
        all.fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    }

    /// The number of the fold under way and how many there are, once it is their turn.
    pub fn fold(&self) -> Option<(u32, u32)> {
        let cross_validation = self.cross_validation.as_ref();
        cross_validation
            .filter(|_| self.judged)
            .map(CrossValidation::fold)
    }

    /// Does the next piece: some rows are predicted, a column is shuffled, or a fold goes on. `trained` and `recipe`
    /// must be what it began with.
    pub fn advance(
        &mut self,
        trained: &Trained,
        recipe: &Recipe,
        foreman: &mut Foreman,
    ) -> Result<Advance, StageError> {
        let Trained { encoded, model, .. } = trained;
        let validation = self.validation.as_mut().zip(encoded.validation.as_ref());
        self.judged = !(self.test.advance(model, &encoded.test.matrix)
            || validation.is_some_and(|(asking, part)| asking.advance(model, &part.matrix))
            || (self.permutation.as_mut()).is_some_and(|permutation| permutation.advance(model)));
        match &mut self.cross_validation {
            Some(folds) if self.judged => folds.advance(foreman, recipe),
            None if self.judged => Ok(Advance::Done),
            _ => Ok(Advance::Here),
        }
    }

    /// Scores the model beside the baseline and gathers what there is to take home, once all pieces are done.
    pub fn finish(self, trained: &Trained, cleaned: &Cleaned, recipe: &Recipe) -> Outcome {
        let validation = self.validation.map(Asking::finish);
        let mut outcome = judge(trained, cleaned, recipe, self.test.finish(), validation);
        outcome.evaluation.permutation = self.permutation.map(Permutation::finish);
        outcome.evaluation.cross_validation = self.cross_validation.map(|folds| folds.report());
        outcome
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
