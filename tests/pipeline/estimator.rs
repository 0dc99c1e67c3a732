//! The forest as smartcore takes it: behind its estimator traits, in its own cross-validation.

use grove_forest::Parameters;
use grove_models::forest::RandomForest;
use grove_models::metrics::{accuracy, r2};
use smartcore::api::{Predictor, SupervisedEstimator};
use smartcore::linalg::basic::matrix::DenseMatrix;
use smartcore::model_selection::{KFold, cross_validate};

/// The iris sample: 150 rows of four measurements, and the species as 0, 1, 2.
fn iris() -> (DenseMatrix<f64>, Vec<u32>) {
    let mut reader = csv::Reader::from_reader(&include_bytes!("../../www/samples/iris.csv")[..]);
    let species = ["setosa", "versicolor", "virginica"];
    let (mut rows, mut labels) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record.unwrap();
        rows.push(
            (0..4)
                .map(|i| record[i].parse().unwrap())
                .collect::<Vec<f64>>(),
        );
        labels.push(species.iter().position(|s| *s == &record[4]).unwrap() as u32);
    }
    (DenseMatrix::from_2d_vec(&rows).unwrap(), labels)
}

fn parameters() -> Parameters {
    Parameters {
        n_estimators: 20,
        seed: 1,
        ..Parameters::new(2)
    }
}

fn folds() -> KFold {
    KFold {
        n_splits: 5,
        shuffle: true,
        seed: Some(1),
    }
}

#[test]
fn smartcore_cross_validates_it_as_a_classifier() {
    let (x, y) = iris();
    let empty = <RandomForest as SupervisedEstimator<_, Vec<u32>, _>>::new();
    let score = |actual: &Vec<u32>, predicted: &Vec<u32>| accuracy(actual, predicted);
    let result = cross_validate(empty, &x, &y, parameters(), &folds(), &score).unwrap();
    // scikit-learn's forest reaches .95 on iris; a guess .33.
    assert!(result.mean_test_score() > 0.9, "{:?}", result.test_score);
}

#[test]
fn smartcore_cross_validates_it_as_a_regressor() {
    let (x, labels) = iris();
    let y: Vec<f64> = labels.into_iter().map(f64::from).collect();
    let empty = <RandomForest as SupervisedEstimator<_, Vec<f64>, _>>::new();
    let score = |actual: &Vec<f64>, predicted: &Vec<f64>| r2(actual, predicted).unwrap();
    let result = cross_validate(empty, &x, &y, parameters(), &folds(), &score).unwrap();
    assert!(result.mean_test_score() > 0.8, "{:?}", result.test_score);
}

#[test]
fn before_it_is_fitted_it_says_so() {
    let (x, _) = iris();
    let empty = <RandomForest as SupervisedEstimator<_, Vec<u32>, _>>::new();
    let answer: Result<Vec<u32>, _> = empty.predict(&x);
    assert!(answer.unwrap_err().to_string().contains("not fitted"));
}

#[test]
fn a_bad_parameter_names_itself() {
    let (x, y) = iris();
    let wide = Parameters {
        max_features: 9,
        ..parameters()
    };
    let error = RandomForest::fit(&x, &y, wide).err().unwrap().to_string();
    assert!(
        error.contains("max_features is 9; it must be from 1 to 4"),
        "{error}"
    );
}
