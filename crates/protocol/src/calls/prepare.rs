//! Makes a file for another tool.

use serde::{Deserialize, Serialize};

use crate::call::{Call, CallEffect, Done};
use crate::take_home::{PreparedFile, TakeHomeFormat};

/// Makes a file of the latest run, with example rows if they are wanted and the format allows them. Progress is the
/// number of test rows on which the model in the file was compared. The file comes with the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepare {
    /// What kind of file to make.
    pub format: TakeHomeFormat,
    /// Whether rows of the table may be put into the file; formats that take none ignore it.
    pub examples: bool,
}

impl Call for Prepare {
    type Answer = PreparedFile;
    type Progress = Done;
    const EFFECT: CallEffect = CallEffect::IsJob;
}
