//! The outcome of a run: the trained model is scored beside the baseline, and what there is to take home is gathered.

use std::rc::Rc;

use crate::api::recipe::Recipe;
use crate::api::report::{Evaluation, Importance};
use crate::models::baseline::Baseline;
use crate::models::{Model, Predictions};

use super::encoded::{Encoded, Part};
use super::evaluate::{Scored, evaluate};
use super::fitted::{FittedPipeline, predict};
use super::intervals::intervals;
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

/// An outcome to which the permutation importances are added, a column at a time.
pub struct Judging {
    outcome: Outcome,
    permutation: Option<Permutation>,
}

impl Judging {
    pub fn begin(trained: &Trained, recipe: &Recipe) -> Self {
        let blind = matches!(*trained.model, Model::Baseline { .. });
        let permutation = || Permutation::new(trained, u64::from(recipe.seed));
        Self {
            outcome: judge(trained, recipe),
            permutation: (!blind).then(permutation).flatten(),
        }
    }

    /// Columns that are done, and all of them.
    pub fn progress(&self) -> (u32, u32) {
        self.permutation
            .as_ref()
            .map_or((0, 0), Permutation::progress)
    }

    /// Does the next column; `false` where there is none any more.
    pub fn advance(&mut self, model: &Model) -> bool {
        self.permutation
            .as_mut()
            .is_some_and(|permutation| permutation.advance(model))
    }

    pub fn finish(self) -> Outcome {
        let mut outcome = self.outcome;
        outcome.evaluation.permutation = self.permutation.map(Permutation::finish);
        outcome
    }
}

/// Scores the model beside the baseline and gathers what there is to take home.
fn judge(trained: &Trained, recipe: &Recipe) -> Outcome {
    let encoded = &trained.encoded;
    let (baseline, classes) = match &encoded.train.target {
        Target::Classes { labels, classes } => (
            Baseline::of_classes(labels, classes.len() as u32),
            classes.clone(),
        ),
        Target::Values(values) => (Baseline::of_values(values), Vec::new()),
    };
    let answers = |part: &Part| -> (Predictions, Predictions) {
        (
            predict(&trained.model, &part.matrix),
            baseline.predict(part.matrix.rows()),
        )
    };
    let (predicted, of_baseline) = answers(&encoded.test);
    let intervals = intervals(&trained.model, &encoded.test.matrix);
    let test = Scored {
        actual: &encoded.test.target,
        predicted: &predicted,
        baseline: &of_baseline,
        intervals: intervals.as_deref(),
    };
    let validation = encoded
        .validation
        .as_ref()
        .map(|part| (part, answers(part)));
    let validation = validation
        .as_ref()
        .map(|(part, (predicted, baseline))| Scored {
            actual: &part.target,
            predicted,
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
