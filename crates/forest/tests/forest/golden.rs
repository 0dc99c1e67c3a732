//! The bits of two forests, the same on every platform.

use grove_forest::{Forest, Matrix, Parameters, Stream, Target, fit};
use sha2::{Digest, Sha256};

/// Changes only with what is grown: then a recipe gives another model than before.
pub const DIGEST: &str = "f8561bff42c4fa1983df7b923cceee4487e5cc2cddbbe895399a5f9eb56b2003";

/// SHA-256 of a classification and a regression forest and of what they predict.
pub fn digest() -> String {
    // Enough rows for both ways of sorting.
    let mut random = Stream::new(7, "golden", 0);
    let mut number = || f64::from(random.below(1 << 20)) / 1000.0 - 500.0;
    let columns: Vec<Vec<f64>> = (0..5)
        .map(|_| (0..900).map(|_| number()).collect())
        .collect();
    let values: Vec<f64> = (0..900)
        .map(|row| columns[1][row] * columns[2][row] / 100.0 + columns[3][row] + number())
        .collect();
    let labels: Vec<u32> = values
        .iter()
        .map(|value| (value / 400.0 + 2.5).clamp(0.0, 4.0) as u32)
        .collect();
    let matrix = Matrix::new(columns).expect("finite columns of one length");
    let classes = Target::Classes {
        labels: &labels,
        n_classes: 5,
    };
    let mut hash = Sha256::new();
    for target in [classes, Target::Values(&values)] {
        let parameters = Parameters {
            n_estimators: 10,
            max_depth: Some(12),
            min_samples_split: 3,
            min_samples_leaf: 2,
            balanced: true,
            seed: 42,
            ..Parameters::new(2)
        };
        let forest: Forest = fit(&matrix, target, None, &parameters).expect("parameters in range");
        hash.update(serde_json::to_vec(&forest).expect("a forest is plain data"));
        let predicted = forest
            .predict_proba(&matrix)
            .or_else(|_| forest.predict_values(&matrix))
            .expect("the columns that it was grown on");
        for value in predicted {
            hash.update(value.to_bits().to_le_bytes());
        }
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
