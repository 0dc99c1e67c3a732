//! Predicts a table, or one row.

use std::rc::Rc;

use grove_engine::RunOutcome;
use grove_engine::predict;
use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::predict::row::{TakenRows, predict_row, row_form};
use grove_protocol::calls::{DescribeRow, Predict, PredictRow};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Session {
    /// Returns the model that predicts: the loaded one, or else the one just trained.
    pub(super) fn predicting(&self) -> Result<&FittedPipeline, StageError> {
        let trained = (self.pipeline.outcome()).map(|outcome| &outcome.fitted);
        self.model.as_ref().or(trained).ok_or_else(|| {
            StageError::new(
                Stage::Predict,
                "There is no model yet.",
                "Train one, or load a model file.",
            )
        })
    }

    /// Returns the table that this model was trained on, if it is open.
    pub(super) fn taken(&self, fitted: &FittedPipeline) -> Option<TakenRows<'_>> {
        let table = self.pipeline.table_of(&fitted.recipe)?;
        // Which rows a model from a file was tested on is not known.
        let is_own = |outcome: &&Rc<RunOutcome>| Rc::ptr_eq(&outcome.fitted.model, &fitted.model);
        let outcome = self.pipeline.outcome().filter(is_own);
        Some(TakenRows {
            table,
            test: outcome.map_or(&[][..], |outcome| &outcome.predictions.rows),
        })
    }
}

impl Handle for Predict {
    fn handle(self, session: &mut Session, file: &[u8]) -> Handling<Self> {
        let fitted = session.predicting()?;
        let (predictions, summary) =
            predict::predict_with(fitted, &self.name, file, &self.choices)?;
        session.predictions = Some(predictions);
        Ok(summary.into())
    }
}

impl Handle for DescribeRow {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let fitted = session.predicting()?;
        Ok(row_form(fitted, session.taken(fitted), self.row).into())
    }
}

impl Handle for PredictRow {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        Ok(predict_row(session.predicting()?, &self.values)?.into())
    }
}
