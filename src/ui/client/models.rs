//! Calls about models: show trees, load models, predict tables.

use web_sys::Blob;

use super::{Client, NO_FILE};
use crate::ui::state::PendingRequest;
use grove_protocol::calls::{LoadModel, Predict, Tree, UseTrained};
use grove_recipe::LoadChoice;

impl Client {
    pub fn tree(&self, index: u32) {
        self.ask(PendingRequest::Tree, Tree { index }, NO_FILE);
    }

    pub fn load_model(&self, name: &str, file: Blob) {
        let name = name.to_string();
        self.ask(PendingRequest::LoadModel, LoadModel { name }, file.into());
    }

    pub fn use_trained(&self) {
        self.ask(PendingRequest::UseTrained, UseTrained, NO_FILE);
    }

    /// Predicts a file, which is read as the training data were, except for these choices.
    pub fn predict(&self, name: &str, file: Blob, choices: Vec<LoadChoice>) {
        let name = name.to_string();
        self.ask(
            PendingRequest::Predict,
            Predict { name, choices },
            file.into(),
        );
    }
}
