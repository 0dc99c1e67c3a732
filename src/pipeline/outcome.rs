//! The outcome of a run: the trained model is scored beside the baseline, and what there is to take home is gathered.

use std::rc::Rc;

use crate::api::recipe::Recipe;
use crate::api::report::{Evaluation, Importance};
use crate::models::Model;
use crate::models::baseline::Baseline;

use super::answers::{Answers, Asking};
use super::encoded::Encoded;
use super::evaluate::{Scored, evaluate};
use super::fitted::FittedPipeline;
use super::permutation::Permutation;
use super::predictions::PredictionTable;
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
}

impl Judging {
    pub fn begin(trained: &Trained, recipe: &Recipe) -> Self {
        let Trained { encoded, model, .. } = trained;
        let blind = matches!(**model, Model::Baseline { .. });
        let permutation = || Permutation::new(trained, u64::from(recipe.seed));
        let validation = encoded.validation.as_ref();
        Self {
            test: Asking::new(model, &encoded.test.matrix, true),
            validation: validation.map(|part| Asking::new(model, &part.matrix, false)),
            permutation: (!blind).then(permutation).flatten(),
        }
    }

    /// How many pieces are done, and how many there are.
    pub fn progress(&self) -> (u32, u32) {
        let parts = [
            Some(self.test.progress()),
            self.validation.as_ref().map(Asking::progress),
            self.permutation.as_ref().map(Permutation::progress),
        ];
        let all = parts.into_iter().flatten();
        all.fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    }

    /// Does the next piece: some rows are predicted, or a column is shuffled; `false` where there is none any
    /// more. `trained` must be what it began with.
    pub fn advance(&mut self, trained: &Trained) -> bool {
        let Trained { encoded, model, .. } = trained;
        let validation = self.validation.as_mut().zip(encoded.validation.as_ref());
        self.test.advance(model, &encoded.test.matrix)
            || validation.is_some_and(|(asking, part)| asking.advance(model, &part.matrix))
            || (self.permutation.as_mut()).is_some_and(|permutation| permutation.advance(model))
    }

    /// Scores the model beside the baseline and gathers what there is to take home, once all pieces are done.
    pub fn finish(self, trained: &Trained, recipe: &Recipe) -> Outcome {
        let validation = self.validation.map(Asking::finish);
        let mut outcome = judge(trained, recipe, self.test.finish(), validation);
        outcome.evaluation.permutation = self.permutation.map(Permutation::finish);
        outcome
    }
}

fn judge(
    trained: &Trained,
    recipe: &Recipe,
    test_answers: Answers,
    validation_answers: Option<Answers>,
) -> Outcome {
    let encoded = &trained.encoded;
    let (baseline, classes) = match &encoded.train.target {
        Target::Classes { labels, classes } => (
            Baseline::of_classes(labels, classes.len() as u32),
            classes.clone(),
        ),
        Target::Values(values) => (Baseline::of_values(values), Vec::new()),
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
