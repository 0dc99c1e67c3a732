//! What cannot be learned from is refused with a sentence.

use grove_boosting::{BoostingError, Loss, Parameters, Validation, fit};
use grove_forest::{Matrix, Target};

use crate::tools::{booster, classes, matrix, small};

fn refused(target: Target, weights: Option<&[f64]>, parameters: &Parameters) -> String {
    let table = matrix(&[&[1.0, 2.0, 3.0], &[0.0, 1.0, 0.0]]);
    let error = fit(&table, target, weights, parameters).expect_err("this was accepted");
    error.to_string()
}

#[test]
fn parameters_are_in_their_ranges() {
    type Change = fn(&mut Parameters);
    let changes: [(&str, Change); 27] = [
        ("learning_rate", |p| p.learning_rate = f64::NAN),
        ("learning_rate", |p| p.learning_rate = 0.0),
        ("learning_rate", |p| p.learning_rate = 1.5),
        ("learning_rate", |p| p.learning_rate = f64::INFINITY),
        ("max_iter", |p| p.max_iter = 0),
        ("max_leaf_nodes", |p| p.max_leaf_nodes = Some(1)),
        ("max_depth", |p| p.max_depth = Some(0)),
        ("min_samples_leaf", |p| p.min_samples_leaf = 0),
        ("l2_regularization", |p| p.l2_regularization = -1.0),
        ("l2_regularization", |p| p.l2_regularization = f64::NAN),
        ("max_features", |p| p.max_features = 0.0),
        ("max_features", |p| p.max_features = f64::NAN),
        ("max_features", |p| p.max_features = 1.1),
        ("max_bins", |p| p.max_bins = 1),
        ("max_bins", |p| p.max_bins = 256),
        ("validation_fraction", |p| p.validation_fraction = 0.0),
        ("validation_fraction", |p| p.validation_fraction = f64::NAN),
        ("n_iter_no_change", |p| p.n_iter_no_change = 0),
        ("tol", |p| p.tol = -1e-9),
        ("tol", |p| p.tol = f64::INFINITY),
        ("cat_smooth", |p| p.cat_smooth = f64::NAN),
        ("cat_l2", |p| p.cat_l2 = -1.0),
        ("quantile", |p| p.loss = Loss::Quantile(1.01)),
        ("quantile", |p| p.loss = Loss::Quantile(f64::NAN)),
        ("categorical", |p| p.categorical = vec![true]),
        ("monotonic_cst", |p| p.monotonic_cst = vec![1]),
        ("monotonic_cst", |p| p.monotonic_cst = vec![1, 2]),
    ];
    for (name, change) in changes {
        let mut parameters = small();
        change(&mut parameters);
        let message = refused(Target::Values(&[1.0, 2.0, 3.0]), None, &parameters);
        assert!(message.starts_with(name), "{name}: {message}");
    }
}

#[test]
fn constraints_need_an_order_and_one_sum() {
    let rising = Parameters {
        monotonic_cst: vec![0, 1],
        ..small()
    };
    let message = refused(classes(&[0, 1, 2]), None, &rising);
    assert!(message.contains("two classes; there are 3"), "{message}");
    let categories = Parameters {
        categorical: vec![false, true],
        ..rising
    };
    let message = refused(Target::Values(&[1.0, 2.0, 3.0]), None, &categories);
    assert!(message.contains("feature 1"), "{message}");
}

#[test]
fn targets_fit_their_loss() {
    let of = |loss| Parameters { loss, ..small() };
    for (loss, values, expected) in [
        (
            Loss::Poisson,
            [1.0, -1.0, 2.0],
            "The target is -1e0 in row 1; with this loss it must be from 0e0 to 1e15.",
        ),
        (
            Loss::Poisson,
            [0.0, 0.0, 0.0],
            "All targets are 0; with the Poisson loss at least one must be above 0.",
        ),
        (
            Loss::Gamma,
            [1.0, 0.0, 2.0],
            "The target is 0e0 in row 1; with this loss it must be above 0 and at most 1e100.",
        ),
        (
            Loss::SquaredError,
            [1.0, 2.0, f64::NAN],
            "The target is NaN in row 2; with this loss it must be from -1e100 to 1e100.",
        ),
        (
            Loss::AbsoluteError,
            [1e101, 2.0, 3.0],
            "The target is 1e101 in row 0; with this loss it must be from -1e100 to 1e100.",
        ),
    ] {
        assert_eq!(refused(Target::Values(&values), None, &of(loss)), expected);
    }
    let short = refused(Target::Values(&[1.0]), None, &small());
    assert_eq!(short, "The targets have 1 entries for 3 rows.");
    let label = Target::Classes {
        labels: &[0, 1, 2],
        n_classes: 2,
    };
    assert!(refused(label, None, &small()).contains("must be below 2"));
}

#[test]
fn weights_are_numbers_from_0_of_which_one_counts() {
    let values = Target::Values(&[1.0, 2.0, 3.0]);
    let refused = |weights: &[f64]| refused(values, Some(weights), &small());
    assert!(refused(&[1.0, -1.0, 1.0]).contains("-1 in row 1"));
    assert!(refused(&[1.0, 1.0, f64::NAN]).contains("NaN in row 2"));
    assert!(refused(&[1.0, 1.0, 2e15]).contains("2000000000000000 in row 2"));
    assert!(refused(&[0.0; 3]).starts_with("All weights are 0"));
    assert!(refused(&[1.0]).starts_with("The weights have 1 entries"));
}

#[test]
fn categories_are_whole_numbers_from_0() {
    for wrong in [0.5, -1.0, 4_294_967_295.0, 1e300] {
        let table = matrix(&[&[0.0, f64::NAN, wrong]]);
        let parameters = Parameters {
            categorical: vec![true],
            ..small()
        };
        let error = fit(&table, Target::Values(&[1.0, 2.0, 3.0]), None, &parameters);
        let (column, row, value) = (0, 2, wrong);
        assert_eq!(error, Err(BoostingError::Category { column, row, value }));
    }
}

#[test]
fn validation_rows_are_like_the_train_rows() {
    let table = matrix(&[&[1.0, 2.0, 3.0]]);
    let values = Target::Values(&[1.0, 2.0, 3.0]);
    let refused = |matrix: &Matrix, target, weights: Option<&[f64]>| {
        let validation = Validation {
            matrix,
            target,
            weights,
        };
        let built = booster(&table, values, None, Some(validation), &small());
        built.err().expect("this was accepted")
    };
    let two = matrix(&[&[1.0, 2.0], &[1.0, 2.0]]);
    let (expected, found) = (1, 2);
    assert_eq!(
        refused(&two, Target::Values(&[1.0, 2.0]), None),
        BoostingError::ValidationFeatures { expected, found }
    );
    let one = matrix(&[&[1.0, 2.0]]);
    assert_eq!(
        refused(&one, classes(&[0, 1]), None),
        BoostingError::ValidationTarget
    );
    assert!(matches!(
        refused(&one, Target::Values(&[1.0]), None),
        BoostingError::Length {
            rows: 2,
            found: 1,
            ..
        }
    ));
    assert_eq!(
        refused(&one, Target::Values(&[1.0, 2.0]), Some(&[0.0, 0.0])),
        BoostingError::NoWeight { validation: true }
    );
}
