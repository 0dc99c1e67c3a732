//! Gradient boosting as ONNX: sums with Grove's bits, categories by their sets, missing values in their direction.

use std::rc::Rc;

use grove_engine::Pipeline;
use grove_export::model;
use grove_export::onnx::compare::compare;
use grove_export::onnx::export;
use grove_export::onnx::read::tensor::TensorData;
use grove_export::onnx::reveals::reveals;
use grove_models::Model;
use grove_protocol::onnx::OnnxLayout;
use grove_recipe::{Encoding, ModelName, NumericImputation, Recipe, Task};

use super::onnx::{asked, exported, raw_rows, said};
use super::tools::{run, target};

/// Two columns of categories with gaps, of which the second has many rare ones, a number with gaps, and targets: two
/// classes, four classes, and a value above 0.
fn table(rows: u32) -> String {
    let mut csv = String::from("colour,place,size,two,four,value\n");
    for i in 0..rows {
        let (colour, place) = (i * 7 % 5, i * i % 83);
        let size = f64::from(i * 31 % 57) / 4.0;
        let score = f64::from([3, 0, 5, 1, 2][colour as usize] * 10 + place * 13 % 17) + size;
        let cell = |empty: bool, text: String| if empty { String::new() } else { text };
        csv.push_str(&format!(
            "{},{},{},{},{},{}\n",
            cell(i % 11 == 3, format!("c{colour}")),
            cell(i % 17 == 5, format!("p{place}")),
            cell(i % 13 == 7, size.to_string()),
            ["low", "high"][usize::from(score > 33.0)],
            ["a", "b", "c", "d"][(score as usize / 20).min(3)],
            score + 1.0,
        ));
    }
    csv
}

/// Learns one of the targets by boosting, with categories and missing numbers as they are.
fn boosting(name: &'static str) -> impl Fn(&mut Recipe) {
    move |recipe| {
        let task = match name {
            "value" => Task::Regression,
            _ => Task::Classification,
        };
        target(name, task)(recipe);
        let targets = ["two", "four", "value"].into_iter();
        let others = targets.filter(|other| *other != name);
        recipe.leave_out = others.map(str::to_owned).collect();
        recipe.featurize.encoding = Encoding::Categorical;
        recipe.featurize.numeric_imputation = NumericImputation::Keep;
        recipe.train.choose(ModelName::GradientBoosting);
        recipe.train.set("max_iter", 15).unwrap();
        recipe.train.set("min_samples_leaf", 3).unwrap();
    }
}

#[test]
fn every_loss_says_the_same() {
    for name in ["two", "four"] {
        let (pipeline, _) = run(table(500), boosting(name)).unwrap();
        exported(&pipeline, 1e-15);
    }
    for (loss, most) in [
        ("squared_error", 0.0),
        ("absolute_error", 0.0),
        ("quantile", 0.0),
        ("poisson", 1e-15),
        ("gamma", 1e-15),
    ] {
        let (pipeline, _) = run(table(500), |recipe| {
            boosting("value")(recipe);
            recipe.train.set("loss", loss).unwrap();
        })
        .unwrap();
        exported(&pipeline, most);
    }
}

#[test]
fn the_same_with_categories_as_numbers_and_with_one_hot_features() {
    for encoding in [Encoding::OneHot, Encoding::Ordinal, Encoding::Target] {
        let (pipeline, _) = run(table(300), |recipe| {
            boosting("four")(recipe);
            recipe.featurize.encoding = encoding;
        })
        .unwrap();
        exported(&pipeline, 1e-15);
    }
}

#[test]
fn unseen_and_missing_categories_go_where_they_go_in_the_page() {
    let (pipeline, _) = run(table(500), boosting("four")).unwrap();
    let exported = exported(&pipeline, 1e-15);
    let inputs = &exported.about.inputs;
    let colour = inputs.iter().find(|input| input.name == "colour").unwrap();
    assert!(colour.missing.contains("counts as missing"), "{colour:?}");
    assert!(
        colour
            .unseen
            .as_ref()
            .unwrap()
            .contains("counts as missing")
    );
    let fitted = &pipeline.outcome().unwrap().fitted;
    let file =
        "colour,place,size\n,,3.25\nnever seen,p1,2.5\nc1,never seen,\nc4,p82,1e300\nc0,,-1\n";
    let texts = |values: [&str; 5]| TensorData::Texts(values.map(String::from).to_vec());
    let nan = f64::NAN;
    let given = [
        ("colour", texts(["", "never seen", "c1", "c4", "c0"])),
        ("place", texts(["", "p1", "never seen", "p82", ""])),
        (
            "size",
            TensorData::Numbers(vec![3.25, 2.5, nan, 1e300, -1.0]),
        ),
    ];
    let ((labels, found), (said, expected)) = (asked(&exported, &given), said(fitted, file));
    assert_eq!(labels, said);
    let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-15;
    assert!(
        found.iter().zip(&expected).all(close),
        "{found:?} and {expected:?}"
    );
}

