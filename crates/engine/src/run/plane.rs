//! Rows of a run in the plane of two columns.

use super::{Pipeline, no_file};
use crate::clean::Cleaned;
use crate::featurize::encoded_rows::EncodedRows;
use crate::plane::{FieldModel, PlaneInputs, plane};
use crate::split::SplitParts;
use crate::table::target::TargetValues;
use crate::train::stage::TrainedModel;
use crate::{RunEvent, RunOutcome};
use grove_models::{AfterModel, Model};
use grove_protocol::calls::PlaneSource;
use grove_protocol::report::{PlaneField, PlaneReport};
use grove_recipe::Recipe;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

impl Pipeline {
    /// Draws rows of the opened table, or of this recipe's run, in the plane of two columns, those that are `None` being
    /// chosen. Beside a run under way it changes nothing.
    ///
    /// # Errors
    /// Where no file is open, the run's outputs are no longer there, or the columns cannot be drawn.
    pub fn plane(
        &self,
        recipe: &Recipe,
        names: [Option<&str>; 2],
        of: PlaneSource,
    ) -> Result<PlaneReport, StageError> {
        let loaded = self.loaded.as_ref().ok_or_else(no_file)?;
        let inputs = PlaneInputs {
            table: &loaded.table,
            recipe,
            columns: &loaded.columns,
            names,
            test: None,
            model: None,
        };
        if of == PlaneSource::Table {
            return plane(&inputs);
        }
        let cleaned = self.made::<Cleaned>(recipe).ok_or_else(gone)?;
        let parts = self.made::<SplitParts>(recipe).ok_or_else(gone)?;
        let encoded = self.made::<EncodedRows>(recipe).ok_or_else(gone)?;
        let classes = match &encoded.train.target {
            TargetValues::Classes { classes, .. } => &**classes,
            TargetValues::Values(_) => &[],
        };
        let growing = of == PlaneSource::Growing;
        let (grown, outcome);
        let (model, trees): (Option<&Model>, u32) = if growing {
            let job = self.training_job.borrow();
            grown = job.so_far();
            outcome = None;
            (grown.as_ref(), job.grown())
        } else {
            let trained = self.made::<TrainedModel>(recipe).ok_or_else(gone)?;
            outcome = self.made::<RunOutcome>(recipe);
            (Some(&*trained.model), trained.model.trees())
        };
        let predictions = outcome.map(|outcome| &outcome.predictions.predicted);
        plane(&PlaneInputs {
            table: &cleaned.table,
            test: Some((&parts.test, predictions)),
            model: model.map(|model| FieldModel {
                featurizer: &encoded.featurizer,
                model,
                classes,
                after: outcome
                    .map_or_else(AfterModel::default, |outcome| outcome.fitted.after.clone()),
                train: &parts.train,
                trees,
                growing,
            }),
            ..inputs
        })
    }

    /// Runs a recipe up to its model, and returns the rows in the plane of these columns with the answers of the first 1, 2,
    /// 3, 4, 5, 7, 10 … trees, and of all.
    ///
    /// # Errors
    /// As a run, and as [`Pipeline::plane`].
    pub fn planes(
        &mut self,
        recipe: &Recipe,
        names: [Option<&str>; 2],
    ) -> Result<(PlaneReport, Vec<PlaneField>), StageError> {
        self.begin_through(recipe.clone(), Stage::Train)?;
        let (mut fields, mut last) = (Vec::new(), 0);
        loop {
            let event = self.step()?;
            let grown = self.training_job.borrow().grown();
            if event == RunEvent::Ended {
                break;
            }
            if grown > last + last / 3 {
                last = grown;
                let made = self.plane(recipe, names, PlaneSource::Growing)?;
                fields.extend(made.field);
            }
        }
        let mut whole = self.plane(recipe, names, PlaneSource::Trained)?;
        fields.extend(whole.field.take());
        Ok((whole, fields))
    }
}

fn gone() -> StageError {
    StageError::new(
        Stage::Evaluate,
        "The results of that run are no longer there.",
        "Run again.",
    )
}
