//! Short ways to make tables and models.

use grove_boosting::{
    Booster, BoosterBuilder, BoostingError, GradientBoosting, Parameters, Validation, fit,
};
use grove_forest::{Matrix, Stream, Target};

/// The defaults, but for small tables.
pub fn small() -> Parameters {
    Parameters {
        max_iter: 10,
        min_samples_leaf: 1,
        ..Parameters::default()
    }
}

pub fn matrix(columns: &[&[f64]]) -> Matrix {
    Matrix::new(columns.iter().map(|column| column.to_vec()).collect()).unwrap()
}

pub fn classes(labels: &[u32]) -> Target<'_> {
    Target::Classes {
        labels,
        n_classes: labels.iter().max().unwrap() + 1,
    }
}

/// A booster that has not begun to grow.
pub fn booster(
    matrix: &Matrix,
    target: Target,
    weights: Option<&[f64]>,
    validation: Option<Validation>,
    parameters: &Parameters,
) -> Result<Booster, BoostingError> {
    let mut builder = BoosterBuilder::new(matrix, target, weights, validation, parameters)?;
    while builder.advance(matrix, validation.map(|validation| validation.matrix)) {}
    Ok(builder.finish())
}

/// A booster that has grown all trees.
pub fn grown(
    matrix: &Matrix,
    target: Target,
    weights: Option<&[f64]>,
    validation: Option<Validation>,
    parameters: &Parameters,
) -> Booster {
    let mut booster = booster(matrix, target, weights, validation, parameters).unwrap();
    while booster.advance(u64::MAX).is_some() {}
    booster
}

pub fn model(matrix: &Matrix, target: Target, parameters: &Parameters) -> GradientBoosting {
    fit(matrix, target, None, parameters).unwrap()
}

/// A table of `features` columns of whole numbers below `distinct`, and values that depend on two of them.
pub fn random_table(rows: u32, features: u32, distinct: u32, seed: u64) -> (Matrix, Vec<f64>) {
    let mut random = Stream::new(seed, "test table", 0);
    let columns: Vec<Vec<f64>> = (0..features)
        .map(|_| {
            let cell = |_| f64::from(random.below(distinct));
            (0..rows).map(cell).collect()
        })
        .collect();
    let values = (0..rows as usize)
        .map(|row| {
            let sum = columns[0][row] + columns[columns.len() - 1][row];
            (sum + f64::from(random.below(distinct)) / 2.0) / f64::from(distinct)
        })
        .collect();
    (Matrix::new(columns).unwrap(), values)
}

/// Two or more labels of about as many rows each.
pub fn labels(values: &[f64], n_classes: u32) -> Vec<u32> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let label = |value: &f64| {
        let below = sorted.partition_point(|other| other < value);
        (below * n_classes as usize / sorted.len()) as u32
    };
    values.iter().map(label).collect()
}
