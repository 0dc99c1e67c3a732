//! Computes the curves of the latest run's test rows.

use grove_engine::evaluate::curves::{AnsweredRows, curves};
use grove_engine::pace::{Pace, block_on};
use grove_engine::table::target::TargetValues;
use grove_models::Predictions;
use grove_protocol::calls::Curves;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for Curves {
    /// The work is bounded to about a second by the number of rows and classes.
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let outcome = session.outcome()?;
        let of = &outcome.predictions;
        let (
            Some(TargetValues::Classes { labels, classes }),
            Predictions::Probabilities { values, .. },
        ) = (&of.actual, &of.predicted)
        else {
            return Err(refused(
                "Values have no curves over thresholds.",
                "Predict classes.",
            ));
        };
        if self
            .class
            .is_some_and(|class| class as usize >= classes.len())
        {
            return Err(refused(
                "There is no such class.",
                "Choose one of the classes.",
            ));
        }
        let rows = AnsweredRows {
            labels,
            classes,
            probabilities: values,
        };
        let (evaluation, seed) = (Some(&outcome.evaluation), outcome.fitted.recipe.seed);
        let pace = Pace::default();
        Ok(block_on(curves(rows, self.class, evaluation, seed, &pace)).into())
    }
}

fn refused(problem: &str, advice: &str) -> StageError {
    StageError::new(Stage::Evaluate, problem, advice)
}
