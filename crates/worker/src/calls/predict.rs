//! Predicts a table, or one row.

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
    fn predicting(&self) -> Result<&FittedPipeline, StageError> {
        let trained = (self.pipeline.outcome()).map(|outcome| &outcome.fitted);
        self.model.as_ref().or(trained).ok_or_else(|| {
            StageError::new(
                Stage::Predict,
                "There is no model yet.",
                "Train one, or load a model file.",
            )
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
        let data = &fitted.recipe.data;
        let loaded = session.pipeline.loaded();
        let loaded = loaded.filter(|loaded| loaded.sha256 == data.sha256);
        let outcome = session.pipeline.outcome();
        // Which rows a model from a file was tested on is not known.
        let outcome = outcome.filter(|_| session.model.is_none());
        let taken = loaded.map(|loaded| TakenRows {
            table: &loaded.table,
            test: outcome.map_or(&[][..], |outcome| &outcome.predictions.rows),
        });
        Ok(row_form(fitted, taken, self.row).into())
    }
}

impl Handle for PredictRow {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        Ok(predict_row(session.predicting()?, &self.values)?.into())
    }
}
