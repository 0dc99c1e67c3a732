//! The bits of every model that sums, squares or takes logarithms, the same on every platform.

use grove_forest::{Matrix, Stream, Target};
use grove_models::{Context, Learner, Model, Predictions};
use grove_recipe::models::{gaussian_nb, k_neighbors, lasso, logistic_regression, ridge};
use grove_recipe::{ModelName, NeighborWeights, Task, Train};
use sha2::{Digest, Sha256};

/// Change only with what is learned or said: then a recipe gives another model than before.
const DIGESTS: [(&str, &str); 8] = [
    (
        "Logistic regression",
        "de46690ab07ffb2d3185a01fe83d515240e22f0981b092208e6c24c511889ebe",
    ),
    (
        "Gaussian naive Bayes",
        "f54e4123f386a412b87e8f7665257969c1250fd1dcec29a3f30175bb919dbce8",
    ),
    (
        "k nearest neighbours",
        "9264aa84d256df7df34e9709bf4f20c9c4b6f64ca67b336ac0d7f9edf1de3448",
    ),
    (
        "Ridge regression",
        "f9c0e178ceea9b475bd296f996ea78338d7504d88da7fed643426d0ba9fd9fd0",
    ),
    (
        "Lasso",
        "ecc074da913bae59123dfbb6ea7d14bbfa96ec0416b9d257b86db904e633237f",
    ),
    (
        "k nearest neighbours",
        "13af2c24cb017db7aecba168dd9a7fef8da807e4c2662f44228f816862baeb37",
    ),
    (
        "Gradient boosting",
        "0fe3a3fe237d069d272dfe1b47128c4885c19121a1889ee2b73676e9919f5693",
    ),
    (
        "Gradient boosting",
        "436d5d80a8b17a22f30d6fd75ea88409205794504d9f823baaf7fe13be9b492f",
    ),
];

/// Twenty iterations with intervals, where the task has them.
fn boosting(task: Task) -> Learner {
    let mut train = Train::of(ModelName::GradientBoosting);
    train.set("max_iter", 20).expect("a number");
    train.set("intervals", true).expect("a switch");
    let context = Context {
        task,
        seed: 42,
        n_features: 5,
        categorical: &[],
        directions: &|_| Vec::new(),
    };
    Learner::new(&train, &context)
}

/// Each model's name and the SHA-256 of its bytes and of what it predicts.
fn digests() -> Vec<(&'static str, String)> {
    let mut random = Stream::new(11, "golden models", 0);
    let mut number = || f64::from(random.below(1 << 20)) / 1000.0 - 500.0;
    let columns: Vec<Vec<f64>> = (0..5)
        .map(|_| (0..300).map(|_| number()).collect())
        .collect();
    let values: Vec<f64> = (0..300)
        .map(|row| columns[1][row] + columns[2][row] / 3.0 + number() / 2.0)
        .collect();
    let labels: Vec<u32> = values
        .iter()
        .map(|value| (value / 300.0 + 2.0).clamp(0.0, 3.0) as u32)
        .collect();
    let classes = Target::Classes {
        labels: &labels,
        n_classes: 4,
    };
    let values = Target::Values(&values);
    let neighbors = Learner::KNeighbors(k_neighbors::Parameters {
        n_neighbors: 7,
        weights: NeighborWeights::Distance,
    });
    let bayes = Learner::GaussianNB(gaussian_nb::Parameters {
        var_smoothing: 1e-9,
    });
    let cases = [
        (
            Learner::LogisticRegression(logistic_regression::Parameters { c: 1.0 }),
            classes,
        ),
        (bayes, classes),
        (neighbors.clone(), classes),
        (Learner::Ridge(ridge::Parameters { alpha: 1.0 }), values),
        (Learner::Lasso(lasso::Parameters { alpha: 5.0 }), values),
        (neighbors, values),
        (boosting(Task::Classification), classes),
        (boosting(Task::Regression), values),
    ];
    let matrix = Matrix::new(columns).expect("finite columns of one length");
    let digest = |model: &Model| {
        let mut hash = Sha256::new();
        hash.update(postcard::to_allocvec(model).expect("a model is plain data"));
        let predicted = model.predict(&matrix).expect("what it learned from");
        let (Predictions::Probabilities { values, .. } | Predictions::Values(values)) = predicted;
        for value in values {
            hash.update(value.to_bits().to_le_bytes());
        }
        let bytes = hash.finalize();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    };
    cases
        .iter()
        .map(|(learner, target)| {
            let model = learner.fit(&matrix, *target, None).expect("a sound table");
            (learner.name(), digest(&model))
        })
        .collect()
}

/// Panics where a model has other bits than are written down.
pub fn check() {
    let digests = digests();
    let digests: Vec<_> = digests.iter().map(|(n, d)| (*n, d.as_str())).collect();
    assert_eq!(digests, DIGESTS);
}
