//! One recipe and data set, run natively and in the browser: both must give the bits that are written down here.

use grove_export::bundle::zip;
use grove_export::onnx::export;
use grove_protocol::calls::{Open, Profile, Run};
use grove_protocol::onnx::OnnxLayout;
use grove_protocol::profile::{ProfileReport, ProfileRequest};
use grove_recipe::stage::Stage;
use grove_recipe::synthetic::{SyntheticName, SyntheticSpec};
use grove_recipe::{DataReference, Encoding, Load, ModelName, NumericImputation, Recipe, Task};
use sha2::{Digest, Sha256};

/// A sample with every kind of column: numbers, categories, dates, missing cells, duplicates.
pub const MESSY: &[u8] = include_bytes!("../../www/samples/messy.csv");

/// SHA-256 of the predictions on the test rows and of the model file.
pub const PREDICTIONS: &str = "3f3de56f815a82a76cf64be6ea5a368aab83f7315f19a3e166bc5d8458e912a4";
pub const MODEL: &str = "385b619ae73d2b334bec17b60aed0aaf1dd995f96970e4fe9caa1631d27329e5";
/// SHA-256 of the model as ONNX.
pub const ONNX: &str = "db6a752277eaf0279c1b82cd4b339aa6759ccec6efdbe1cb4b3cb68923c7e099";
/// SHA-256 of the model file of [`boosting`].
pub const BOOSTED: &str = "28c3aa760cbaa911eda1a1c1b4873593b26e86ed6597a1d4a2204b17ce643639";
/// SHA-256 of the sample in a zip.
pub const ZIP: &str = "8768763663700de30f936d87cce28b686d7d9431ec9a1f2beba0af4c0cb64b37";
/// SHA-256 of the profile of the file as it was opened, as JSON.
pub const PROFILE: &str = "3d9aa34afb27e6826bd331afe40669de373ff22291dbe0495ecc993bc700947c";

/// By the target of the recipe.
pub fn profile() -> Profile {
    Profile(ProfileRequest {
        target: Some(("outcome".into(), Task::Classification)),
    })
}

/// Of what was answered to it.
pub fn hash_of_profile(report: &ProfileReport) -> String {
    hash(&serde_json::to_vec(report).unwrap())
}

/// Every stage of a recipe.
pub fn run(recipe: Recipe) -> Run {
    Run {
        recipe,
        through: Stage::Evaluate,
    }
}

pub fn recipe() -> Recipe {
    let data = DataReference {
        name: "messy.csv".into(),
        sha256: hash(MESSY),
    };
    let leave_out = ["animal_id", "name", "found_at"].map(String::from).to_vec();
    let mut recipe = Recipe::new(data, "outcome".into(), Task::Classification, leave_out);
    recipe.split.validation_size = 0.1;
    recipe.featurize.missing_indicator = true;
    recipe.train.set("n_estimators", 20).unwrap();
    recipe
}

/// The same by gradient boosting, with categories as they are. It watches the validation rows of the split.
pub fn boosting() -> Recipe {
    let mut recipe = recipe();
    recipe.train.choose(ModelName::GradientBoosting);
    for (name, value) in [("max_iter", 20), ("min_samples_leaf", 5)] {
        recipe.train.set(name, value).unwrap();
    }
    recipe.featurize.encoding = Encoding::Categorical;
    recipe.featurize.numeric_imputation = NumericImputation::Keep;
    recipe
}

/// SHA-256 of the file that [`synthetic`] stands for.
pub const SYNTHETIC: [(SyntheticName, &str); 9] = [
    (
        SyntheticName::TaxiTrips,
        "d4248fb3c6ffefcaf97f2341892b6323b1b344a61c6af42d769e46bbe7121dde",
    ),
    (
        SyntheticName::Co2Emissions,
        "a1f02aa0c5e5695cb9176f8ebac3d4c92e456cbd1d119cd056e9c53e6f126be3",
    ),
    (
        SyntheticName::CarEconomy,
        "40e6a21cd557c3edd3c3f597ff2017984c85cb8fe2b377b6b784749a94203419",
    ),
    (
        SyntheticName::Songs,
        "d53f817a04372823610e6ab5f9efaf47f2fff35e5d3ef8ceea6460bfee05f92d",
    ),
    (
        SyntheticName::Moons,
        "a48911264a2f888034cd4335b6119f687e619f566c10a6d2f4806f4a2c1d46cc",
    ),
    (
        SyntheticName::Circles,
        "7829d720c5883785ffa82aad8b18bcad2b3f08a4a3429a6820353dfaf6f31b27",
    ),
    (
        SyntheticName::Blobs,
        "af78b336fc64932ffa0095c388b8704c998329b793919f1380754d5b95f4373f",
    ),
    (
        SyntheticName::Spiral,
        "ade426541487b8557a17bee9dcd6b0686bc7ca3b2fbad8d9537b379b72c3aa36",
    ),
    (
        SyntheticName::Xor,
        "f4ae0a022feeedc215b92abd2bcf157df44206a36ac580d94e695b16a23e1a57",
    ),
];

/// A data set with every knob that it has away from its default.
pub fn synthetic(name: SyntheticName) -> SyntheticSpec {
    SyntheticSpec {
        seed: 7,
        rows: 3000,
        noise: 0.35,
        missing: if name.set().missing { 0.1 } else { 0.0 },
        balance: name.set().balance.map_or(0.0, |_| 0.3),
        drift: 0.4,
        ..SyntheticSpec::new(name)
    }
}

pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

pub fn open() -> Open {
    Open {
        load: Load::default(),
        name: "messy.csv".into(),
    }
}

/// Of the sample in a zip.
pub fn hash_as_zip() -> String {
    hash(&zip(&[("messy.csv".into(), MESSY.to_vec())]))
}

/// Of a model file's model as ONNX.
pub fn hash_as_onnx(model: &[u8]) -> String {
    let fitted = grove_export::model::read(model).unwrap();
    hash(&export(&fitted, OnnxLayout::Table).unwrap().bytes)
}
