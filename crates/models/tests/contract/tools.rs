//! The learners under contract, and tables for them to learn from.

use grove_forest::{Matrix, Parameters, Stream, Target};
use grove_models::{BoostingParameters, Growth, Learner, Model, Predictions};
use grove_recipe::models::{dummy, gaussian_nb, k_neighbors, lasso, logistic_regression, ridge};
use grove_recipe::{NeighborWeights, Task};

/// Every learner, parameters as they are by default where nothing else is said.
pub fn learners() -> Vec<Learner> {
    vec![
        Learner::RandomForest(trees(10)),
        Learner::ExtraTrees(trees(10)),
        Learner::DecisionTree(trees(1)),
        Learner::Dummy(dummy::Parameters {}),
        Learner::LogisticRegression(logistic_regression::Parameters {
            c: logistic_regression::Parameters::c.default,
        }),
        Learner::Ridge(ridge::Parameters {
            alpha: ridge::Parameters::alpha.default,
        }),
        Learner::Lasso(lasso::Parameters { alpha: 0.1 }),
        neighbors(NeighborWeights::Uniform),
        neighbors(NeighborWeights::Distance),
        Learner::GaussianNB(gaussian_nb::Parameters {
            var_smoothing: gaussian_nb::Parameters::var_smoothing.default,
        }),
        Learner::GradientBoosting(boosting(10)),
        Learner::GradientBoosting(BoostingParameters {
            intervals: true,
            ..boosting(3)
        }),
    ]
}

pub fn trees(n_estimators: u32) -> Parameters {
    Parameters {
        n_estimators,
        seed: 42,
        ..Parameters::new(1)
    }
}

/// Leaves of few rows, since the tables are small.
pub fn boosting(max_iter: u32) -> BoostingParameters {
    BoostingParameters {
        model: grove_boosting::Parameters {
            max_iter,
            min_samples_leaf: 1,
            max_leaf_nodes: Some(4),
            seed: 42,
            ..grove_boosting::Parameters::default()
        },
        intervals: false,
    }
}

/// One neighbour, so that one row is enough.
fn neighbors(weights: NeighborWeights) -> Learner {
    Learner::KNeighbors(k_neighbors::Parameters {
        n_neighbors: 1,
        weights,
    })
}

/// Calls `rule` with every learner and each task that it is for.
pub fn each(rule: impl Fn(&Learner, Task)) {
    for learner in learners() {
        for task in [Task::Classification, Task::Regression] {
            if learner.only_task().is_none_or(|only| only == task) {
                rule(&learner, task);
            }
        }
    }
}

/// Trees draw features by their place, or choose the first of equally good ones, so that other columns make other trees.
pub fn grows_trees(learner: &Learner) -> bool {
    learner.growth() != Growth::None
}

/// Features, and a target of either kind.
#[derive(Clone)]
pub struct Table {
    pub columns: Vec<Vec<f64>>,
    pub labels: Vec<u32>,
    pub n_classes: u32,
    pub values: Vec<f64>,
}

impl Table {
    /// Random numbers on scales from 1 to 1000; three classes and values that depend on all of them.
    pub fn random(rows: usize, features: usize) -> Self {
        let mut random = Stream::new(7, "contract", 0);
        let mut number = || f64::from(random.below(1 << 20)) / f64::from(1 << 19) - 1.0;
        let columns: Vec<Vec<f64>> = (0..features)
            .map(|feature| {
                let scale = [1.0, 30.0, 1000.0][feature % 3];
                (0..rows).map(|_| 5.0 + scale * number()).collect()
            })
            .collect();
        let values: Vec<f64> = (0..rows)
            .map(|row| {
                let sum: f64 = (0..features)
                    .map(|f| (columns[f][row] - 5.0) / [1.0, 30.0, 1000.0][f % 3])
                    .sum();
                10.0 + 3.0 * sum + number()
            })
            .collect();
        // Thirds of the rows, by their values.
        let below = |value: &f64| values.iter().filter(|other| *other < value).count();
        Self {
            labels: values
                .iter()
                .map(|v| (3 * below(v) / rows) as u32)
                .collect(),
            n_classes: 3,
            columns,
            values,
        }
    }

    pub fn rows(&self) -> usize {
        self.labels.len()
    }

    pub fn matrix(&self) -> Matrix {
        Matrix::new(self.columns.clone()).unwrap()
    }

    pub fn target(&self, task: Task) -> Target<'_> {
        match task {
            Task::Classification => Target::Classes {
                labels: &self.labels,
                n_classes: self.n_classes,
            },
            Task::Regression => Target::Values(&self.values),
        }
    }

    /// These rows, in this order.
    pub fn take(&self, rows: &[usize]) -> Self {
        let numbers = |all: &[f64]| rows.iter().map(|&row| all[row]).collect();
        Self {
            columns: self.columns.iter().map(|column| numbers(column)).collect(),
            labels: rows.iter().map(|&row| self.labels[row]).collect(),
            n_classes: self.n_classes,
            values: numbers(&self.values),
        }
    }

    pub fn with_columns(&self, columns: Vec<Vec<f64>>) -> Self {
        Self {
            columns,
            ..self.clone()
        }
    }

    pub fn fit(&self, learner: &Learner, task: Task) -> Model {
        learner
            .fit(&self.matrix(), self.target(task), None)
            .unwrap_or_else(|error| panic!("{learner:?}, {task:?}: {error}"))
    }

    /// What the model says of the table's rows, checked to be sound.
    pub fn predict(&self, model: &Model) -> Vec<f64> {
        sound(&model.predict(&self.matrix()).unwrap())
    }
}

/// The numbers of predictions, which are finite, and if they are probabilities, from 0 to 1 with a sum of 1.
pub fn sound(predictions: &Predictions) -> Vec<f64> {
    match predictions {
        Predictions::Values(values) => {
            assert!(values.iter().all(|v| v.is_finite()), "{values:?}");
            values.clone()
        }
        Predictions::Probabilities {
            n_classes, values, ..
        } => {
            for row in values.chunks_exact(*n_classes as usize) {
                let sum: f64 = row.iter().sum();
                let shares = row.iter().all(|share| (0.0..1.0 + 1e-5).contains(share));
                assert!(shares && (sum - 1.0).abs() < 1e-5, "{row:?}");
            }
            values.clone()
        }
    }
}

pub fn bits(numbers: &[f64]) -> Vec<u64> {
    numbers.iter().map(|number| number.to_bits()).collect()
}

/// Whether no two numbers differ by more than `tolerance`, as a share of the larger one above 1.
pub fn close(a: &[f64], b: &[f64], tolerance: f64) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0);
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| near(*a, *b))
}
