//! Runs the load stage, where the opened file is to be read otherwise than it was.

use std::rc::Rc;

use grove_protocol::report::StageReport;

use super::Loaded;
use crate::profile::profile;
use crate::run::{Begun, PathStage, SharedBytes, StageInputs};

/// What the stage makes.
pub type Output = Loaded;

impl PathStage for Loaded {
    fn begin(inputs: &StageInputs) -> Begun<Self> {
        let reading = inputs.read_again()?;
        Ok(reading.map(|loaded| {
            let loaded = loaded?;
            let report = StageReport::of_load(profile(&loaded));
            Ok((loaded, report))
        }))
    }

    /// The open file is kept by itself.
    fn weigh(self: &Rc<Self>) -> Vec<SharedBytes> {
        Vec::new()
    }
}
