//! What the columns may be, and which changes to them make no difference.

use grove_models::Learner;
use grove_recipe::Task;
use grove_recipe::models::{dummy, ridge};

use crate::tools::{Table, close, each, grows_trees};

/// What the order of sums, and where a search ends, may change.
const TOLERANCE: f64 = 1e-6;

#[test]
fn the_order_of_columns_makes_no_difference() {
    let table = Table::random(60, 5);
    let order = [3, 1, 4, 0, 2];
    let permuted = table.with_columns(order.map(|c| table.columns[c].clone()).to_vec());
    each(|learner, task| {
        let (a, b) = (table.fit(learner, task), permuted.fit(learner, task));
        let (a, b) = (table.predict(&a), permuted.predict(&b));
        assert!(
            grows_trees(learner) || close(&a, &b, TOLERANCE),
            "{learner:?}"
        );
    });
}

#[test]
fn units_make_no_difference() {
    let table = Table::random(60, 3);
    let in_other_units = |column: &Vec<f64>| column.iter().map(|v| 1000.0 * v - 7e4).collect();
    let converted = table.with_columns(table.columns.iter().map(in_other_units).collect());
    each(|learner, task| {
        let (a, b) = (table.fit(learner, task), converted.fit(learner, task));
        let (a, b) = (table.predict(&a), converted.predict(&b));
        // Trees may round a threshold past a value.
        assert!(
            grows_trees(learner) || close(&a, &b, TOLERANCE),
            "{learner:?}"
        );
    });
}

#[test]
fn a_constant_column_makes_no_difference() {
    let table = Table::random(60, 3);
    // Its mean is rounded.
    let mut columns = table.columns.clone();
    columns.push(vec![0.1; 60]);
    let with_constant = table.with_columns(columns);
    each(|learner, task| {
        let (a, b) = (table.fit(learner, task), with_constant.fit(learner, task));
        let (a, b) = (table.predict(&a), with_constant.predict(&b));
        assert!(
            grows_trees(learner) || close(&a, &b, TOLERANCE),
            "{learner:?}"
        );
    });
}

#[test]
fn where_nothing_varies_a_model_says_what_the_baseline_says() {
    let table = Table::random(60, 3).with_columns(vec![vec![0.1; 60], vec![-3e9; 60]]);
    each(|learner, task| {
        let says = table.predict(&table.fit(learner, task));
        let baseline = table.predict(&table.fit(&Learner::Dummy(dummy::Parameters {}), task));
        // Bootstrap samples have shares of their own, and the nearest of equal rows is the first.
        let draws = matches!(
            learner,
            Learner::RandomForest(_) | Learner::ExtraTrees(_) | Learner::KNeighbors(_)
        );
        assert!(draws || close(&says, &baseline, TOLERANCE), "{learner:?}");
    });
}

#[test]
fn one_column_is_enough() {
    let table = Table::random(60, 1);
    each(|learner, task| {
        let says = table.predict(&table.fit(learner, task));
        let learns = !matches!(learner, Learner::Dummy(_));
        assert_eq!(says.windows(4).any(|w| w[0] != w[3]), learns, "{learner:?}");
    });
}

#[test]
fn columns_that_say_the_same_are_no_trouble() {
    let table = Table::random(60, 2);
    let (a, b) = (&table.columns[0], &table.columns[1]);
    let sum = a.iter().zip(b).map(|(a, b)| a + b).collect();
    let columns = vec![a.clone(), a.clone(), b.clone(), sum, vec![1.0; 60]];
    let table = table.with_columns(columns);
    each(|learner, task| {
        let model = table.fit(learner, task);
        assert!(model.converged(), "{learner:?}");
        table.predict(&model);
    });
    let model = table.fit(
        &Learner::Ridge(ridge::Parameters { alpha: 1e-6 }),
        Task::Regression,
    );
    let grove_models::Model::Linear(model) = model else {
        panic!("{model:?}")
    };
    let w = model.coefficients();
    assert!((w[0] - w[1]).abs() < 1e-3 && w[4] == 0.0, "{w:?}");
}

#[test]
fn more_columns_than_rows_are_no_trouble() {
    let table = Table::random(9, 40);
    each(|learner, task| {
        table.predict(&table.fit(learner, task));
    });
}
