//! Predicts a table.

use grove_engine::predict;
use grove_protocol::calls::Predict;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::handle::{Handle, Handling};
use crate::session::Session;

/// Predicts with the loaded model, or else with the one just trained.
impl Handle for Predict {
    fn handle(self, session: &mut Session, file: &[u8]) -> Handling<Self> {
        let trained = (session.pipeline.outcome()).map(|outcome| &outcome.fitted);
        let fitted = session.model.as_ref().or(trained).ok_or_else(|| {
            StageError::new(
                Stage::Predict,
                "There is no model yet.",
                "Train one, or load a model file.",
            )
        })?;
        let (predictions, summary) =
            predict::predict_with(fitted, &self.name, file, &self.choices)?;
        session.predictions = Some(predictions);
        Ok(summary.into())
    }
}
