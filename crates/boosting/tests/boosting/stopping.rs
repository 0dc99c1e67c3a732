//! Early stopping and validation rows.

use grove_boosting::{Booster, Loss, Parameters, Validation};
use grove_forest::Target;

use crate::tools::{booster, classes, grown, labels, matrix, random_table, small};

fn stopping() -> Parameters {
    Parameters {
        early_stopping: Some(true),
        max_iter: 500,
        n_iter_no_change: 5,
        ..small()
    }
}

/// Asserts that growing stopped at the first iteration where the last ones brought nothing.
fn assert_stopped_rightly(booster: &Booster, parameters: &Parameters) {
    let mut losses = vec![
        booster
            .baseline_loss()
            .1
            .unwrap_or(booster.baseline_loss().0),
    ];
    for iteration in booster.iterations() {
        losses.push(iteration.validation_loss.unwrap_or(iteration.train_loss));
    }
    let wait = parameters.n_iter_no_change as usize;
    let stands_still = |end: usize| {
        let reference = losses[end - wait] - parameters.tol;
        losses[end - wait + 1..=end]
            .iter()
            .all(|loss| *loss >= reference)
    };
    let first = (wait..losses.len()).find(|end| stands_still(*end));
    assert_eq!(first, Some(losses.len() - 1));
    assert!(booster.stopped_early() && booster.is_complete());
}

#[test]
fn growing_stops_where_the_loss_on_drawn_rows_stands_still() {
    let (table, values) = random_table(400, 4, 30, 1);
    let thirds = labels(&values, 3);
    for target in [Target::Values(&values), classes(&thirds)] {
        let booster = grown(&table, target, None, None, &stopping());
        assert_eq!((booster.rows(), booster.validation_rows()), (360, 40));
        assert!(booster.iterations().len() < 500);
        assert_stopped_rightly(&booster, &stopping());
    }
}

#[test]
fn validation_rows_are_drawn_from_each_class() {
    let (table, _) = random_table(1000, 2, 30, 1);
    let labels: Vec<u32> = (0..1000).map(|row| u32::from(row % 10 == 0)).collect();
    let stops = |fraction| Parameters {
        validation_fraction: fraction,
        max_iter: 1,
        ..stopping()
    };
    let fraction = 0.25;
    let drawn = grown(&table, classes(&labels), None, None, &stops(fraction));
    assert_eq!(drawn.validation_rows(), 250);
    // A tenth of the train rows is left of the rare class: 75 of 750.
    let share: f64 = 1.0 / (1.0 + libm::exp(-drawn.model().baseline()[0]));
    assert!((share - 0.1).abs() < 1e-12, "{share}");
    // However many are asked for, a row of each class is learned from.
    let most = grown(&table, classes(&labels), None, None, &stops(1.0));
    assert_eq!((most.rows(), most.validation_rows()), (2, 998));
}

#[test]
fn a_single_validation_row_is_enough() {
    let (table, values) = random_table(100, 2, 30, 3);
    let parameters = Parameters {
        validation_fraction: 0.001,
        ..stopping()
    };
    let booster = grown(&table, Target::Values(&values), None, None, &parameters);
    assert_eq!(booster.validation_rows(), 1);
    assert_stopped_rightly(&booster, &parameters);
}

#[test]
fn without_a_row_to_watch_the_train_loss_decides() {
    let table = matrix(&[&[1.0]]);
    let booster = grown(&table, Target::Values(&[2.0]), None, None, &stopping());
    assert_eq!((booster.rows(), booster.validation_rows()), (1, 0));
    assert_eq!(booster.iterations().len(), 5);
    assert_stopped_rightly(&booster, &stopping());
}

#[test]
fn more_than_10_000_rows_stop_by_themselves() {
    for rows in [10_000, 10_001] {
        let (table, values) = random_table(rows, 1, 30, 3);
        let parameters = Parameters {
            early_stopping: None,
            max_iter: 1,
            ..small()
        };
        let booster = grown(&table, Target::Values(&values), None, None, &parameters);
        assert_eq!(booster.stops_early(), rows > 10_000);
        let watched = if rows > 10_000 { 1001 } else { 0 };
        assert_eq!(booster.validation_rows(), watched);
    }
}

