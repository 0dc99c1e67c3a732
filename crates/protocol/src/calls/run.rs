//! Runs stages.

use serde::{Deserialize, Serialize};

use crate::call::{Call, CallEffect, Progress};
use crate::report::{StageReport, TreeShape};
use grove_recipe::Recipe;
use grove_recipe::stage::Stage;

/// Runs every stage up to this one whose key has changed. If the run is stopped, finished stages and grown trees are
/// kept: a later run with the same parameters continues with these trees, also when it needs fewer trees than planned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// What to compute, and from which data.
    pub recipe: Recipe,
    /// The last stage to run.
    pub through: Stage,
}

/// The events of a run's stages: reused; or started, progress, finished.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RunProgress {
    /// A stage's output was in the cache.
    Reused {
        /// The report of the stage when its output was computed.
        report: StageReport,
        /// Wall-clock time of that computation; `None` where it is not known.
        milliseconds: Option<f64>,
    },
    /// A stage has begun to compute.
    Started(Stage),
    /// The progress of the present stage.
    Working {
        /// The present stage.
        stage: Stage,
        /// Units of work of the stage that are done, at most `total`.
        done: u32,
        /// Units of work of the stage in all.
        total: u32,
        /// The trees that have grown since the last report.
        trees: Vec<TreeShape>,
        /// In a cross-validation: the number of the present fold, from 1, and the number of folds.
        fold: Option<(u32, u32)>,
    },
    /// A stage has computed its output.
    Finished {
        /// The report of the stage.
        report: StageReport,
        /// Wall-clock time of the stage.
        milliseconds: f64,
    },
}

impl Progress for RunProgress {
    /// The end of a stage is sent at once.
    fn can_wait(&self) -> bool {
        matches!(self, Self::Working { done, total, .. } if done < total)
    }

    fn merge(&mut self, later: Self) -> Option<Self> {
        match (self, later) {
            (
                Self::Working {
                    stage,
                    done,
                    total,
                    trees,
                    fold,
                },
                Self::Working {
                    stage: of_later,
                    done: done_later,
                    total: total_later,
                    trees: trees_later,
                    fold: fold_later,
                },
            ) if *stage == of_later => {
                (*done, *total, *fold) = (done_later, total_later, fold_later);
                trees.extend(trees_later);
                None
            }
            (_, later) => Some(later),
        }
    }
}

impl Call for Run {
    type Answer = ();
    type Progress = RunProgress;
    const EFFECT: CallEffect = CallEffect::IsJob;
}
