//! Says where the model of the latest run fails, and how its residuals lie along a column.

use grove_engine::evaluate::slices::{TestedRows, residuals_along, slices, tested};
use grove_engine::pace::Work;
use grove_protocol::calls::{ResidualsAlong, Slices};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use super::soon::soon;
use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for Slices {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let tested = session.tested()?;
        let work = Work::new(|pace| async move {
            let TestedRows {
                table,
                target,
                seed,
                ..
            } = &tested;
            Ok(slices(table, target, &tested.errors(), *seed, &pace).await)
        });
        soon::<Self>(work, session.now, late)
    }
}

impl Handle for ResidualsAlong {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        Ok(residuals_along(&session.tested()?, &self.column)?.into())
    }
}

impl Session {
    /// Returns the test rows of the latest run, as they were cleaned.
    fn tested(&self) -> Result<TestedRows, StageError> {
        self.outcome()?;
        tested(&self.pipeline).ok_or_else(|| {
            StageError::new(
                Stage::Evaluate,
                "The cleaned table of the run is no longer there.",
                "Press Run to make it again.",
            )
        })
    }
}

fn late() -> StageError {
    StageError::new(
        Stage::Evaluate,
        "Looking at all slices takes longer than two seconds.",
        "Use the command grove slices.",
    )
}