/// Rows that are drawn to see when to stop have categories that no tree has learned from, though the encoding knows them.
#[test]
fn categories_that_no_tree_has_seen_go_where_missing_ones_go() {
    let (pipeline, _) = run(table(240), |recipe| {
        boosting("four")(recipe);
        recipe.train.set("early_stopping", "on").unwrap();
        recipe.train.set("validation_fraction", 0.5).unwrap();
    })
    .unwrap();
    let fitted = &pipeline.outcome().unwrap().fitted;
    let Model::GradientBoosting(boosted) = &*fitted.model else {
        panic!("another model");
    };
    let of_encoding = fitted.featurizer.categories();
    let places = (0..).zip(&of_encoding).filter_map(|(feature, names)| {
        let known = boosted.model.seen(feature)?;
        Some(((*names)?.len(), known.len()))
    });
    let places: Vec<(usize, usize)> = places.collect();
    assert!(places.iter().any(|(all, known)| known < all), "{places:?}");
    exported(&pipeline, 1e-15);
}

#[test]
fn a_class_that_no_train_row_has_is_never_predicted() {
    for (name, rare) in [("two", "third"), ("four", "e")] {
        let csv = table(200) + &format!("c1,p1,2,{rare},{rare},9\n");
        let with = |seed: u32| {
            run(&csv, |recipe| {
                boosting(name)(recipe);
                recipe.split.stratify = false;
                recipe.split.test_size = 0.5;
                recipe.seed = seed;
            })
            .unwrap()
        };
        let lacks = |pipeline: &Pipeline| {
            let fitted = &pipeline.outcome().unwrap().fitted;
            match &*fitted.model {
                Model::GradientBoosting(boosted) => {
                    boosted.model.classes().len() < boosted.model.n_classes() as usize
                }
                _ => panic!("another model"),
            }
        };
        let mut runs = (0..20).map(|seed| with(seed).0);
        let pipeline = runs.find(|pipeline| lacks(pipeline)).unwrap();
        exported(&pipeline, 1e-15);
    }
}

#[test]
fn a_model_whose_trees_are_single_leaves_says_the_same() {
    for name in ["two", "four", "value"] {
        let (pipeline, _) = run(table(60), |recipe| {
            boosting(name)(recipe);
            recipe.train.set("min_samples_leaf", 50).unwrap();
        })
        .unwrap();
        exported(&pipeline, 1e-15);
    }
}

#[test]
fn other_bytes_are_refused_and_never_a_panic() {
    let (pipeline, _) = run(table(200), |recipe| {
        boosting("two")(recipe);
        recipe.train.set("max_iter", 3).unwrap();
    })
    .unwrap();
    let outcome = pipeline.outcome().unwrap();
    let rows = raw_rows(&pipeline, outcome);
    let bytes = export(&outcome.fitted, OnnxLayout::Table).unwrap().bytes;
    let predicted = &outcome.predictions.predicted;
    let again = |bytes: &[u8]| compare(&outcome.fitted, bytes, &rows, predicted);
    let mut different = 0;
    for place in (0..bytes.len()).step_by((bytes.len() / 400).max(1)) {
        let mut changed = bytes.clone();
        changed[place] ^= 0x15;
        let _ = reveals(&changed);
        different += u32::from(again(&changed) != again(&bytes));
    }
    assert!(different > 50, "only {different} changes were noticed");
}

#[test]
fn what_it_reveals_is_listed() {
    let (pipeline, _) = run(table(300), boosting("two")).unwrap();
    let revealed = reveals(&exported(&pipeline, 1e-15).bytes).unwrap();
    let whats: Vec<&str> = revealed.iter().map(|of| of.what.as_str()).collect();
    let of = |what: &str| {
        let found = revealed.iter().find(|of| of.what.starts_with(what));
        found
            .unwrap_or_else(|| panic!("{what} is not among {whats:?}"))
            .count
    };
    assert_eq!(of("Categories of colour"), 5);
    assert!(of("Thresholds of size (") > 0);
    assert!(
        !whats
            .iter()
            .any(|what| what.starts_with("Thresholds of colour"))
    );
    assert!(
        !whats
            .iter()
            .any(|what| what.starts_with("Thresholds of place"))
    );
}

#[test]
fn a_model_file_says_the_same_once_it_is_read_back() {
    let (pipeline, _) = run(table(300), boosting("four")).unwrap();
    let outcome = pipeline.outcome().unwrap();
    let bytes = model::write(&outcome.fitted);
    let back = model::read(&bytes).unwrap();
    assert_eq!(model::write(&back), bytes);
    let first = export(&outcome.fitted, OnnxLayout::Columns).unwrap();
    assert_eq!(export(&back, OnnxLayout::Columns).unwrap(), first);
    assert!(!Rc::ptr_eq(&back.model, &outcome.fitted.model));
}
