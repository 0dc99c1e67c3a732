//! How the model is judged besides by the test rows.

use serde::{Deserialize, Serialize};

use crate::parameters as p;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CrossValidation {
    None,
    KFold,
    RepeatedKFold,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Evaluate {
    pub cross_validation: CrossValidation,
    pub n_splits: u32,
    /// Of a repeated k-fold alone.
    pub n_repeats: u32,
}

impl Default for Evaluate {
    fn default() -> Self {
        Self {
            cross_validation: p::CROSS_VALIDATION.default(),
            n_splits: p::N_SPLITS.default,
            n_repeats: p::N_REPEATS.default,
        }
    }
}

impl Evaluate {
    /// How often the folds are dealt; 0 where there is no cross-validation.
    pub fn repeats(&self) -> u32 {
        match self.cross_validation {
            CrossValidation::None => 0,
            CrossValidation::KFold => 1,
            CrossValidation::RepeatedKFold => self.n_repeats,
        }
    }

    /// The first parameter out of its range.
    pub(super) fn check(&self) -> Result<(), p::Misfit> {
        p::N_SPLITS.check(self.n_splits)?;
        p::N_REPEATS.check(self.n_repeats)
    }
}
