//! The same bits, however the work is sliced and in how many goes the trees are grown.

use grove_boosting::{Iteration, Loss, Parameters};
use grove_forest::Target;

use crate::golden;
use crate::tools::{booster, classes, labels, random_table, small};

#[test]
fn slices_of_any_size_give_the_same_bits() {
    let (table, values) = random_table(2000, 6, 700, 1);
    let (halves, quarters) = (labels(&values, 2), labels(&values, 4));
    let weights: Vec<f64> = (0..2000).map(|row| f64::from(row % 5) / 3.0).collect();
    let usual = Parameters {
        max_iter: 5,
        max_features: 0.5,
        early_stopping: Some(true),
        categorical: vec![false, true, false, false, false, false],
        ..small()
    };
    let quantile = Parameters {
        loss: Loss::Quantile(0.3),
        ..usual.clone()
    };
    for (target, weights, parameters) in [
        (Target::Values(&values), None, &usual),
        (Target::Values(&values), Some(weights.as_slice()), &quantile),
        (classes(&halves), None, &usual),
        (classes(&quarters), Some(weights.as_slice()), &usual),
    ] {
        let by_slices = |visits: u64| {
            let mut booster = booster(&table, target, weights, None, parameters).unwrap();
            let mut found: Vec<Iteration> = Vec::new();
            let mut slices = 0;
            while !booster.is_complete() {
                found.extend(booster.advance(visits));
                slices += 1;
            }
            assert_eq!(found, booster.iterations());
            (booster.model(), found, slices)
        };
        let (model, iterations, slices) = by_slices(u64::MAX);
        assert_eq!(slices, iterations.len());
        for visits in [0, 1, 1000, 100_000] {
            let (sliced, found, slices) = by_slices(visits);
            assert!(sliced == model && found == iterations, "{visits}");
            assert!(visits > 1000 || slices > 100);
        }
    }
}

#[test]
fn growing_on_gives_the_bits_of_growing_at_once() {
    let (table, values) = random_table(1000, 4, 300, 2);
    let thirds = labels(&values, 3);
    let parameters = |max_iter| Parameters {
        max_iter,
        max_features: 0.5,
        ..small()
    };
    for target in [Target::Values(&values), classes(&thirds)] {
        let mut at_once = booster(&table, target, None, None, &parameters(9)).unwrap();
        while at_once.advance(u64::MAX).is_some() {}
        let mut in_two = booster(&table, target, None, None, &parameters(4)).unwrap();
        while in_two.advance(u64::MAX).is_some() {}
        let first = in_two.model();
        assert_eq!(first.n_iter(), 4);
        in_two.set_max_iter(9);
        // A model that is asked for in the middle of an iteration has what is complete.
        in_two.advance(1);
        assert_eq!(in_two.model(), first);
        while !in_two.is_complete() {
            in_two.advance(10);
        }
        assert_eq!(in_two.model(), at_once.model());
        assert_eq!(in_two.iterations(), at_once.iterations());
    }
}

#[test]
fn features_are_drawn_by_node() {
    let (table, values) = random_table(500, 8, 100, 3);
    let used = |seed| {
        let parameters = Parameters {
            max_features: 0.01,
            max_iter: 30,
            seed,
            ..small()
        };
        let mut booster =
            booster(&table, Target::Values(&values), None, None, &parameters).unwrap();
        while booster.advance(u64::MAX).is_some() {}
        booster.model().importances()
    };
    // Each node has but one feature to choose, so all of them are used.
    assert!(used(1).iter().all(|importance| *importance > 0.0));
    assert_eq!(used(1), used(1));
    assert_ne!(used(1), used(2));
}

#[test]
fn the_bits_are_those_that_are_written_down() {
    assert_eq!(golden::digest(), golden::DIGEST);
}
