//! Calls about the outputs of stages: compute again, hash, and save.

use std::rc::Rc;

use super::{Client, NO_FILE};
use crate::ui::files::save;
use crate::ui::state::{Action, PendingRequest, WantedProvenance};
use grove_protocol::call::{In, Unanswered};
use grove_protocol::calls::{Forget, GetFile, Output, RowOrder, SaveBehind, Selection};
use grove_protocol::{Download, Request};
use grove_recipe::Recipe;
use grove_recipe::stage::Stage;

impl Client {
    /// Runs every stage, and computes this one and later ones again, even if they are up to date.
    pub fn run_again(&self, recipe: &Rc<Recipe>, from: Stage) {
        self.ask(PendingRequest::Forget { from }, Forget { from }, NO_FILE);
        self.run(recipe);
    }

    /// Asks for the fingerprint of an output.
    pub fn output(&self, wanted: &WantedProvenance) {
        let call = Output {
            recipe: Recipe::clone(&wanted.recipe),
            stage: wanted.stage,
        };
        let key = wanted.key;
        self.ask(PendingRequest::Output { key }, call, NO_FILE);
    }

    /// Asks for a file and saves it under its usual name. A failure is shown, and nothing else changes.
    pub fn download(&self, what: Download) {
        self.save(GetFile { what }, what.file_name());
    }

    /// Likewise the test rows of this selection.
    pub fn save_behind(&self, of: Selection, sort: RowOrder) {
        self.save(SaveBehind { of, sort }, "rows.csv");
    }

    fn save<C: In<Request, Answer = ()>>(&self, call: C, name: &'static str) {
        self.call(call, NO_FILE, move |client, heard| {
            let file = heard.file();
            match (heard.told.answer(), file) {
                (Some(Ok(())), Some(file)) => save(&file, name),
                (Some(Err(Unanswered::Failed(error))), _) => {
                    client.dispatch.emit(Action::ProblemFound(error));
                }
                _ => {}
            }
        });
    }
}
