//! The first call: it is answered once the engine listens and is of the page's build.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};

/// Sets the number of tree workers. Each message holds the number of the build, so this call need not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// How many trees may grow at a time, at most [`MOST_WORKERS`]; `None` means one per core.
    pub workers: Option<u32>,
}

/// The most trees that grow at a time in a browser: each worker holds the data.
pub const MOST_WORKERS: u32 = 16;

impl Call for Hello {
    type Answer = ();
    type Progress = Never;
}
