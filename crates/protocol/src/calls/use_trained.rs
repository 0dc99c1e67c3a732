//! Predicts with the trained model again.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};

/// Predicts with the model of the latest run again, instead of a loaded one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseTrained;

impl Call for UseTrained {
    type Answer = ();
    type Progress = Never;
}
