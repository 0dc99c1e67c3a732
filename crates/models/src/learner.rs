//! A learner: which model, with which parameters. From rows it makes a [`Model`].

use grove_forest::Parameters;
use grove_recipe::parameters as p;
use grove_recipe::{ModelName, NeighborWeights, Task};

use super::baseline::Baseline;
use super::bayes::GaussianNB;
use super::logistic::LogisticRegression;
use super::neighbors::KNearestNeighbors;
use super::sample::{Sample, check_target, check_weights, first_missing};
use super::{FitError, Matrix, Model, Target, lasso, ridge, trees};

/// Parameters have scikit-learn's names and meanings; their ranges are declared in [`api::parameters`](p).
/// All models but trees and Gaussian naive Bayes standardise the features.
#[derive(Clone, Debug, PartialEq)]
pub enum Learner {
    RandomForest(Parameters),
    /// Extremely randomised trees: each cut is drawn, whatever the `splitter` is.
    ExtraTrees(Parameters),
    /// One tree of all rows, whatever `n_estimators` and `bootstrap` are.
    DecisionTree(Parameters),
    Baseline,
    LogisticRegression {
        c: f64,
    },
    Ridge {
        alpha: f64,
    },
    Lasso {
        alpha: f64,
    },
    KNearestNeighbors {
        n_neighbors: u32,
        weights: NeighborWeights,
    },
    GaussianNB {
        var_smoothing: f64,
    },
}

impl Learner {
    pub fn name(&self) -> &'static str {
        match self {
            Self::RandomForest(_) => "A random forest",
            Self::ExtraTrees(_) => "A forest of extra-trees",
            Self::DecisionTree(_) => "A decision tree",
            Self::Baseline => "The baseline",
            Self::LogisticRegression { .. } => "Logistic regression",
            Self::Ridge { .. } => "Ridge regression",
            Self::Lasso { .. } => "Lasso",
            Self::KNearestNeighbors { .. } => "k nearest neighbours",
            Self::GaussianNB { .. } => "Gaussian naive Bayes",
        }
    }

    /// How its trees grow, if it is made of trees.
    pub fn trees(&self) -> Option<Parameters> {
        match self {
            Self::RandomForest(parameters) => Some(parameters.clone()),
            Self::ExtraTrees(parameters) => Some(trees::extra(parameters)),
            Self::DecisionTree(parameters) => Some(trees::single(parameters)),
            _ => None,
        }
    }

    /// Its name in a recipe.
    pub fn model(&self) -> ModelName {
        match self {
            Self::RandomForest(_) => ModelName::RandomForest,
            Self::ExtraTrees(_) => ModelName::ExtraTrees,
            Self::DecisionTree(_) => ModelName::DecisionTree,
            Self::Baseline => ModelName::Dummy,
            Self::LogisticRegression { .. } => ModelName::LogisticRegression,
            Self::Ridge { .. } => ModelName::Ridge,
            Self::Lasso { .. } => ModelName::Lasso,
            Self::KNearestNeighbors { .. } => ModelName::KNeighbors,
            Self::GaussianNB { .. } => ModelName::GaussianNB,
        }
    }

    /// The only task that the model is for; `None` if it is for both.
    pub fn only_task(&self) -> Option<Task> {
        self.model().only_task()
    }

    /// Why rows cannot be weighted, if they cannot.
    pub fn refuses_weights(&self) -> Option<&'static str> {
        match self {
            Self::KNearestNeighbors { .. } => {
                Some("neighbours count by their number or their distance")
            }
            _ => None,
        }
    }

    /// Whether features may have missing values.
    pub fn takes_missing(&self) -> bool {
        self.model().takes_missing()
    }

    /// Whether every parameter is in its declared range. `Err` names the parameter, the value and the range.
    pub fn check(&self) -> Result<(), FitError> {
        let checked = match self {
            Self::RandomForest(_) | Self::ExtraTrees(_) | Self::DecisionTree(_) => {
                return trees::check(&self.trees().expect("it is made of trees"))
                    .map_err(FitError::Parameter);
            }
            Self::Baseline => Ok(()),
            Self::LogisticRegression { c } => p::C.check(*c),
            Self::Ridge { alpha } => p::RIDGE_ALPHA.check(*alpha),
            Self::Lasso { alpha } => p::LASSO_ALPHA.check(*alpha),
            Self::KNearestNeighbors { n_neighbors, .. } => p::N_NEIGHBORS.check(*n_neighbors),
            Self::GaussianNB { var_smoothing } => p::VAR_SMOOTHING.check(*var_smoothing),
        };
        checked.map_err(|misfit| FitError::Parameter(misfit.problem))
    }

    /// Learns from rows with a target and, if `sample_weight` says so, a weight each: 0 for a row that does not count,
    /// 2 for one that counts twice. The same input gives the same bits on every platform.
    pub fn fit(
        &self,
        matrix: &Matrix,
        target: Target,
        sample_weight: Option<&[f64]>,
    ) -> Result<Model, FitError> {
        self.check()?;
        let model = self.name();
        let task = match target {
            Target::Classes { .. } => Task::Classification,
            Target::Values(_) => Task::Regression,
        };
        if let Some(takes) = self.only_task().filter(|only| *only != task) {
            return Err(FitError::Task { model, takes });
        }
        check_target(target, matrix.rows())?;
        if let Some(weights) = sample_weight {
            if let Some(why) = self.refuses_weights() {
                return Err(FitError::Unweighted { model, why });
            }
            check_weights(weights, matrix.rows())?;
        }
        let counts = |row: usize| sample_weight.is_none_or(|weights| weights[row] > 0.0);
        if !self.takes_missing()
            && let Some((column, row)) = first_missing(matrix.columns(), counts)
        {
            return Err(FitError::Missing { model, column, row });
        }
        let sample = || Sample::new(matrix, target, sample_weight);
        Ok(match self {
            Self::RandomForest(_) | Self::ExtraTrees(_) | Self::DecisionTree(_) => {
                let parameters = self.trees().expect("it is made of trees");
                Model::Forest(trees::fit(matrix, target, sample_weight, &parameters)?)
            }
            Self::Baseline => Model::Baseline {
                n_features: matrix.features(),
                baseline: Baseline::fit(&sample()?),
            },
            Self::LogisticRegression { c } => {
                Model::LogisticRegression(LogisticRegression::fit(&sample()?, *c)?)
            }
            Self::Ridge { alpha } => Model::Linear(ridge::fit(&sample()?, *alpha)?),
            Self::Lasso { alpha } => Model::Linear(lasso::fit(&sample()?, *alpha)?),
            Self::KNearestNeighbors {
                n_neighbors,
                weights,
            } => Model::KNearestNeighbors(KNearestNeighbors::fit(
                &sample()?,
                *n_neighbors,
                *weights,
            )?),
            Self::GaussianNB { var_smoothing } => {
                Model::GaussianNB(GaussianNB::fit(&sample()?, *var_smoothing)?)
            }
        })
    }
}
