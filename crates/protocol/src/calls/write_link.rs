//! Makes a link to a recipe.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::link::Link;

/// Writes a recipe and the source of its data as a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WriteLink {
    /// The recipe and the source of its data.
    pub link: Box<Link>,
}

/// The part of the link after the `#`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkFragment {
    /// Begins with [`grove_recipe::link::FRAGMENT`], without the `#`.
    pub fragment: String,
}

impl Call for WriteLink {
    type Answer = LinkFragment;
    type Progress = Never;
}
