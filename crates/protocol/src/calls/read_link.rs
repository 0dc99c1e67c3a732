//! Reads a link to a recipe.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::link::Link;

/// Reads a link's recipe. `fragment` is the part of the link after the `#`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadLink {
    /// Begins with [`grove_recipe::link::FRAGMENT`], as [`super::WriteLink`] returns it.
    pub fragment: String,
}

impl Call for ReadLink {
    type Answer = Link;
    type Progress = Never;
}
