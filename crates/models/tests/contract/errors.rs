//! What is refused, and what the refusal says.

use grove_forest::{Matrix, Parameters, Target};
use grove_models::{FitError, Learner, PredictError};
use grove_recipe::models::{
    gaussian_nb, gradient_boosting, k_neighbors, lasso, logistic_regression, ridge, trees,
};
use grove_recipe::parameters as p;
use grove_recipe::{NeighborWeights, Task};

use crate::tools::{Table, boosting, each, learners, trees};

/// A parameter's name, its declared range, and a learner with a value for it.
type Make = fn(f64) -> Learner;
type Range = (&'static str, f64, f64, Make);

fn forest(change: impl FnOnce(&mut Parameters)) -> Learner {
    let mut parameters = trees(10);
    change(&mut parameters);
    Learner::RandomForest(parameters)
}

fn boosted(change: impl FnOnce(&mut grove_boosting::Parameters)) -> Learner {
    let mut parameters = boosting(10);
    change(&mut parameters.model);
    Learner::GradientBoosting(parameters)
}

fn ranges() -> Vec<Range> {
    let integer = |declared: &p::Integer, make: Make| {
        (
            declared.name,
            declared.min.into(),
            declared.max.into(),
            make,
        )
    };
    let real = |declared: &p::Real, make: Make| (declared.name, declared.min, declared.max, make);
    vec![
        integer(trees::ForestParameters::n_estimators, |v| {
            forest(|p| p.n_estimators = v as u32)
        }),
        integer(trees::TreeParameters::max_depth, |v| {
            Learner::DecisionTree(Parameters {
                max_depth: Some(v as u32),
                ..trees(1)
            })
        }),
        integer(trees::TreeParameters::min_samples_split, |v| {
            forest(|p| p.min_samples_split = v as u32)
        }),
        integer(trees::TreeParameters::min_samples_leaf, |v| {
            forest(|p| p.min_samples_leaf = v as u32)
        }),
        real(logistic_regression::Parameters::c, |c| {
            Learner::LogisticRegression(logistic_regression::Parameters { c })
        }),
        real(ridge::Parameters::alpha, |alpha| {
            Learner::Ridge(ridge::Parameters { alpha })
        }),
        real(lasso::Parameters::alpha, |alpha| {
            Learner::Lasso(lasso::Parameters { alpha })
        }),
        integer(k_neighbors::Parameters::n_neighbors, |v| {
            Learner::KNeighbors(k_neighbors::Parameters {
                n_neighbors: v as u32,
                weights: NeighborWeights::Uniform,
            })
        }),
        real(gradient_boosting::Parameters::learning_rate, |v| {
            boosted(|p| p.learning_rate = v)
        }),
        integer(gradient_boosting::Parameters::max_iter, |v| {
            boosted(|p| p.max_iter = v as u32)
        }),
        integer(gradient_boosting::Parameters::max_leaf_nodes, |v| {
            boosted(|p| p.max_leaf_nodes = Some(v as u32))
        }),
        integer(gradient_boosting::Parameters::n_iter_no_change, |v| {
            boosted(|p| p.n_iter_no_change = v as u32)
        }),
        real(gradient_boosting::Parameters::max_features, |v| {
            boosted(|p| p.max_features = v)
        }),
        real(gradient_boosting::Parameters::validation_fraction, |v| {
            boosted(|p| p.validation_fraction = v)
        }),
        integer(gradient_boosting::Parameters::max_bins, |v| {
            boosted(|p| p.max_bins = v as u32)
        }),
        real(gaussian_nb::Parameters::var_smoothing, |var_smoothing| {
            Learner::GaussianNB(gaussian_nb::Parameters { var_smoothing })
        }),
    ]
}

#[test]
fn a_parameter_out_of_range_is_named_with_its_value_and_range() {
    let table = Table::random(12, 2);
    for (name, min, max, make) in ranges() {
        for value in [min, max] {
            assert_eq!(make(value).check(), Ok(()), "{name} = {value}");
        }
        // Whole numbers: one less and one more; real ones: a little.
        let step = if min >= 1.0 { 1.0 } else { min / 2.0 };
        for value in [min - step, max + step.max(1.0), f64::NAN] {
            let learner = make(value);
            let task = learner.only_task().unwrap_or(Task::Regression);
            let fitted = learner.fit(&table.matrix(), table.target(task), None);
            let problem = fitted.unwrap_err().to_string();
            let range = format!("must be from {min} to {max}.");
            assert!(problem.starts_with(&format!("{name} is ")), "{problem}");
            assert!(problem.ends_with(&range), "{problem} {range}");
        }
    }
}

#[test]
fn a_target_of_the_wrong_kind_is_refused() {
    let table = Table::random(12, 2);
    for learner in learners() {
        let Some(takes) = learner.only_task() else {
            continue;
        };
        let other = match takes {
            Task::Classification => Task::Regression,
            Task::Regression => Task::Classification,
        };
        let refused = learner.fit(&table.matrix(), table.target(other), None);
        let model = learner.name();
        assert_eq!(refused, Err(FitError::Task { model, takes }));
        assert!(refused.unwrap_err().to_string().starts_with(model));
    }
}

#[test]
fn targets_must_be_as_many_as_the_rows_and_in_range() {
    let table = Table::random(12, 2);
    each(|learner, task| {
        let fit = |target: Target| learner.fit(&table.matrix(), target, None).unwrap_err();
        for rows in [0, 11, 13] {
            let other = Table::random(rows, 2);
            assert_eq!(
                fit(other.target(task)),
                FitError::Length {
                    what: "targets",
                    rows: 12,
                    found: rows as u64
                }
            );
        }
        let (mut labels, mut values) = (table.labels.clone(), table.values.clone());
        labels[3] = 3;
        for wrong in [f64::NAN, f64::INFINITY, -1e101] {
            values[3] = wrong;
            let error = fit(match task {
                Task::Regression => Target::Values(&values),
                Task::Classification => Target::Classes {
                    labels: &labels,
                    n_classes: 3,
                },
            });
            assert!(error.to_string().contains("in row 3;"), "{error}");
        }
    });
}

#[test]
fn more_classes_than_a_model_tells_apart_are_refused() {
    let table = Table {
        n_classes: u32::MAX,
        ..Table::random(12, 2)
    };
    each(|learner, task| {
        if task == Task::Classification {
            let refused = learner.fit(&table.matrix(), table.target(task), None);
            let n_classes = u32::MAX;
            assert_eq!(refused, Err(FitError::Classes { n_classes }));
        }
    });
}

#[test]
fn weights_are_refused_with_a_reason_or_checked() {
    let table = Table::random(12, 2);
    each(|learner, task| {
        let fit = |weights: &[f64]| learner.fit(&table.matrix(), table.target(task), Some(weights));
        if let Some(why) = learner.refuses_weights() {
            let problem = fit(&[1.0; 12]).unwrap_err().to_string();
            assert!(problem.contains(why), "{problem}");
            return;
        }
        assert_eq!(fit(&[0.0; 12]), Err(FitError::NoWeight));
        let short = fit(&[1.0; 11]).unwrap_err().to_string();
        assert_eq!(short, "There are 11 weights for 12 rows.");
        for wrong in [-1.0, f64::NAN, f64::INFINITY, 1e13, 1e-13] {
            let mut weights = [1.0; 12];
            weights[5] = wrong;
            let problem = fit(&weights).unwrap_err().to_string();
            assert!(problem.contains("in row 5;"), "{problem}");
        }
    });
}

#[test]
fn a_missing_value_is_named_or_learned_from() {
    let mut table = Table::random(12, 3);
    table.columns[1][4] = f64::NAN;
    // Where the matrix takes no missing values, it is the matrix that says so.
    let matrix = match Matrix::new(table.columns.clone()) {
        Ok(matrix) => matrix,
        Err(error) => {
            let problem = error.to_string();
            assert!(problem.contains("Feature 1 is NaN in row 4"), "{problem}");
            return;
        }
    };
    each(|learner, task| {
        let fitted = learner.fit(&matrix, table.target(task), None);
        if learner.takes_missing() {
            crate::tools::sound(&fitted.unwrap().predict(&matrix).unwrap());
            return;
        }
        let problem = fitted.unwrap_err().to_string();
        assert!(problem.contains("feature 1 has one in row 4"), "{problem}");
        assert!(problem.contains("Fill missing numbers"), "{problem}");
        let model = Table::random(12, 3).fit(learner, task);
        let missing = PredictError::Missing { column: 1, row: 4 };
        assert_eq!(model.predict(&matrix), Err(missing));
    });
}

#[test]
fn a_table_of_another_width_is_refused() {
    let (table, wide) = (Table::random(12, 2), Table::random(12, 3));
    each(|learner, task| {
        let model = table.fit(learner, task);
        let refused = model.predict(&wide.matrix());
        let features = PredictError::Features {
            expected: 2,
            found: 3,
        };
        assert_eq!(refused, Err(features));
    });
}

#[test]
fn more_neighbours_than_rows_are_refused() {
    let learner = Learner::KNeighbors(k_neighbors::Parameters {
        n_neighbors: 13,
        weights: NeighborWeights::Uniform,
    });
    let table = Table::random(12, 2);
    let refused = learner.fit(&table.matrix(), table.target(Task::Regression), None);
    let problem = refused.unwrap_err().to_string();
    assert!(
        problem.starts_with("n_neighbors is 13;") && problem.ends_with("is 12."),
        "{problem}"
    );
}
