//! Calls about models: show trees, load models, predict tables.

use web_sys::Blob;

use super::{Client, NO_FILE};
use yew::Callback;

use crate::ui::state::{PendingRequest, PlaneSubject};
use grove_protocol::call::CallEvent;
use grove_protocol::calls::{GrowMoons, GrownMoons, LoadModel, Plane, Predict, Tree, UseTrained};
use grove_recipe::{LoadChoice, Recipe};

impl Client {
    pub fn tree(&self, index: u32) {
        self.ask(PendingRequest::Tree, Tree { index }, NO_FILE);
    }

    /// Asks for rows in the plane of two columns.
    pub fn plane(&self, subject: PlaneSubject) {
        let [x, y] = subject.names.clone();
        let recipe = Recipe::clone(&subject.recipe);
        let of = subject.of;
        let call = Plane { recipe, x, y, of };
        self.ask(PendingRequest::Plane { subject }, call, NO_FILE);
    }

    /// Asks for the forest of the first visit. There is no answer if there is no engine.
    pub fn moons(&self, then: Callback<GrownMoons>) {
        self.call(GrowMoons, NO_FILE, move |_, heard| {
            if let CallEvent::Answer(Ok(moons)) = heard.told {
                then.emit(moons);
            }
        });
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
