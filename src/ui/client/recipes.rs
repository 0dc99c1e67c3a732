//! Calls about recipes in files, texts and links.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::{Client, NO_FILE};
use crate::ui::state::{Action, PendingRequest};
use grove_protocol::Request;
use grove_protocol::call::{In, Unanswered};
use grove_protocol::calls::{CheckRecipe, ReadLink, ReadRecipe, WriteLink};
use grove_recipe::Recipe;
use grove_recipe::link::{DataSource, Link};

impl Client {
    /// Reads a saved recipe.
    pub fn read_recipe(&self, file: Blob) {
        self.take_over(ReadRecipe, file.into(), |recipe| {
            Action::RecipeLoaded(Box::new(recipe))
        });
    }

    /// Reads a link's fragment.
    pub fn read_link(&self, fragment: &str) {
        let fragment = fragment.to_string();
        self.take_over(ReadLink { fragment }, NO_FILE, |link| {
            Action::LinkRead(Box::new(link))
        });
    }

    /// Asks whether a text is a recipe for the open file.
    pub fn check_recipe(&self, text: &str) {
        let text = text.to_string();
        self.ask(PendingRequest::CheckDraft, CheckRecipe { text }, NO_FILE);
    }

    /// Asks for a link to a recipe.
    pub fn write_link(&self, recipe: &Rc<Recipe>, source: DataSource) {
        let link = Box::new(Link {
            source,
            recipe: Recipe::clone(recipe),
        });
        let recipe = Rc::clone(recipe);
        self.ask(
            PendingRequest::Share { recipe },
            WriteLink { link },
            NO_FILE,
        );
    }

    /// Dispatches the answer as an action. A failure is shown, and nothing else changes.
    fn take_over<C: In<Request>>(
        &self,
        call: C,
        file: JsValue,
        action: impl Fn(C::Answer) -> Action + 'static,
    ) {
        self.call(call, file, move |client, heard| {
            let action = match heard.told.answer() {
                Some(Ok(answer)) => action(answer),
                Some(Err(Unanswered::Failed(error))) => Action::ProblemFound(error),
                _ => return,
            };
            client.dispatch.emit(action);
        });
    }
}
