//! What becomes of a model's answers: probabilities are calibrated, and then the class is decided.

use super::{Calibration, Decision, Predictions};

/// How the answers of a model become those that are given. Everything that answers for a fitted pipeline goes through here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AfterModel {
    /// How probabilities are calibrated; `None` where they are as the model gives them.
    pub calibration: Option<Calibration>,
    /// How a row's class follows from them; `None` for the most probable one.
    pub decision: Option<Decision>,
}

impl AfterModel {
    /// Turns the answers of the model into those that are given. Values stay as they are. O(rows × classes · log knots).
    pub fn settle(&self, answers: Predictions) -> Predictions {
        let calibrated = answers.calibrated_by(self.calibration.as_ref());
        calibrated.decided_by(self.decision)
    }

    /// Returns whether answers stay as the model gives them.
    pub const fn is_nothing(&self) -> bool {
        self.calibration.is_none() && self.decision.is_none()
    }

    /// Checks both for so many classes; they may come from a file.
    ///
    /// # Errors
    /// A sentence about what is wrong.
    pub fn validate(&self, n_classes: u32) -> Result<(), String> {
        if let Some(calibration) = &self.calibration {
            calibration.validate(n_classes)?;
        }
        self.decision
            .map_or(Ok(()), |decision| decision.validate(n_classes))
    }
}
