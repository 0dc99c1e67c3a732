//! Implements smartcore's estimator traits for the forest, so that smartcore's tools, such as cross-validation, accept it.

use smartcore::api::{Predictor, SupervisedEstimator};
use smartcore::error::Failed;
use smartcore::linalg::basic::arrays::{Array, Array2};
use smartcore::linalg::basic::matrix::DenseMatrix;

use grove_forest::{Forest, Matrix, Parameters, Target};

/// A random forest for classes (`Vec<u32>`) or values (`Vec<f64>`), depending on the target's type.
pub struct RandomForest {
    /// `None` before fitting.
    forest: Option<Forest>,
}

fn matrix(x: &DenseMatrix<f64>) -> Result<Matrix, Failed> {
    let (_, features) = x.shape();
    let columns = (0..features)
        .map(|j| x.get_col(j).iterator(0).copied().collect())
        .collect();
    Matrix::new(columns).map_err(|e| Failed::fit(&e.to_string()))
}

fn grow(
    x: &DenseMatrix<f64>,
    target: Target,
    parameters: Parameters,
) -> Result<RandomForest, Failed> {
    let forest = grove_forest::fit(&matrix(x)?, target, None, &parameters)
        .map_err(|e| Failed::fit(&e.to_string()))?;
    Ok(RandomForest {
        forest: Some(forest),
    })
}

impl RandomForest {
    fn fitted(&self) -> Result<&Forest, Failed> {
        self.forest
            .as_ref()
            .ok_or_else(|| Failed::predict("The forest is not fitted."))
    }
}

impl Predictor<DenseMatrix<f64>, Vec<u32>> for RandomForest {
    fn predict(&self, x: &DenseMatrix<f64>) -> Result<Vec<u32>, Failed> {
        self.fitted()?
            .predict_classes(&matrix(x)?)
            .map_err(|e| Failed::predict(&e.to_string()))
    }
}

impl Predictor<DenseMatrix<f64>, Vec<f64>> for RandomForest {
    fn predict(&self, x: &DenseMatrix<f64>) -> Result<Vec<f64>, Failed> {
        self.fitted()?
            .predict_values(&matrix(x)?)
            .map_err(|e| Failed::predict(&e.to_string()))
    }
}

impl SupervisedEstimator<DenseMatrix<f64>, Vec<u32>, Parameters> for RandomForest {
    fn new() -> Self {
        Self { forest: None }
    }

    fn fit(x: &DenseMatrix<f64>, y: &Vec<u32>, parameters: Parameters) -> Result<Self, Failed> {
        let n_classes = y.iter().max().map_or(0, |&label| label.saturating_add(1));
        grow(
            x,
            Target::Classes {
                labels: y,
                n_classes,
            },
            parameters,
        )
    }
}

impl SupervisedEstimator<DenseMatrix<f64>, Vec<f64>, Parameters> for RandomForest {
    fn new() -> Self {
        Self { forest: None }
    }

    fn fit(x: &DenseMatrix<f64>, y: &Vec<f64>, parameters: Parameters) -> Result<Self, Failed> {
        grow(x, Target::Values(y), parameters)
    }
}
