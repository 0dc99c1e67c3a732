//! Reads a link to a recipe.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::link::Link;

/// `fragment` is what stands in the link after the `#`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadLink {
    pub fragment: String,
}

impl Call for ReadLink {
    type Answer = Link;
    type Progress = Never;
}
