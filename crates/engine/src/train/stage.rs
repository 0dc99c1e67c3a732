//! Runs the train stage.

use std::rc::Rc;

use grove_models::Model;
use grove_protocol::report::{Detail, Importance, StageReport, TrainReport};
use grove_recipe::number::counted;
use grove_recipe::stage::Stage;

use super::learner;
use super::training_job::train;
use crate::featurize::encoded_rows::EncodedRows;
use crate::pace::Work;
use crate::run::{Begun, PathStage, SharedBytes, StageInputs};

/// What the train stage leaves.
pub struct TrainedModel {
    /// The rows that it was trained on. They stay the same if rows are encoded again.
    pub encoded: Rc<EncodedRows>,
    /// Shared with the fitted pipeline of the outcome.
    pub model: Rc<Model>,
    /// Of each column by the forest's impurities, largest first; empty for models without trees.
    pub importances: Vec<Importance>,
}

/// What the stage makes.
pub type Output = TrainedModel;

impl PathStage for TrainedModel {
    fn begin(inputs: &StageInputs) -> Begun<Self> {
        let (encoded, recipe) = (inputs.output::<EncodedRows>(), inputs.recipe());
        let training_job = inputs.training_job();
        Ok(Work::new(|pace| async move {
            let learner = learner(&recipe, &encoded.featurizer);
            let fitted = train(&training_job, &encoded, &recipe, &learner, true, &pace).await?;
            let report = report(fitted.report);
            let trained = TrainedModel {
                encoded,
                model: Rc::new(fitted.model),
                importances: fitted.importances,
            };
            Ok((trained, report))
        }))
    }

    fn weigh(self: &Rc<Self>) -> Vec<SharedBytes> {
        vec![
            SharedBytes::of(&self.encoded, self.encoded.bytes()),
            SharedBytes::of(&self.model, self.model.bytes()),
        ]
    }
}

fn report(detail: TrainReport) -> StageReport {
    StageReport {
        stage: Stage::Train,
        sentence: if detail.trees.is_empty() {
            format!(
                "learned from {} and {}",
                counted(detail.rows, "row", "rows"),
                counted(detail.features, "feature", "features")
            )
        } else {
            trees_in_words(&detail)
        },
        rows_in: detail.rows,
        rows_out: detail.rows,
        columns_in: detail.features,
        columns_out: detail.features,
        detail: Detail::Train(detail),
    }
}

fn trees_in_words(detail: &TrainReport) -> String {
    let boosting = detail.boosting.as_ref();
    let each = boosting.map_or(1, |boosting| boosting.per_iteration);
    let early = boosting.is_some_and(|boosting| boosting.stopped_early);
    let leaves: u64 = detail.trees.iter().map(|t| u64::from(t.leaves)).sum();
    let deepest = detail
        .trees
        .iter()
        .map(|tree| tree.depth)
        .max()
        .unwrap_or(0);
    format!(
        "{} with {} in all, at most {} deep{}",
        counted(detail.trees.len() as u32 * each, "tree", "trees"),
        counted(leaves, "leaf", "leaves"),
        counted(deepest, "question", "questions"),
        if early { ", stopped early" } else { "" }
    )
}
