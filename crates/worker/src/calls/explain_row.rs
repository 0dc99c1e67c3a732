//! Explains the model's answer for one row.

use std::rc::Rc;
use std::task::Poll;

use grove_engine::explain::{answers_needed, beside_background, shapley};
use grove_engine::pace::Work;
use grove_protocol::calls::ExplainRow;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::handle::{Handle, Handling};
use crate::session::Session;

/// The most background rows; fewer where the model has to be asked for many answers.
const BACKGROUND: u64 = 100;
const FEWEST: u64 = 5;

/// The most answers that the model is asked for.
const ANSWERS: u64 = 40_000;

/// The most milliseconds: a person waits for it.
const LONGEST: f64 = 2000.0;

impl Handle for ExplainRow {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let fitted = session.predicting()?;
        let Some(taken) = session.taken(fitted) else {
            return Err(StageError::new(
                Stage::Predict,
                "An answer is explained beside rows that the model was trained on, and their table is not open.",
                format!("Open {}.", fitted.recipe.data.name),
            ));
        };
        let needed = answers_needed(fitted)?.max(ANSWERS / BACKGROUND);
        let wanted = (ANSWERS / needed).max(FEWEST) as u32;
        let (table, behind) = beside_background(fitted, &self.values, taken, wanted)?;
        let (fitted, table) = (fitted.clone(), Rc::new(table));
        let mut work =
            Work::new(|pace| async move { shapley(&fitted, table, behind, &pace).await });
        let until = (session.now)() + LONGEST;
        while (session.now)() < until {
            if let Poll::Ready(explained) = work.poll() {
                return Ok(explained?.into());
            }
        }
        Err(StageError::new(
            Stage::Predict,
            "Explaining this row takes longer than two seconds.",
            "Use the command grove explain, or a model of trees.",
        ))
    }
}
