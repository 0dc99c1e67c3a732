//! Checks a recipe that a person writes.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::{Recipe, RecipeError};

/// Checks whether a text is a recipe for the open file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckRecipe {
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RecipeCheck {
    Fits(Box<Recipe>),
    Refused(RecipeError),
}

impl Call for CheckRecipe {
    type Answer = RecipeCheck;
    type Progress = Never;
}
