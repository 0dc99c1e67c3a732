//! Scores beside scikit-learn's and LightGBM's on the same splits (`tests/reference/boosting_scores.py` wrote theirs).
//!
//! `make bench-peers` compares all splits; here the largest table has fewer.
#![allow(
    clippy::disallowed_methods,
    reason = "native tests that read reference results"
)]

#[path = "../../forest/tests/forest/scores.rs"]
#[allow(dead_code, reason = "the forest's tests use the rest")]
mod scores;
#[path = "../../forest/tests/forest/tables.rs"]
mod tables;

use grove_boosting::{Parameters, fit};
use grove_forest::Target;
use scores::{accuracy, mean, r2, standard_error};
use serde::Deserialize;
use tables::{SPLITS, TableCase, labels};

#[derive(Deserialize)]
struct Tables {
    tables: Vec<TableCase>,
}

#[derive(Deserialize)]
struct Reference {
    tables: Vec<TableCase>,
    scores: Vec<Scores>,
}

/// By split.
#[derive(Deserialize)]
struct Scores {
    table: String,
    scikit_learn: Vec<f64>,
    lightgbm: Vec<f64>,
}

fn score(case: &TableCase, split: u64) -> f64 {
    let table = case.load();
    let (train, test) = case.rows(split);
    let (known, train) = table.part(&train);
    let (truth, test) = table.part(&test);
    let parameters = Parameters {
        early_stopping: Some(false),
        categorical: case.categorical.clone(),
        seed: split,
        ..Parameters::default()
    };
    if table.regression {
        let model = fit(&train, Target::Values(&known), None, &parameters).unwrap();
        return r2(&truth, &model.predict_values(&test).unwrap());
    }
    let n_classes = 1 + labels(&table.target).into_iter().max().unwrap();
    let known = labels(&known);
    let target = Target::Classes {
        labels: &known,
        n_classes,
    };
    let model = fit(&train, target, None, &parameters).unwrap();
    let shares = model.predict_proba(&test).unwrap();
    let predicted: Vec<u32> = shares
        .chunks_exact(n_classes as usize)
        .map(most_likely)
        .collect();
    accuracy(&labels(&truth), &predicted)
}

/// The class with the largest probability; the first of equal ones.
fn most_likely(shares: &[f64]) -> u32 {
    let better = |best: usize, class: usize| {
        if shares[class] > shares[best] {
            class
        } else {
            best
        }
    };
    (1..shares.len()).fold(0, better) as u32
}

/// Scores a table and says what is wrong: a mean that is more than two standard errors of the difference of two means from
/// scikit-learn's, or below LightGBM's by more than that.
fn compare(case: &TableCase, theirs: &Scores) -> Vec<String> {
    // Ten classes and 64 features take most of the time.
    let splits = if case.name == "digits" { 4 } else { SPLITS };
    let ours: Vec<f64> = (0..splits).map(|split| score(case, split)).collect();
    let distance = |who, theirs: &[f64]| {
        let theirs = &theirs[..ours.len()];
        let apart = standard_error(&ours).hypot(standard_error(theirs));
        let difference = mean(&ours) - mean(theirs);
        println!(
            "{}: {:.4}, {who}'s {:.4}, difference {difference:+.4}, standard error {apart:.4}",
            case.name,
            mean(&ours),
            mean(theirs)
        );
        difference / apart
    };
    let scikit_learn = distance("scikit-learn", &theirs.scikit_learn);
    let lightgbm = distance("LightGBM", &theirs.lightgbm);
    let mut wrong = Vec::new();
    if scikit_learn.abs() > 2.0 {
        wrong.push(format!(
            "{}: {scikit_learn:+.1} from scikit-learn's",
            case.name
        ));
    }
    if lightgbm < -2.0 {
        wrong.push(format!("{}: {lightgbm:+.1} from LightGBM's", case.name));
    }
    wrong
}

/// Compares the tables that are to be taken.
fn assert_as_good(take: impl Fn(&TableCase) -> bool, count: usize) {
    let forests: Tables =
        serde_json::from_str(include_str!("../../../tests/reference/forest.json")).unwrap();
    let reference: Reference = serde_json::from_str(include_str!(
        "../../../tests/reference/boosting_scores.json"
    ))
    .unwrap();
    let tables = forests.tables.iter().chain(&reference.tables);
    let taken: Vec<&TableCase> = tables.filter(|table| take(table)).collect();
    assert_eq!(taken.len(), count);
    let mut wrong = Vec::new();
    for case in taken {
        let of_table = |scores: &&Scores| scores.table == case.name;
        wrong.extend(compare(
            case,
            reference.scores.iter().find(of_table).unwrap(),
        ));
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn classes_are_predicted_as_well_as_by_others() {
    assert_as_good(|table| !table.regression && table.categorical.is_empty(), 8);
}

#[test]
fn values_are_predicted_as_well_as_by_others() {
    assert_as_good(|table| table.regression && table.categorical.is_empty(), 3);
}

#[test]
fn categories_and_missing_values_are_learned_as_well_as_by_others() {
    assert_as_good(|table| !table.categorical.is_empty(), 5);
}
