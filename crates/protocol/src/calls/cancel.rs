//! Stops the job under way.

use serde::{Deserialize, Serialize};

use crate::call::{Call, CallEffect, Never};

/// Stops the job under way, which answers [`crate::call::Unanswered::Stopped`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancel;

/// `trees` have grown so far, if a run was training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// Trees of the stopped run; 0 where no run was training.
    pub trees: u32,
}

impl Call for Cancel {
    type Answer = Cancelled;
    type Progress = Never;
    const EFFECT: CallEffect = CallEffect::EndsJob;
}
