//! The evaluate stage: how the model is scored.

use serde::{Deserialize, Serialize};

use super::{About, out_of_range, reads};
use crate::parameters::{Fields, Misfit};
use crate::stage::Stage;
use crate::{options, parameters};

options! {
    /// Whether and how the train rows are split into folds.
    pub enum CrossValidation {
        /// No folds.
        None = "none" "none",
        /// Each row is scored once.
        KFold = "k_fold" "k-fold",
        /// The folds are drawn and scored several times.
        RepeatedKFold = "repeated_k_fold" "repeated k-fold",
    }
}

parameters! {
    /// The evaluation part of a recipe.
    #[derive(Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    pub struct Evaluate {
        /// The method, or none.
        cross_validation: CrossValidation = Choice {
            label: "Cross-validation",
            help: "Trains on most of the train rows and scores the rest, once for each fold. This shows how much a score varies by chance. The test rows are not used.",
            options: CrossValidation::OPTIONS,
        }.never_varied(),
        /// The number of folds.
        n_splits: u32 = Integer {
            label: "Folds",
            help: "The number of parts into which the train rows are divided; each is scored once by a model trained on the others.",
            min: 2,
            max: 20,
            default: 5,
        }.never_varied(),
        /// The number of repeats; only for a repeated k-fold.
        n_repeats: u32 = Integer {
            label: "Repeats",
            help: "How many times the rows are split into folds, each time differently.",
            min: 1,
            max: 20,
            default: 3,
        }.never_varied(),
    }
}

impl Evaluate {
    /// Returns how many times the folds are drawn; 0 without cross-validation.
    pub fn repeats(&self) -> u32 {
        match self.cross_validation {
            CrossValidation::None => 0,
            CrossValidation::KFold => 1,
            CrossValidation::RepeatedKFold => self.n_repeats,
        }
    }

    /// Checks that every parameter is in its range. The error names the first that is not.
    fn check(&self) -> Result<(), Misfit> {
        Fields::check(self)
    }
}

/// The declaration of the evaluate stage.
pub const ABOUT: About = About {
    title: "Evaluate",
    does: "Scores the model on the test rows.",
    part: "How the model is evaluated, besides its scores on the test rows.",
    version: 1,
    needs: &[
        Stage::Load,
        Stage::Clean,
        Stage::Check,
        Stage::Split,
        Stage::Featurize,
        Stage::Train,
    ],
    // What the person knows changes how scores are told, and nothing before.
    reads: reads! { evaluate, check.known },
    reads_less: None,
    check: |recipe| out_of_range(Stage::Evaluate, recipe.evaluate.check()),
    parameters: |recipe| recipe.evaluate.declared(),
    quick: false,
};
