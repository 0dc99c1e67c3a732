//! What each stage makes of two tables, beside the version of the stage: whoever changes one changes the other.

use grove_engine::Pipeline;
use grove_export::fingerprint;
use grove_recipe::stage::{PATH, Stage};
use grove_recipe::{Recipe, Task};

use crate::shared;
use crate::tools::{finish, open};

/// Each stage with its version, and what it makes of `messy.csv` and of `diabetes.csv`.
const MADE: [(Stage, u32, [&str; 2]); PATH.len()] = [
    (
        Stage::Load,
        2,
        [
            "7160657c5a75f72a44365c5559815b94412f6112002372e11a4b3fd14729b3a9",
            "fabebd204d46fed96cab3d88225ebcb14052f9c9449644fa733f1d14b08c67ec",
        ],
    ),
    (
        Stage::Clean,
        1,
        [
            "eeb4d6219b39608b1ebe55cf81eae8d2fc9d1bc9e33ff9b50b5567b5ffe402d3",
            "fabebd204d46fed96cab3d88225ebcb14052f9c9449644fa733f1d14b08c67ec",
        ],
    ),
    (
        Stage::Check,
        3,
        [
            "b318b0240dd362a8f1bbb3ce2f0d0f3c69a115346be887d2a950b920b7e58342",
            "65d88cfbf7cbb4b9d466f508cfc366efab8518ea130921c75eb40da85ef7253c",
        ],
    ),
    (
        Stage::Split,
        1,
        [
            "813af4824c5cf93ee71adf38c500f00c396b4a7ef8de6f2a44cea06a29e876fb",
            "e7313c8214699d479c69823b6fa8107c092eb91aa542709e98fa49d1c171cfee",
        ],
    ),
    (
        Stage::Featurize,
        1,
        [
            "38740256a8284453b75ce88e7c5d2b611e393fa88cbc5a86d3f215d02a1d4bac",
            "dbe13ef3f752307a633d9def5e50fd0d2cbe455cc571d8e323ca6e6ac869d64f",
        ],
    ),
    (
        Stage::Train,
        1,
        [
            "1896537bcde91a9ff39c11137dcf854d54080aa8d72c13665ebb439b5de8c42d",
            "e3fa22ee2d9e4325ea858563f16fb9ba80df4b99a8993b060c26ffada8e30c0d",
        ],
    ),
    (
        Stage::Evaluate,
        1,
        [
            "3f3de56f815a82a76cf64be6ea5a368aab83f7315f19a3e166bc5d8458e912a4",
            "fe58aed5d433f373e2f5a79540a6f0aa5935ba6b55bc1bf774e74592026b0222",
        ],
    ),
];

fn made(mut pipeline: Pipeline, recipe: &Recipe) -> Vec<String> {
    finish(&mut pipeline, recipe).unwrap();
    PATH.map(|stage| fingerprint::of(&pipeline, recipe, stage).unwrap().sha256)
        .into()
}

#[test]
fn a_stage_that_gives_another_output_has_another_version() {
    let recipe = shared::recipe();
    let mut pipeline = Pipeline::default();
    pipeline
        .open("messy.csv", shared::MESSY, &recipe.load)
        .unwrap();
    let first = made(pipeline, &recipe);
    let diabetes = include_bytes!("../../www/samples/diabetes.csv");
    let (pipeline, _, mut recipe) = open(diabetes).unwrap();
    recipe.target = "progression".into();
    recipe.task = Task::Regression;
    recipe.train.set("n_estimators", 20).unwrap();
    let second = made(pipeline, &recipe);
    let versions = PATH.map(Stage::version);
    let found: Vec<_> = (PATH.into_iter().zip(versions))
        .zip(first.iter().zip(&second))
        .map(|((stage, version), (first, second))| (stage, version, [first.as_str(), second]))
        .collect();
    assert_eq!(
        found, MADE,
        "raise the version of the first stage that differs in its file in crates/recipe/src/stages/, and write down both here"
    );
}
