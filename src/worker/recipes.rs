//! Recipes as files, texts and links: what the session answers about them.

use crate::api::error::StageError;
use crate::api::link::{RecipeAnswer, RecipeRequest};
use crate::api::protocol::Response;
use crate::api::recipe::{Recipe, RecipeError, columns_after};
use crate::export::link;
use crate::pipeline::table::Table;

/// Reads the file of a recipe.
pub fn read(file: &[u8]) -> Result<Response, StageError> {
    Ok(Response::RecipeRead(Recipe::from_bytes(file)?))
}

/// Answers a request; `open` is the table as it was opened.
pub fn answer(request: RecipeRequest, open: Option<&Table>) -> Result<Response, StageError> {
    let answer = match request {
        RecipeRequest::Check { text } => match fits(&text, open) {
            Ok(recipe) => RecipeAnswer::Fits(recipe),
            Err(error) => RecipeAnswer::Refused(error),
        },
        RecipeRequest::WriteLink(link) => RecipeAnswer::LinkWritten {
            fragment: link::write(&link),
        },
        RecipeRequest::ReadLink { fragment } => RecipeAnswer::LinkRead(link::read(&fragment)?),
    };
    Ok(Response::Recipes(answer))
}

fn fits(text: &str, open: Option<&Table>) -> Result<Recipe, RecipeError> {
    let recipe = Recipe::from_json(text)?;
    if let Some(table) = open {
        let kinds = table.kinds().into_iter();
        let known = columns_after(
            kinds.map(|(name, kind)| (name, Some(kind))),
            &recipe.clean.steps,
        );
        if !known.iter().any(|(name, _)| *name == recipe.target) {
            let problem = format!(
                "The open table has no column “{}” to predict.",
                recipe.target
            );
            let error = RecipeError::new(problem, "Choose one that it has.");
            return Err(error.about(text, "target".into()));
        }
    }
    Ok(recipe)
}
