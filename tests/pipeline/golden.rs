//! The bits that the browser must give as well.

use grove_engine::{Pipeline, RunEvent};

use crate::shared;
use crate::tools::finish;

#[test]
fn a_run_gives_the_bits_that_are_written_down() {
    let recipe = shared::recipe();
    let mut pipeline = Pipeline::default();
    pipeline
        .open("messy.csv", shared::MESSY, &recipe.load)
        .unwrap();
    pipeline.begin(recipe).unwrap();
    while pipeline.step().unwrap() != RunEvent::Ended {}
    let outcome = pipeline.outcome().unwrap();
    let predictions = grove_export::predictions::write(&outcome.predictions);
    let model = grove_export::model::write(&outcome.fitted);
    assert_eq!(
        (
            shared::hash(&predictions).as_str(),
            shared::hash(&model).as_str()
        ),
        (shared::PREDICTIONS, shared::MODEL)
    );
    assert_eq!(shared::hash_as_onnx(&model), shared::ONNX);
    assert_eq!(shared::hash_as_zip(), shared::ZIP);
}

#[test]
fn boosting_gives_the_bits_that_are_written_down() {
    let recipe = shared::boosting();
    let mut pipeline = Pipeline::default();
    pipeline
        .open("messy.csv", shared::MESSY, &Default::default())
        .unwrap();
    finish(&mut pipeline, &recipe).unwrap();
    let model = grove_export::model::write(&pipeline.outcome().unwrap().fitted);
    assert_eq!(shared::hash(&model), shared::BOOSTED);
}
