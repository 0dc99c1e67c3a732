//! What features and classes weigh.

use grove_forest::{Matrix, Parameters, Target};

use crate::tools::{classes, grow, plain, random_table};

fn parameters(seed: u64) -> Parameters {
    Parameters {
        max_features: 2,
        bootstrap: true,
        seed,
        ..plain(5)
    }
}

#[test]
fn importances_follow_their_columns() {
    // The labels depend on the first and the last column; reversed columns tell the same story.
    let (table, labels) = random_table(400, 5, 1000, 4);
    let reversed = Matrix::new(table.columns().iter().rev().cloned().collect()).unwrap();
    let many = Parameters {
        n_estimators: 60,
        ..parameters(1)
    };
    let forward = grow(&table, classes(&labels), many.clone())
        .importances()
        .clone();
    let backward = grow(&reversed, classes(&labels), many)
        .importances()
        .clone();
    for (feature, mean) in forward.mean.iter().enumerate() {
        let other = backward.mean[4 - feature];
        assert!((mean - other).abs() < 0.04, "{forward:?} {backward:?}");
        assert_eq!(*mean > 0.2, feature == 0 || feature == 4, "{forward:?}");
    }
    assert!((forward.mean.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    assert!(
        forward
            .spread
            .iter()
            .all(|spread| (0.001..0.2).contains(spread))
    );
}

#[test]
fn trees_without_a_split_do_not_count_for_importances() {
    let table = Matrix::new(vec![vec![1.0, 2.0], vec![3.0, 3.0]]).unwrap();
    let parameters = Parameters {
        n_estimators: 50,
        ..parameters(1)
    };
    let forest = grow(&table, classes(&[0, 1]), parameters);
    // A bootstrap of two rows draws one of them twice in half of the trees.
    let leaves = |count| {
        forest
            .shapes()
            .iter()
            .filter(|shape| shape.leaves == count)
            .count()
    };
    assert!(leaves(1) > 10 && leaves(2) > 10);
    assert_eq!(forest.importances().mean, [1.0, 0.0]);
    assert_eq!(forest.importances().spread, [0.0, 0.0]);
}

#[test]
fn balanced_classes_weigh_the_same() {
    // 90 rows of class 0 and 10 of class 1 that no feature tells apart.
    let table = Matrix::new(vec![vec![0.0; 100]]).unwrap();
    let labels: Vec<u32> = (0..100).map(|row| u32::from(row >= 90)).collect();
    let shares = |balanced, labels: &[u32]| {
        let parameters = Parameters {
            balanced,
            ..plain(1)
        };
        let forest = grow(
            &table,
            Target::Classes {
                labels,
                n_classes: 3,
            },
            parameters,
        );
        forest.predict_proba(&table).unwrap()[..3].to_vec()
    };
    assert_eq!(shares(false, &labels), [0.9, 0.1, 0.0]);
    let balanced = shares(true, &labels);
    for (share, expected) in balanced.iter().zip([0.5, 0.5, 0.0]) {
        assert!((share - expected).abs() < 1e-12, "{balanced:?}");
    }
}
