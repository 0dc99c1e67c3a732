//! Reads a recipe from a file.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::Recipe;

/// Reads the recipe file that comes with the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadRecipe;

impl Call for ReadRecipe {
    type Answer = Recipe;
    type Progress = Never;
}
