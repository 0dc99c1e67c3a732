//! Reads and checks recipes.

use grove_engine::load::Loaded;
use grove_engine::profile::profile;
use grove_protocol::calls::{CheckRecipe, ReadRecipe, RecipeCheck};
use grove_recipe::{Draft, Recipe, RecipeError, columns_after};

use crate::handle::{Handle, Handling};
use crate::session::Session;

/// Fills in what the recipe leaves out: from the defaults, and from what is proposed for the open file.
impl Handle for ReadRecipe {
    fn handle(self, session: &mut Session, file: &[u8]) -> Handling<Self> {
        let draft = Draft::from_bytes(file)?;
        let open = session.pipeline.loaded();
        let recipe = match open.filter(|_| is_partial(&draft)) {
            Some(loaded) => draft.complete(&profile(loaded))?,
            None => Recipe::from_bytes(file)?,
        };
        Ok(recipe.into())
    }
}

impl Handle for CheckRecipe {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let check = match fits(&self.text, session.pipeline.loaded()) {
            Ok(recipe) => RecipeCheck::Fits(Box::new(recipe)),
            Err(error) => RecipeCheck::Refused(error),
        };
        Ok(check.into())
    }
}

/// Returns whether a recipe names the target and leaves something to the data.
fn is_partial(draft: &Draft) -> bool {
    draft.target().is_some() && !draft.is_whole()
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
