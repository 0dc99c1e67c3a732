//! Searches for better parameters.

use serde::{Deserialize, Serialize};

use crate::call::{Call, CallEffect, Progress};
use crate::calls::RunProgress;
use crate::tracking::{RunInfo, SearchReport, SearchSpec};
use grove_recipe::Recipe;

/// Searches for better parameters than those of a recipe. If the search is stopped, the candidates that were scored are
/// kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchParameters {
    /// The recipe of all candidates, except for the varied parameters.
    pub recipe: Recipe,
    /// Which parameters are varied, how, and by which metric candidates are compared.
    pub search: SearchSpec,
}

/// The progress of a search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SearchProgress {
    /// Progress of the stages up to the split.
    Stage(Box<RunProgress>),
    /// Progress of the candidates, after the split.
    Tried {
        /// The number of scored candidates, and the best so far.
        searched: SearchReport,
        /// The number of the present fold, from 1, and the number of folds of a candidate.
        fold: Option<(u32, u32)>,
        /// A new run to store: first the run of the whole search, then one per candidate when it is scored. A candidate
        /// that could not be scored has no folds, and its note says why.
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
