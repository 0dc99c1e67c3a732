//! What forests are measured by, as scikit-learn defines it.

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Of the mean of these values.
pub fn standard_error(values: &[f64]) -> f64 {
    let (count, mean) = (values.len() as f64, mean(values));
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / (count - 1.0) / count).sqrt()
}

pub fn r2(truth: &[f64], predicted: &[f64]) -> f64 {
    let mean = mean(truth);
    let pairs = truth.iter().zip(predicted);
    let error: f64 = pairs.map(|(y, p)| (y - p).powi(2)).sum();
    let spread: f64 = truth.iter().map(|y| (y - mean).powi(2)).sum();
    1.0 - error / spread
}

pub fn accuracy(truth: &[u32], predicted: &[u32]) -> f64 {
    let hits = truth.iter().zip(predicted).filter(|(y, p)| y == p).count();
    hits as f64 / truth.len() as f64
}

/// The mean of the accuracies in class 0 and in class 1.
pub fn balanced_accuracy(truth: &[u32], predicted: &[u32]) -> f64 {
    let share = |class: u32| {
        let pairs = truth.iter().zip(predicted);
        let (truth, predicted): (Vec<u32>, Vec<u32>) = pairs.filter(|(y, _)| **y == class).unzip();
        accuracy(&truth, &predicted)
    };
    (share(0) + share(1)) / 2.0
}

/// How often a row of class 1 is given a larger probability than one of class 0; ties count half.
/// `proba` has two columns, row by row.
pub fn roc_auc(truth: &[u32], proba: &[f64]) -> f64 {
    let of_class = |class: u32| -> Vec<f64> {
        let rows = truth.iter().zip(proba.chunks_exact(2));
        let of_class = rows.filter(|(y, _)| **y == class);
        of_class.map(|(_, p)| p[1]).collect()
    };
    let (zeros, ones) = (of_class(0), of_class(1));
    let mut won = 0.0;
    for one in &ones {
        let below = zeros.iter().filter(|zero| *zero < one).count();
        let equal = zeros.iter().filter(|zero| *zero == one).count();
        won += below as f64 + equal as f64 / 2.0;
    }
    won / (zeros.len() * ones.len()) as f64
}
