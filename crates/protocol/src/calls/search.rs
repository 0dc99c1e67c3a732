//! Searches for better parameters.

use serde::{Deserialize, Serialize};

use crate::call::{Call, CallEffect, Progress};
use crate::calls::RunProgress;
use crate::tracking::{RunInfo, SearchReport, SearchSpec};
use grove_recipe::Recipe;

/// Searches for better parameters than those of a recipe. What was tried before it is stopped stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchParameters {
    /// The recipe that all candidates share but for the varied parameters.
    pub recipe: Recipe,
    /// Which parameters are varied, how, and by which metric candidates are compared.
    pub search: SearchSpec,
}

/// How far a search is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SearchProgress {
    /// Of the stages up to the split.
    Stage(Box<RunProgress>),
    /// Of the candidates, once the rows are split.
    Tried {
        /// How many candidates are scored, and the best so far.
        searched: SearchReport,
        /// The number of the fold under way, from 1, and how many each candidate has.
        fold: Option<(u32, u32)>,
        /// A run that has just come of it and is to be kept: first the one that stands for the whole search, then each
        /// candidate once it is done. One that could not be scored has no folds, and says in its note why.
        candidate: Option<Box<RunInfo>>,
    },
}

impl Progress for SearchProgress {
    fn can_wait(&self) -> bool {
        match self {
            Self::Stage(progress) => progress.can_wait(),
            Self::Tried { candidate, .. } => candidate.is_none(),
        }
    }

    fn merge(&mut self, later: Self) -> Option<Self> {
        match (self, later) {
            (Self::Stage(told), Self::Stage(later)) => {
                told.merge(*later).map(|later| Self::Stage(Box::new(later)))
            }
            (told @ Self::Tried { .. }, later @ Self::Tried { .. }) => {
                *told = later;
                None
            }
            (_, later) => Some(later),
        }
    }
}

impl Call for SearchParameters {
    type Answer = ();
    type Progress = SearchProgress;
    const EFFECT: CallEffect = CallEffect::IsJob;
}
