//! The evaluate stage: how the model is scored.

use serde::{Deserialize, Serialize};

use super::{About, out_of_range, reads};
use crate::parameters::{Fields, Misfit};
use crate::stage::Stage;
use crate::{options, parameters};

options! {
    /// Whether and how the train rows are assigned to folds.
    pub enum CrossValidation {
        /// No folds.
        None = "none" "none",
        /// Each row is scored once.
        KFold = "k_fold" "k-fold",
        /// All folds are dealt and scored several times.
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
            help: "Trains again on most of the train rows and scores the rest, once for each fold: it shows how much a score moves by chance. The test rows stay unseen.",
            options: CrossValidation::OPTIONS,
        }.never_varied(),
        /// The number of folds.
        n_splits: u32 = Integer {
            label: "Folds",
            help: "Into so many parts the train rows are dealt; each is scored once by a model that learned from the others.",
            min: 2,
            max: 20,
            default: 5,
        }.never_varied(),
        /// Of a repeated k-fold alone.
        n_repeats: u32 = Integer {
            label: "Repeats",
            help: "So often all folds are dealt anew.",
            min: 1,
            max: 20,
            default: 3,
        }.never_varied(),
    }
}

impl Evaluate {
    /// How many times the folds are drawn; 0 without cross-validation.
    pub fn repeats(&self) -> u32 {
        match self.cross_validation {
            CrossValidation::None => 0,
            CrossValidation::KFold => 1,
            CrossValidation::RepeatedKFold => self.n_repeats,
        }
    }

    /// The first parameter out of its range.
    fn check(&self) -> Result<(), Misfit> {
        Fields::check(self)
    }
}

/// The declaration of the evaluate stage.
pub const ABOUT: About = About {
    title: "Evaluate",
    does: "Scores the model on the test rows.",
    part: "How the model is judged, beside its scores on the test rows.",
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
