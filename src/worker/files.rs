//! Files that have nothing to do with the one that is open: answers that need no session.

use crate::api::error::StageError;
use crate::api::protocol::Response;
use crate::api::recipe::Recipe;
use crate::api::stage::Stage;
use crate::api::synthetic::SyntheticSpec;
use crate::synthetic;

use super::session::Answer;

/// Makes the CSV file of a spec.
pub fn synthesize(spec: &SyntheticSpec) -> Result<Answer, StageError> {
    let file = synthetic::make(spec)?;
    let name = spec.file_name();
    Ok(Answer {
        response: Response::Synthesized { name },
        file: Some(file),
    })
}

/// Reads a recipe that was saved.
pub fn read_recipe(file: &[u8]) -> Result<Answer, StageError> {
    /// A recipe is a page of text; what is much larger is something else, chosen by mistake.
    const BYTES_AT_MOST: usize = 1_000_000;
    let recipe = if file.len() > BYTES_AT_MOST {
        Err("This file is too large to be a recipe.".into())
    } else {
        std::str::from_utf8(file)
            .map_err(|_| "This is not a Grove recipe: it is not UTF-8 text.".into())
            .and_then(Recipe::from_json)
    };
    let advice = "Choose a recipe.json that Grove has saved.";
    let recipe = recipe.map_err(|problem| StageError::new(Stage::Load, problem, advice))?;
    Ok(Response::RecipeRead(recipe).into())
}
