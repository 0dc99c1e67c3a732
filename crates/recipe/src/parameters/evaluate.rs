//! The parameters of evaluating.

use super::{Choice, Integer};
use crate::CrossValidation;

pub const CROSS_VALIDATION: Choice<CrossValidation> = Choice {
    name: "cross_validation",
    label: "Cross-validation",
    help: "Trains again on most of the train rows and scores the rest, once for each fold: it shows how much a score moves by chance. The test rows stay unseen.",
    options: &[
        (CrossValidation::None, "none"),
        (CrossValidation::KFold, "k-fold"),
        (CrossValidation::RepeatedKFold, "repeated k-fold"),
    ],
};
pub const N_SPLITS: Integer = Integer {
    name: "n_splits",
    label: "Folds",
    help: "Into so many parts the train rows are dealt; each is scored once by a model that learned from the others.",
    min: 2,
    max: 20,
    default: 5,
};
pub const N_REPEATS: Integer = Integer {
    name: "n_repeats",
    label: "Repeats",
    help: "So often all folds are dealt anew.",
    min: 1,
    max: 20,
    default: 3,
};
