//! What the rows may be, and what their weights mean.

use grove_forest::Parameters;
use grove_models::{Learner, Model};
use grove_recipe::models::k_neighbors;
use grove_recipe::{NeighborWeights, Task};

use crate::tools::{Table, bits, close, each};

/// With everything that can be weighted: the learner, its task and a way to fit with weights. A bootstrap
/// draws other rows from other weights, so that trees take all rows here; they stay small, since a full one
/// separates any rows, whatever they weigh.
fn each_weighted(table: &Table, rule: impl Fn(&Learner, Task, &dyn Fn(&[f64]) -> Model)) {
    let all_rows = |trees: &Parameters| Parameters {
        bootstrap: false,
        max_depth: Some(2),
        ..trees.clone()
    };
    each(|learner, task| {
        let learner = &match learner {
            Learner::RandomForest(trees) => Learner::RandomForest(all_rows(trees)),
            Learner::ExtraTrees(trees) => Learner::ExtraTrees(all_rows(trees)),
            Learner::DecisionTree(trees) => Learner::DecisionTree(all_rows(trees)),
            other => other.clone(),
        };
        if learner.refuses_weights().is_none() {
            let fit = |weights: &[f64]| {
                let fitted = learner.fit(&table.matrix(), table.target(task), Some(weights));
                fitted.unwrap_or_else(|error| panic!("{learner:?}: {error}"))
            };
            rule(learner, task, &fit);
        }
    });
}

#[test]
fn a_row_of_weight_two_counts_as_two_rows() {
    let table = Table::random(40, 3);
    let heavy = |row: usize| row.is_multiple_of(3);
    let twice: Vec<usize> = (0..40)
        .flat_map(|row| vec![row; if heavy(row) { 2 } else { 1 }])
        .collect();
    let weights: Vec<f64> = (0..40)
        .map(|row| if heavy(row) { 2.0 } else { 1.0 })
        .collect();
    each_weighted(&table, |learner, task, fit| {
        let doubled = table.take(&twice).fit(learner, task);
        let (a, b) = (table.predict(&fit(&weights)), table.predict(&doubled));
        assert!(close(&a, &b, 1e-6), "{learner:?}");
        let plain = table.predict(&table.fit(learner, task));
        assert!(!close(&a, &plain, 1e-6), "{learner:?} does not weigh");
    });
}

#[test]
fn a_row_of_weight_zero_is_absent() {
    let mut table = Table::random(40, 3);
    let kept: Vec<usize> = (0..40).filter(|row| row % 5 != 0).collect();
    let weights: Vec<f64> = (0..40)
        .map(|row| f64::from(u8::from(row % 5 != 0)))
        .collect();
    // Were it there, it would be seen.
    table.columns[1][10] = 1e9;
    table.values[10] = -1e9;
    each_weighted(&table, |learner, task, fit| {
        let without = table.take(&kept).fit(learner, task);
        let (a, b) = (table.predict(&fit(&weights)), table.predict(&without));
        assert_eq!(bits(&a), bits(&b), "{learner:?}");
    });
}

#[test]
fn weights_of_one_change_nothing() {
    let table = Table::random(40, 3);
    each_weighted(&table, |learner, task, fit| {
        assert_eq!(fit(&[1.0; 40]), table.fit(learner, task), "{learner:?}");
    });
}

#[test]
fn the_largest_and_the_smallest_weight_go_together() {
    let table = Table::random(40, 3);
    let weights: Vec<f64> = (0..40)
        .map(|row| if row < 20 { 1e12 } else { 1e-12 })
        .collect();
    each_weighted(&table, |_, _, fit| {
        table.predict(&fit(&weights));
    });
}

#[test]
fn of_one_row_all_that_is_said_is_its_target() {
    let table = Table::random(1, 3);
    each(|learner, task| {
        let says = table.predict(&table.fit(learner, task));
        match task {
            Task::Regression => assert_eq!(says, table.values, "{learner:?}"),
            Task::Classification => assert_eq!(says[table.labels[0] as usize], 1.0, "{learner:?}"),
        }
    });
}

#[test]
fn a_class_that_never_occurs_is_never_said() {
    let table = Table::random(40, 3);
    let with_classes = |labels: Vec<u32>| Table {
        labels,
        n_classes: 4,
        ..table.clone()
    };
    let one = with_classes(vec![2; 40]);
    let two = with_classes(table.labels.iter().map(|l| 1 + 2 * (l / 2)).collect());
    let three = with_classes(table.labels.iter().map(|l| l + u32::from(*l > 0)).collect());
    each(|learner, task| {
        if task == Task::Classification {
            let says = one.predict(&one.fit(learner, task));
            assert!(
                says.chunks(4).all(|row| row == [0.0, 0.0, 1.0, 0.0]),
                "{learner:?}"
            );
            let says = two.predict(&two.fit(learner, task));
            assert!(
                says.chunks(4).all(|row| row[0] == 0.0 && row[2] == 0.0),
                "{learner:?}"
            );
            let says = three.predict(&three.fit(learner, task));
            assert!(says.chunks(4).all(|row| row[1] == 0.0), "{learner:?}");
        }
    });
}

#[test]
fn there_may_be_more_classes_than_rows() {
    let mut table = Table::random(6, 2);
    table.labels = vec![40, 3, 17, 49, 0, 22];
    table.n_classes = 50;
    each(|learner, task| {
        let says = table.predict(&table.fit(learner, task));
        if task == Task::Classification {
            assert_eq!(says.len(), 6 * 50, "{learner:?}");
        }
    });
}

#[test]
fn of_equally_near_rows_the_first_are_asked() {
    let table = Table::random(40, 1).with_columns(vec![vec![2.0; 40]]);
    for weights in [NeighborWeights::Uniform, NeighborWeights::Distance] {
        let two = Learner::KNeighbors(k_neighbors::Parameters {
            n_neighbors: 2,
            weights,
        });
        let says = table.predict(&table.fit(&two, Task::Regression));
        let mean = (table.values[0] + table.values[1]) / 2.0;
        assert!(close(&says, &[mean; 40], 1e-12), "{weights:?}");
    }
}
