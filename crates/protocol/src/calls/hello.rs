//! The first call: whether page and engine are of one build.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};

/// Compares the builds of page and engine, and sets the number of tree workers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// The page's [`crate::build::BUILD`].
    pub build: u32,
    /// How many trees may grow at a time, at most [`MOST_WORKERS`]; `None` means one per core.
    pub workers: Option<u32>,
}

/// The most trees that grow at a time in a browser: each worker holds the data.
pub const MOST_WORKERS: u32 = 16;

/// The engine's [`crate::build::BUILD`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    /// Must equal the build that the page sent in [`Hello`].
    pub build: u32,
}

impl Call for Hello {
    type Answer = Ready;
    type Progress = Never;
}
