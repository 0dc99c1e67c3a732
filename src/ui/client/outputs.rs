//! What is asked about the outputs of stages.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::Client;
use crate::ui::state::{Question, Wanted};
use grove_protocol::Request;
use grove_recipe::Recipe;
use grove_recipe::stage::Stage;

impl Client {
    /// Runs every stage, and from this one on anew, whatever is known.
    pub fn run_again(&self, recipe: &Rc<Recipe>, from: Stage) {
        let request = Request::Forget { from };
        self.put(Question::Forget { from }, request, JsValue::UNDEFINED);
        self.run(recipe);
    }

    /// Asks for the fingerprint of an output.
    pub fn output(&self, wanted: &Wanted) {
        let request = Request::Output {
            recipe: Recipe::clone(&wanted.recipe),
            stage: wanted.stage,
        };
        let key = wanted.key;
        self.put(Question::Output { key }, request, JsValue::UNDEFINED);
    }
}
