//! Recipes in files, texts and links.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::Client;
use crate::ui::state::Question;
use grove_protocol::Request;
use grove_recipe::Recipe;
use grove_recipe::link::{Link, RecipeRequest, Source};

impl Client {
    /// Reads a recipe that was saved before.
    pub fn read_recipe(&self, file: Blob) {
        self.aside(Request::ReadRecipe, file.into());
    }

    /// Reads a link's fragment.
    pub fn read_link(&self, fragment: &str) {
        let fragment = fragment.to_string();
        let request = Request::Recipes(RecipeRequest::ReadLink { fragment });
        self.aside(request, JsValue::UNDEFINED);
    }

    /// Asks whether a text is a recipe for the open file.
    pub fn check_recipe(&self, text: &str) {
        let text = text.to_string();
        let request = Request::Recipes(RecipeRequest::Check { text });
        self.put(Question::CheckDraft, request, JsValue::UNDEFINED);
    }

    /// Asks for a link to a recipe.
    pub fn write_link(&self, recipe: &Rc<Recipe>, source: Source) {
        let link = Box::new(Link {
            source,
            recipe: Recipe::clone(recipe),
        });
        let request = Request::Recipes(RecipeRequest::WriteLink(link));
        let recipe = Rc::clone(recipe);
        self.put(Question::Share { recipe }, request, JsValue::UNDEFINED);
    }

    fn aside(&self, request: Request, file: JsValue) {
        let id = self.number();
        self.inner.borrow_mut().asides.push(id);
        self.send(id, request, file);
    }
}
