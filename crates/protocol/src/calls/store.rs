//! Asks the store of runs.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Progress};
use crate::tracking::{StoreAnswer, StoreRequest};

/// What is told unasked, since a run was kept or another tab changed something, is progress of no call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Store(pub StoreRequest);

impl Call for Store {
    type Answer = StoreAnswer;
    type Progress = StoreAnswer;
}

/// Each is sent as it comes.
impl Progress for StoreAnswer {}
