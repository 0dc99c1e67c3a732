//! Recipes as files, texts and links: what the session answers about them.

use grove_engine::load::Loaded;
use grove_engine::profile::profile;
use grove_export::link;
use grove_protocol::Response;
use grove_recipe::error::StageError;
use grove_recipe::link::{RecipeAnswer, RecipeRequest};
use grove_recipe::{Draft, Recipe, RecipeError, columns_after};

/// Reads the file of a recipe. What it leaves out is as by default and as the open file proposes it.
pub fn read(file: &[u8], open: Option<&Loaded>) -> Result<Response, StageError> {
    let draft = Draft::from_bytes(file)?;
    Ok(Response::RecipeRead(
        match open.filter(|_| is_partial(&draft)) {
            Some(loaded) => draft.complete(&profile(loaded))?,
            None => Recipe::from_bytes(file)?,
        },
    ))
}

/// Whether a recipe says what is to be predicted and leaves something to the data.
fn is_partial(draft: &Draft) -> bool {
    draft.target().is_some() && !draft.is_whole()
}

/// Answers a request; `open` is the file that is open.
pub fn answer(request: RecipeRequest, open: Option<&Loaded>) -> Result<Response, StageError> {
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

fn fits(text: &str, open: Option<&Loaded>) -> Result<Recipe, RecipeError> {
    let draft = Draft::from_json(text)?;
    let recipe = match open.filter(|_| is_partial(&draft)) {
        Some(loaded) => {
            let completed = draft.complete(&profile(loaded));
            completed.map_err(|error| {
                RecipeError::new(error.problem, error.advice).about(text, "target".into())
            })?
        }
        None => Recipe::from_json(text)?,
    };
    if let Some(loaded) = open {
        let kinds = loaded.table.kinds().into_iter();
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
