//! Makes a link to a recipe.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::link::Link;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WriteLink {
    pub link: Box<Link>,
}

/// What stands in the link after the `#`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkFragment {
    pub fragment: String,
}

impl Call for WriteLink {
    type Answer = LinkFragment;
    type Progress = Never;
}
