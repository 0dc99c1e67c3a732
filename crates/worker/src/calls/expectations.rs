//! Proposes expectations, and records the distribution of a column.

use grove_engine::check::{propose, remember};
use grove_protocol::calls::{ProposeExpectations, RememberDistribution};
use grove_recipe::Expectation;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for ProposeExpectations {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let cleaned = session.pipeline.cleaned_by(&self.recipe)?;
        Ok(propose(&cleaned).into())
    }
}

impl Handle for RememberDistribution {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let cleaned = session.pipeline.cleaned_by(&self.recipe)?;
        let rule = remember(&cleaned.table, &self.column)
            .map_err(|problem| StageError::new(Stage::Check, problem, "Choose another column."))?;
        Ok(Expectation::new(rule).into())
    }
}
