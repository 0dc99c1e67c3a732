//! Estimates the cost of training.

use grove_protocol::calls::EstimateTraining;

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for EstimateTraining {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let estimate = session.pipeline.estimate(&self.recipe, &session.now)?;
        Ok(estimate.into())
    }
}
