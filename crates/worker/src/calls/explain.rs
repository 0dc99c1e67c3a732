//! Explains the model's answers: for one row, and along a column.

use std::rc::Rc;

use grove_engine::explain::{
    answers_needed, beside_background, draw_taken, effect, effect_columns, shapley,
};
use grove_engine::pace::Work;
use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::predict::row::TakenRows;
use grove_protocol::calls::{Effect, ExplainRow, ListEffectColumns};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use super::soon::soon;
use crate::handle::{Handle, Handling};
use crate::session::Session;

/// The most background rows; fewer where the model has to be asked for many answers.
const BACKGROUND: u64 = 100;
const FEWEST: u64 = 5;

/// The most answers that the model is asked for.
const ANSWERS: u64 = 40_000;

impl Handle for ExplainRow {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let fitted = session.predicting()?;
        let taken = session.compared(fitted)?;
        let needed = answers_needed(fitted)?.max(ANSWERS / BACKGROUND);
        let wanted = (ANSWERS / needed).max(FEWEST) as u32;
        let (table, behind) = beside_background(fitted, &self.values, taken, wanted)?;
        let (fitted, table) = (fitted.clone(), Rc::new(table));
        let work = Work::new(|pace| async move { shapley(&fitted, table, behind, &pace).await });
        soon::<Self>(work, session.now, late)
    }
}

impl Handle for ListEffectColumns {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let outcome = session.outcome()?;
        Ok(effect_columns(&outcome.fitted, Some(&outcome.evaluation))?.into())
    }
}

impl Handle for Effect {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let fitted = &session.outcome()?.fitted;
        let taken = session.compared(fitted)?;
        let table = draw_taken(taken, BACKGROUND as u32, fitted.recipe.seed)?;
        let (fitted, table) = (fitted.clone(), Rc::new(table));
        let work =
            Work::new(|pace| async move { effect(&fitted, table, &self.column, &pace).await });
        soon::<Self>(work, session.now, late)
    }
}

impl Session {
    /// Returns the table that a model was trained on, with whose rows its answers are compared.
    pub(super) fn compared(&self, fitted: &FittedPipeline) -> Result<TakenRows<'_>, StageError> {
        self.taken(fitted).ok_or_else(|| {
            StageError::new(
                Stage::Predict,
                "An answer is explained beside rows that the model was trained on, and their table is not open.",
                format!("Open {}, and read it as for the model.", fitted.recipe.data.name),
            )
        })
    }
}

fn late() -> StageError {
    StageError::new(
        Stage::Predict,
        "Explaining this takes longer than two seconds.",
        "Use the command grove explain, or a model of trees.",
    )
}
