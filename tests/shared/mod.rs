//! One recipe and data set, run natively and in the browser: both must give the bits that are written down here.

use grove::api::protocol::Request;
use grove::api::recipe::{DataReference, Recipe, Task};
use sha2::{Digest, Sha256};

/// A sample with every kind of column: numbers, categories, dates, missing cells, duplicates.
pub const MESSY: &[u8] = include_bytes!("../../www/samples/messy.csv");

/// SHA-256 of the predictions on the test rows and of the model file.
pub const PREDICTIONS: &str = "3f3de56f815a82a76cf64be6ea5a368aab83f7315f19a3e166bc5d8458e912a4";
pub const MODEL: &str = "304fe4d60f47cf3fe64c961a43e1d33d8b4f5ae71ae7b72249ec77d72c569170";

pub fn recipe() -> Recipe {
    let data = DataReference {
        name: "messy.csv".into(),
        sha256: hash(MESSY),
    };
    let leave_out = ["animal_id", "name", "found_at"].map(String::from).to_vec();
    let mut recipe = Recipe::new(data, "outcome".into(), Task::Classification, leave_out);
    recipe.split.validation_size = 0.1;
    recipe.featurize.missing_indicator = true;
    recipe.train.n_estimators = 20;
    recipe
}

pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

pub fn open() -> Request {
    Request::Open {
        name: "messy.csv".into(),
    }
}
