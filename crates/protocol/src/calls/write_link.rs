//! Makes a link to a recipe.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::link::Link;

/// Writes a recipe, and where its data comes from, as a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WriteLink {
    /// What to write.
    pub link: Box<Link>,
}

/// What stands in the link after the `#`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkFragment {
    /// Begins with [`grove_recipe::link::FRAGMENT`], without the `#`.
    pub fragment: String,
}

impl Call for WriteLink {
    type Answer = LinkFragment;
    type Progress = Never;
}
