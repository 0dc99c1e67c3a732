//! Profiles the table.

use serde::{Deserialize, Serialize};

use crate::call::{Call, CallEffect, Done};
use crate::profile::{ProfileReport, ProfileRequest};

/// Profiles the cleaned table if there is one, otherwise the table as it was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile(pub ProfileRequest);

impl Call for Profile {
    type Answer = ProfileReport;
    type Progress = Done;
    const EFFECT: CallEffect = CallEffect::IsJob;
}
