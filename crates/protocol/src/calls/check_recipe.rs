//! Checks a recipe that a person writes.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::{Recipe, RecipeError};

/// Checks whether a text is a recipe for the open file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckRecipe {
    /// A recipe as JSON. What it leaves out is filled in with what is proposed for the open file.
    pub text: String,
}

/// Whether a text is a recipe, and fits the open file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RecipeCheck {
    /// The whole recipe, with what the text left out.
    Fits(Box<Recipe>),
    /// What is wrong, and where in the text.
    Refused(RecipeError),
}

impl Call for CheckRecipe {
    type Answer = RecipeCheck;
    type Progress = Never;
}
