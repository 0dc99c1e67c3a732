//! One recipe and data set, run natively and in the browser: both must give the bits that are written down here.

use grove::api::protocol::Request;
use grove::api::recipe::{DataReference, Recipe, Task};
use sha2::{Digest, Sha256};

/// A sample with every kind of column: numbers, categories, dates, missing cells, duplicates.
pub const MESSY: &[u8] = include_bytes!("../../www/samples/messy.csv");

/// SHA-256 of the predictions on the test rows and of the model file.
pub const PREDICTIONS: &str = "7ee9c615d6618ebfd6c4a848e9130f1479710b2ff685e82c07e389908d1f2f4a";
pub const MODEL: &str = "f538d0d1139afd2570e65c7e5c77c47fe894c40ac8d0f72718dfd8e3334679fa";

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
