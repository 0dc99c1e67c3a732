//! The bits of some models, the same on every platform.

use grove_boosting::{Loss, Parameters, fit};
use grove_forest::{Matrix, Stream, Target};
use sha2::{Digest, Sha256};

/// Changes only with what is grown: then a recipe gives another model than before.
pub const DIGEST: &str = "382af401aed0bcc4ffac7435b1be72b05cefb2d8d5923b8a47d8e97a0cad7847";

/// SHA-256 of a model of each loss and of what it predicts.
pub fn digest() -> String {
    let mut random = Stream::new(7, "golden", 0);
    let rows = 1500;
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for distinct in [1 << 20, 1 << 20, 90, 2, 30] {
        let mut number = || f64::from(random.below(distinct)) / 1000.0;
        columns.push((0..rows).map(|_| number()).collect());
    }
    columns[4]
        .iter_mut()
        .for_each(|cell| *cell = (*cell * 1000.0).round());
    columns[1]
        .iter_mut()
        .step_by(7)
        .for_each(|cell| *cell = f64::NAN);
    let value = |row: usize| {
        let missing = columns[1][row].is_nan();
        columns[0][row] / 300.0 + columns[2][row] * columns[4][row] + f64::from(u8::from(missing))
    };
    let values: Vec<f64> = (0..rows).map(value).collect();
    let labels: Vec<u32> = values.iter().map(|value| (*value as u32).min(3)).collect();
    let halves: Vec<u32> = labels.iter().map(|label| label / 2).collect();
    let matrix = Matrix::new(columns).expect("finite columns of one length");
    let weights: Vec<f64> = (0..rows).map(|row| (row % 3) as f64).collect();
    let classes = |labels, n_classes| Target::Classes { labels, n_classes };
    let values = Target::Values(&values);
    let cases = [
        (classes(&halves, 2), Loss::SquaredError, None),
        (
            classes(&labels, 4),
            Loss::SquaredError,
            Some(weights.as_slice()),
        ),
        (values, Loss::SquaredError, None),
        (values, Loss::AbsoluteError, Some(weights.as_slice())),
        (values, Loss::Quantile(0.8), None),
        (values, Loss::Poisson, None),
        (values, Loss::Gamma, None),
    ];
    let mut hash = Sha256::new();
    for (target, loss, weights) in cases {
        let positive: Vec<f64>;
        let target = match target {
            Target::Values(values) => {
                positive = values.iter().map(|value| value + 0.01).collect();
                Target::Values(&positive)
            }
            classes => classes,
        };
        let parameters = Parameters {
            loss,
            max_iter: 12,
            max_features: 0.7,
            early_stopping: Some(true),
            categorical: vec![false, false, false, false, true],
            balanced: true,
            seed: 42,
            ..Parameters::default()
        };
        let model = fit(&matrix, target, weights, &parameters).expect("parameters in range");
        hash.update(serde_json::to_vec(&model).expect("a model is plain data"));
        let predicted = model
            .predict_proba(&matrix)
            .or_else(|_| model.predict_values(&matrix))
            .expect("the columns that it learned from");
        for value in predicted {
            hash.update(value.to_bits().to_le_bytes());
        }
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
