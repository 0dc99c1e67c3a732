//! Numbers at the ends of what there is.

use grove_models::{FitError, Learner};
use grove_recipe::Task;
use grove_recipe::models::logistic_regression;

use crate::tools::{Table, close, each, sound};

/// Columns from the smallest to the largest numbers.
fn extremes(rows: usize) -> Vec<Vec<f64>> {
    let scales = [5e-324, 1e-310, 1e-200, 1e-17, 1e17, 1e140, 1e200, 1e300];
    let spread = |row: usize| [-1.0, 0.0, 1.0, 0.5, 1.0, 0.0, -0.25][row % 7];
    scales
        .iter()
        .map(|scale| (0..rows).map(|row| scale * spread(row)).collect())
        .collect()
}

#[test]
fn huge_and_tiny_values_give_finite_predictions_or_a_reason() {
    let rows = Table::random(40, 1);
    for column in extremes(40) {
        for other in [vec![1.0; 40], rows.columns[0].clone(), column.clone()] {
            let table = rows.with_columns(vec![column.clone(), other]);
            each(|learner, task| {
                match learner.fit(&table.matrix(), table.target(task), None) {
                    Ok(model) => {
                        table.predict(&model);
                        assert_eq!(model.validate(), Ok(()), "{learner:?} {:e}", column[0]);
                    }
                    // Only what takes squares of the values as they are.
                    Err(error) => {
                        assert!(matches!(learner, Learner::GaussianNB(_)), "{learner:?}");
                        assert_eq!(error, FitError::Spread { column: 0 });
                        assert!(column[0].abs() > 1e150);
                    }
                }
            });
        }
    }
}

#[test]
fn values_too_far_apart_to_measure_give_a_reason() {
    let mut table = Table::random(40, 2);
    table.columns[1][0] = f64::MAX;
    table.columns[1][1] = f64::MIN;
    each(|learner, task| {
        if let Err(error) = learner.fit(&table.matrix(), table.target(task), None) {
            assert_eq!(error, FitError::Spread { column: 1 }, "{learner:?}");
        }
    });
}

#[test]
fn a_new_row_may_be_as_far_away_as_it_likes() {
    let table = Table::random(40, 2);
    let far = Table::random(7, 1).with_columns(vec![
        vec![f64::MAX, f64::MIN, f64::MAX, 5e-324, 0.0, 1e300, -1e150],
        vec![f64::MAX, f64::MAX, f64::MIN, -5e-324, 0.0, 1e-300, 1e160],
    ]);
    let tiny = |column: &Vec<f64>| column.iter().map(|v| v * 1e-306).collect();
    let dense = table.with_columns(table.columns.iter().map(tiny).collect());
    each(|learner, task| {
        for table in [&table, &dense] {
            let model = table.fit(learner, task);
            sound(&model.predict(&far.matrix()).unwrap());
        }
    });
}

#[test]
fn the_largest_targets_are_learned() {
    let mut table = Table::random(40, 2);
    let largest = table.values.iter().copied().fold(0.0, f64::max);
    table.values.iter_mut().for_each(|v| *v *= 1e100 / largest);
    each(|learner, task| {
        let model = table.fit(learner, task);
        table.predict(&model);
        assert_eq!(model.validate(), Ok(()), "{learner:?}");
    });
}

#[test]
fn a_constant_target_is_said_of_every_row() {
    let mut table = Table::random(40, 2);
    table.values = vec![0.1; 40];
    each(|learner, task| {
        if task == Task::Regression {
            let says = table.predict(&table.fit(learner, task));
            assert!(close(&says, &table.values, 1e-12), "{learner:?} {says:?}");
        }
    });
}

#[test]
fn classes_that_a_line_divides_stay_finite() {
    let mut table = Table::random(40, 2);
    let middle = |v: &f64| u32::from(*v > 5.0);
    table.labels = table.columns[0].iter().map(middle).collect();
    table.n_classes = 2;
    for c in [1.0, 1e6] {
        let model = table.fit(
            &Learner::LogisticRegression(logistic_regression::Parameters { c }),
            Task::Classification,
        );
        let says = table.predict(&model);
        let right = |(row, label): (&[f64], &u32)| row[*label as usize] > 0.5;
        assert!(c < 2.0 || says.chunks(2).zip(&table.labels).all(right));
        assert!(model.converged(), "C = {c}");
    }
}
