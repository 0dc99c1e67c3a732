//! One tree of the trained forest.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::TreePicture;

/// Asks for one tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tree {
    /// The tree's place in the forest, from 0.
    pub index: u32,
}

impl Call for Tree {
    type Answer = TreePicture;
    type Progress = Never;
}
