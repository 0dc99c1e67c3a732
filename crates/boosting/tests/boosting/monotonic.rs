//! Monotonic constraints.

use grove_boosting::{GradientBoosting, Loss, Parameters, fit};
use grove_forest::{Matrix, Stream, Target};

use crate::tools::{classes, labels, small};

/// The sums along a feature with the others held at the row's cells.
fn sums_along(model: &GradientBoosting, row: &[f64], feature: usize) -> Vec<f64> {
    let steps: Vec<f64> = (0..60).map(|step| f64::from(step) / 50.0 - 0.1).collect();
    let mut columns: Vec<Vec<f64>> = row.iter().map(|cell| vec![*cell; steps.len()]).collect();
    columns[feature] = steps;
    model
        .sums(&Matrix::new(columns).unwrap(), u32::MAX)
        .unwrap()
}

#[test]
fn sums_rise_and_fall_as_they_must_with_every_loss() {
    let mut random = Stream::new(1, "monotonic", 0);
    let rows = 600;
    let columns: Vec<Vec<f64>> = (0..3)
        .map(|_| (0..rows).map(|_| random.unit()).collect())
        .collect();
    // Rises on the whole with the first feature and falls with the second, with waves and noise.
    let values: Vec<f64> = (0..rows)
        .map(|row| {
            let (x, y) = (columns[0][row], columns[1][row]);
            let wave = ((x * 20.0) as u32 % 2) as f64 - ((y * 15.0) as u32 % 2) as f64;
            x - 2.0 * y + 0.6 * wave + random.unit() + 5.0
        })
        .collect();
    let halves = labels(&values, 2);
    let table = Matrix::new(columns.clone()).unwrap();
    let losses = [
        Loss::SquaredError,
        Loss::AbsoluteError,
        Loss::Quantile(0.8),
        Loss::Poisson,
        Loss::Gamma,
    ];
    let mut cases: Vec<(Target, Loss)> = Vec::new();
    cases.extend(losses.map(|loss| (Target::Values(&values), loss)));
    cases.push((classes(&halves), Loss::SquaredError));
    for (target, loss) in cases {
        let grow = |monotonic_cst: Vec<i8>| {
            let parameters = Parameters {
                loss,
                monotonic_cst,
                max_iter: 25,
                min_samples_leaf: 3,
                ..small()
            };
            fit(&table, target, None, &parameters).unwrap()
        };
        let (free, bound) = (grow(Vec::new()), grow(vec![1, -1, 0]));
        let against = |model: &GradientBoosting| {
            let mut against = 0;
            for row in (0..rows).step_by(60) {
                let row: Vec<f64> = columns.iter().map(|column| column[row]).collect();
                let rising = sums_along(model, &row, 0);
                let falling = sums_along(model, &row, 1);
                against += rising
                    .windows(2)
                    .filter(|pair| pair[1] < pair[0] - 1e-12)
                    .count();
                against += falling
                    .windows(2)
                    .filter(|pair| pair[1] > pair[0] + 1e-12)
                    .count();
            }
            against
        };
        assert_eq!(against(&bound), 0, "{loss:?}");
        assert!(against(&free) > 20, "{loss:?}");
        assert!(
            bound.shapes().iter().all(|shape| shape.leaves > 3),
            "{loss:?}"
        );
    }
}
