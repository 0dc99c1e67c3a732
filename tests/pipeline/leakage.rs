//! Leakage: nothing that is fitted may depend on a row that is not in train.

use std::collections::BTreeSet;

use grove_engine::Pipeline;
use grove_protocol::report::Detail;
use grove_recipe::columns::ColumnKind;
use grove_recipe::stage::Stage;
use grove_recipe::{CategoryImputation, ColumnEncoding, Encoding, ModelName, Recipe};

use crate::tools::{detail, finish, open};

/// A table with numbers, categories and dates, with gaps; `odd` rows hold values that no other row has.
fn csv(odd: &BTreeSet<u32>) -> String {
    let mut csv = String::from("size,colour,day,weight,note,kind\n");
    for i in 0..80u32 {
        let (size, colour, day) = if odd.contains(&(i + 1)) {
            (
                "1000000".into(),
                format!("never seen {i}"),
                "1900-01-01".into(),
            )
        } else if i % 9 == 0 {
            (String::new(), String::new(), String::new())
        } else {
            let colour = ["red", "green", "blue"][i as usize % 3].to_string();
            (
                (i % 13).to_string(),
                colour,
                format!("2024-{:02}-{:02}", i % 12 + 1, i % 28 + 1),
            )
        };
        csv.push_str(&format!(
            "{size},{colour},{day},{},{colour} or word {},{}\n",
            i % 7,
            i % 5,
            ["a", "b"][i as usize % 2]
        ));
    }
    csv
}

fn train(
    csv: &str,
    change: &dyn Fn(&mut Recipe),
) -> (Pipeline, Vec<grove_protocol::report::StageReport>) {
    let (mut pipeline, _, mut recipe) = open(csv.as_bytes()).unwrap();
    recipe.leave_out.clear();
    recipe.train.set("n_estimators", 5).unwrap();
    recipe.featurize.missing_indicator = true;
    change(&mut recipe);
    let reports = finish(&mut pipeline, &recipe).unwrap();
    (pipeline, reports)
}

#[test]
fn changing_test_and_validation_rows_changes_nothing_fitted() {
    let settings: [&dyn Fn(&mut Recipe); 4] = [
        &|_| {},
        &|recipe| recipe.split.validation_size = 0.2,
        &|recipe| recipe.train.choose(ModelName::GradientBoosting),
        &|recipe| {
            recipe.featurize.encoding = Encoding::Ordinal;
            recipe.featurize.category_imputation = CategoryImputation::MostFrequent;
        },
    ];
    for change in settings {
        nothing_leaks(change);
    }
}

/// Each column in each of its encodings, some of which look at the target too.
#[test]
fn no_encoding_learns_from_test_rows() {
    let columns = [
        ("size", ColumnKind::Integer),
        ("colour", ColumnKind::Category),
        ("day", ColumnKind::Date),
        ("note", ColumnKind::Text),
    ];
    let most = columns.map(|(_, kind)| Encoding::of(kind).len());
    for turn in 0..most.into_iter().max().unwrap() {
        nothing_leaks(&|recipe| {
            for (column, kind) in columns {
                let possible = Encoding::of(kind);
                let encoding = possible[turn % possible.len()];
                if encoding == Encoding::Categorical {
                    recipe.train.choose(ModelName::GradientBoosting);
                }
                let own = ColumnEncoding {
                    encoding: Some(encoding),
                    ..ColumnEncoding::default()
                };
                recipe.load.kinds.insert(column.into(), kind);
                recipe.featurize.columns.insert(column.into(), own);
            }
        });
    }
}

fn nothing_leaks(change: &dyn Fn(&mut Recipe)) {
    let (before, reports) = train(&csv(&BTreeSet::new()), change);
    let Detail::Split(split) = detail(&reports, Stage::Split) else {
        panic!()
    };
    assert!(split.test > 0);
    let test: BTreeSet<u32> = before
        .outcome()
        .unwrap()
        .predictions
        .rows
        .iter()
        .copied()
        .collect();
    let (after, changed) = train(&csv(&test), change);

    let (before, after) = (before.outcome().unwrap(), after.outcome().unwrap());
    assert_eq!(
        before.predictions.rows, after.predictions.rows,
        "the same rows are in test"
    );
    assert_eq!(before.fitted.featurizer, after.fitted.featurizer);
    assert_eq!(before.fitted.classes, after.fitted.classes);
    assert_eq!(before.fitted.model, after.fitted.model);
    assert_eq!(before.evaluation.importances, after.evaluation.importances);
    assert_eq!(
        detail(&reports, Stage::Featurize),
        detail(&changed, Stage::Featurize)
    );
    // The test rows did change, or nothing would have been shown.
    assert_ne!(before.predictions.predicted, after.predictions.predicted);
}

#[test]
fn the_target_is_never_a_feature() {
    let (pipeline, _) = train(&csv(&BTreeSet::new()), &|_| {});
    let features = pipeline.outcome().unwrap().fitted.featurizer.features();
    assert!(!features.is_empty());
    assert!(features.iter().all(|feature| feature.column != "kind"));
}