#[test]
fn given_rows_are_scored_as_the_model_predicts_them() {
    let (table, values) = random_table(300, 3, 30, 4);
    let (other, other_values) = random_table(80, 3, 40, 5);
    let (thirds, other_thirds) = (labels(&values, 3), labels(&other_values, 3));
    let weights: Vec<f64> = (0..80).map(|row| f64::from(row % 3)).collect();
    let positive: Vec<f64> = values.iter().map(|value| value + 0.1).collect();
    let other_positive: Vec<f64> = other_values.iter().map(|value| value + 0.1).collect();
    let check = |loss, target, other_target, row_loss: &dyn Fn(usize, &[f64]) -> f64| {
        let parameters = Parameters { loss, ..small() };
        let validation = Validation {
            matrix: &other,
            target: other_target,
            weights: Some(&weights),
        };
        let booster = grown(&table, target, None, Some(validation), &parameters);
        assert_eq!((booster.rows(), booster.iterations().len()), (300, 10));
        let model = booster.model();
        for (iteration, found) in (1..).zip(booster.iterations()) {
            let sums = model.sums(&other, iteration).unwrap();
            let width = sums.len() / 80;
            let mut loss = 0.0;
            for (row, sums) in sums.chunks_exact(width).enumerate() {
                loss += weights[row] * row_loss(row, sums);
            }
            loss /= weights.iter().sum::<f64>();
            let found = found.validation_loss.unwrap();
            assert!((found - loss).abs() < 1e-12, "{found} {loss}");
        }
    };
    let squared = |row: usize, sums: &[f64]| (sums[0] - other_values[row]).powi(2) / 2.0;
    let (target, other_target) = (Target::Values(&values), Target::Values(&other_values));
    check(Loss::SquaredError, target, other_target, &squared);
    let absolute = |row: usize, sums: &[f64]| (sums[0] - other_values[row]).abs();
    check(Loss::AbsoluteError, target, other_target, &absolute);
    let (target, other_target) = (Target::Values(&positive), Target::Values(&other_positive));
    let poisson = |row: usize, sums: &[f64]| libm::exp(sums[0]) - other_positive[row] * sums[0];
    check(Loss::Poisson, target, other_target, &poisson);
    let gamma = |row: usize, sums: &[f64]| sums[0] + other_positive[row] * libm::exp(-sums[0]);
    check(Loss::Gamma, target, other_target, &gamma);
    let log_loss = |row: usize, sums: &[f64]| {
        let total: f64 = sums.iter().map(|sum| libm::exp(*sum)).sum();
        libm::log(total) - sums[other_thirds[row] as usize]
    };
    check(
        Loss::SquaredError,
        classes(&thirds),
        classes(&other_thirds),
        &log_loss,
    );
}

#[test]
fn given_rows_decide_when_to_stop_and_new_classes_count_as_unlikely() {
    let (table, values) = random_table(300, 3, 30, 4);
    let (other, other_values) = random_table(80, 3, 40, 5);
    let validation = Validation {
        matrix: &other,
        target: Target::Values(&other_values),
        weights: None,
    };
    let booster = grown(
        &table,
        Target::Values(&values),
        None,
        Some(validation),
        &stopping(),
    );
    assert_eq!((booster.rows(), booster.validation_rows()), (300, 80));
    assert_stopped_rightly(&booster, &stopping());

    let seen = matrix(&[&[0.0, 1.0, 0.0, 1.0]]);
    let three = |labels| Target::Classes {
        labels,
        n_classes: 3,
    };
    let validation = Validation {
        matrix: &matrix(&[&[0.0]]),
        target: three(&[2]),
        weights: None,
    };
    let booster = grown(
        &seen,
        three(&[0, 1, 0, 1]),
        None,
        Some(validation),
        &small(),
    );
    let loss = booster.iterations()[0].validation_loss.unwrap();
    assert_eq!(loss, -libm::log(f64::EPSILON));
}

#[test]
fn growing_on_after_an_early_stop_changes_nothing() {
    let (table, values) = random_table(400, 4, 30, 1);
    let mut booster = booster(&table, Target::Values(&values), None, None, &stopping()).unwrap();
    while booster.advance(u64::MAX).is_some() {}
    let (model, grown) = (booster.model(), booster.iterations().len());
    booster.set_max_iter(1000);
    assert!(booster.is_complete());
    assert_eq!(booster.advance(u64::MAX), None);
    assert_eq!(
        (booster.model(), booster.iterations().len()),
        (model, grown)
    );
}

#[test]
fn the_same_seed_draws_the_same_rows() {
    let (table, values) = random_table(300, 3, 30, 6);
    let of = |seed| {
        let parameters = Parameters { seed, ..stopping() };
        grown(&table, Target::Values(&values), None, None, &parameters).model()
    };
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
}
