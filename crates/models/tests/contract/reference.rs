//! Models beside scikit-learn's (`tests/reference/models.py` made the numbers).

use grove_forest::Stream;
use grove_models::{Learner, Model};
use grove_recipe::models::{dummy, gaussian_nb, k_neighbors, lasso, logistic_regression, ridge};
use grove_recipe::{NeighborWeights, Task};
use serde::Deserialize;

use crate::tools::{Table, close, sound};

/// By how much coefficients and predictions may differ, as a share of the number above 1: where a formula gives them,
/// and where both searched for them.
const EXACT: f64 = 1e-9;
const SEARCHED: f64 = 1e-6;

#[derive(Deserialize)]
struct Reference {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    sample: String,
    learner: String,
    parameters: Parameters,
    weighted: bool,
    rows: Vec<usize>,
    predicted: Vec<f64>,
    coefficients: Option<Vec<f64>>,
    intercepts: Option<Vec<f64>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    #[serde(rename = "C")]
    c: Option<f64>,
    alpha: Option<f64>,
    n_neighbors: Option<u32>,
    weights: Option<NeighborWeights>,
    var_smoothing: Option<f64>,
}

impl Case {
    fn learner(&self) -> Learner {
        let p = &self.parameters;
        match self.learner.as_str() {
            "Baseline" => Learner::Dummy(dummy::Parameters {}),
            "LogisticRegression" => {
                Learner::LogisticRegression(logistic_regression::Parameters { c: p.c.unwrap() })
            }
            "Ridge" => Learner::Ridge(ridge::Parameters {
                alpha: p.alpha.unwrap(),
            }),
            "Lasso" => Learner::Lasso(lasso::Parameters {
                alpha: p.alpha.unwrap(),
            }),
            "KNearestNeighbors" => Learner::KNeighbors(k_neighbors::Parameters {
                n_neighbors: p.n_neighbors.unwrap(),
                weights: p.weights.unwrap(),
            }),
            "GaussianNB" => Learner::GaussianNB(gaussian_nb::Parameters {
                var_smoothing: p.var_smoothing.unwrap(),
            }),
            other => panic!("no learner {other}"),
        }
    }
}

/// A sample with its target in the last column.
fn sample(name: &str) -> (Table, Task) {
    let text = match name {
        "iris" => include_str!("../../../../www/samples/iris.csv"),
        "wine" => include_str!("../../../../www/samples/wine.csv"),
        "breast_cancer" => include_str!("../../../../www/samples/breast_cancer.csv"),
        "diabetes" => include_str!("../../../../www/samples/diabetes.csv"),
        other => panic!("no sample {other}"),
    };
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|l| l.split(',').collect())
        .collect();
    let features = rows[0].len() - 1;
    let numbers = |column: usize| rows.iter().map(|r| r[column].parse().unwrap()).collect();
    let columns = (0..features).map(numbers).collect();
    let mut classes: Vec<&str> = rows.iter().map(|row| row[features]).collect();
    classes.sort_unstable();
    classes.dedup();
    let task = if name == "diabetes" {
        Task::Regression
    } else {
        Task::Classification
    };
    let label = |row: &Vec<&str>| classes.partition_point(|class| *class < row[features]) as u32;
    let table = Table {
        columns,
        labels: rows.iter().map(label).collect(),
        n_classes: classes.len() as u32,
        values: match task {
            Task::Regression => numbers(features),
            Task::Classification => vec![0.0; rows.len()],
        },
    };
    (table, task)
}

#[test]
fn models_are_scikit_learns() {
    let text = include_str!("../../../../tests/reference/models.json");
    let reference: Reference = serde_json::from_str(text).unwrap();
    assert!(reference.cases.len() > 40);
    for case in reference.cases {
        let what = format!("{} {} {:?}", case.sample, case.learner, case.parameters);
        let (table, task) = sample(&case.sample);
        let train: Vec<usize> = (0..table.rows()).filter(|row| row % 4 != 0).collect();
        let weights: Vec<f64> = train.iter().map(|row| (row % 3) as f64).collect();
        let learned_from = table.take(&train);
        let weights = case.weighted.then_some(weights.as_slice());
        let fitted = case
            .learner()
            .fit(&learned_from.matrix(), learned_from.target(task), weights);
        let model = fitted.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(model.converged(), "{what}");
        let tolerance = match case.learner.as_str() {
            "LogisticRegression" | "Lasso" => SEARCHED,
            _ => EXACT,
        };
        let says = table.take(&case.rows).predict(&model);
        assert!(
            close(&says, &case.predicted, tolerance),
            "{what} {says:?} {:?}",
            case.predicted
        );
        let found: Option<(Vec<f64>, Vec<f64>)> = match &model {
            Model::Linear(model) => Some((model.coefficients().to_vec(), vec![model.intercept()])),
            Model::LogisticRegression(model) => {
                let coefficients = model.scores().flat_map(|(_, w, _)| w.iter().copied());
                let intercepts = model.scores().map(|(_, _, intercept)| intercept);
                Some((coefficients.collect(), intercepts.collect()))
            }
            _ => None,
        };
        if let Some((coefficients, intercepts)) = found {
            assert!(
                close(&coefficients, &case.coefficients.unwrap(), tolerance),
                "{what}"
            );
            assert!(
                close(&intercepts, &case.intercepts.unwrap(), tolerance),
                "{what}"
            );
        }
    }
}

#[test]
fn lasso_leaves_features_out_altogether() {
    let (table, task) = sample("diabetes");
    let model = table.fit(&Learner::Lasso(lasso::Parameters { alpha: 10.0 }), task);
    let Model::Linear(model) = model else {
        panic!("{model:?}")
    };
    let kept = model.coefficients().iter().filter(|w| **w != 0.0).count();
    assert_eq!(kept, 4);
}

#[test]
fn naive_bayes_measures_spread_far_from_zero() {
    // A variance from squares as they are would lose all its digits.
    let mut random = Stream::new(3, "far", 0);
    let labels: Vec<u32> = (0..60).map(|row| row % 2).collect();
    let near: Vec<f64> = labels
        .iter()
        .map(|label| f64::from(*label) + f64::from(random.below(4)))
        .collect();
    let far = near.iter().map(|v| v + 1e9).collect();
    let table = |column| Table {
        columns: vec![column],
        labels: labels.clone(),
        n_classes: 2,
        values: vec![0.0; 60],
    };
    let learner = Learner::GaussianNB(gaussian_nb::Parameters {
        var_smoothing: 1e-9,
    });
    let says = |table: Table| {
        let model = table.fit(&learner, Task::Classification);
        sound(&model.predict(&table.matrix()).unwrap())
    };
    assert!(close(&says(table(near)), &says(table(far)), 1e-6));
}
