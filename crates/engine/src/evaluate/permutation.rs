//! Permutation importance: how much a score on test rows drops when the values of a column are shuffled (Breiman, “Random
//! Forests”, 2001).

use std::collections::HashMap;

use grove_forest::{Matrix, Stream};
use grove_models::metrics::{accuracy, r2};
use grove_models::{AfterModel, Model, Predictions};
use grove_protocol::report::{Importance, PermutationImportances};

use crate::featurize::encoded_rows::{EncodedPart, EncodedRows};
use crate::pace::Pace;
use crate::predict::fitted::predict;
use crate::table::target::TargetValues;
use crate::train::stage::TrainedModel;

/// How often each column is shuffled, as scikit-learn does.
const REPEATS: u32 = 5;

/// About how many rows are predicted in all, which bounds the waiting time. Each shuffle gets an equal share.
const PREDICTIONS: u32 = 200_000;
/// The least number of rows per shuffle, if there are as many.
const FEWEST_ROWS: u32 = 100;
/// The largest number of rows per shuffle, since more change the result little.
const MOST_ROWS: u32 = 2000;

/// With more columns, only those that are most important to the trees are shuffled.
const MOST_COLUMNS: usize = 200;

/// A column's name, and the positions of its features.
type PermutedColumn = (String, Vec<usize>);

/// The columns to shuffle, and the rows to score.
pub struct Permutation {
    part: EncodedPart,
    score: f64,
    /// How rows are calibrated and decided, before and after a shuffle.
    after: AfterModel,
    seed: u64,
    columns: Vec<PermutedColumn>,
    /// The number of columns that are not shuffled, because there are too many.
    left_out: u32,
}

impl Permutation {
    /// Prepares to shuffle the columns of the test rows. `None` if the score is not defined for them.
    pub fn new(trained: &TrainedModel, seed: u64) -> Option<Self> {
        let EncodedRows {
            featurizer,
            test: part,
            ..
        } = &*trained.encoded;
        let (names, origins) = featurizer.origins();
        let mut columns: Vec<PermutedColumn> =
            names.into_iter().map(|name| (name, Vec::new())).collect();
        for (feature, origin) in origins.into_iter().enumerate() {
            columns[origin as usize].1.push(feature);
        }
        let all = columns.len() as u32;
        // The sort is stable: of equally important columns the first are shuffled.
        let promises: HashMap<&str, f64> = trained
            .importances
            .iter()
            .map(|importance| (importance.column.as_str(), importance.value))
            .collect();
        let promise =
            |(column, _): &PermutedColumn| promises.get(column.as_str()).copied().unwrap_or(0.0);
        columns.sort_by(|a, b| promise(b).total_cmp(&promise(a)));
        columns.truncate(MOST_COLUMNS);
        let shuffles = (columns.len() as u32 * REPEATS).max(1);
        let rows = (PREDICTIONS / shuffles).clamp(FEWEST_ROWS, MOST_ROWS);
        let every = part.matrix.rows().div_ceil(rows).max(1);
        let positions: Vec<u32> = (0..part.matrix.rows()).step_by(every as usize).collect();
        let part = part.take(&positions);
        Some(Self {
            score: score(&part.target, &predict(&trained.model, &part.matrix))?,
            after: AfterModel::default(),
            part,
            seed,
            left_out: all - columns.len() as u32,
            columns,
        })
    }

    /// Returns how many columns are shuffled.
    pub fn columns(&self) -> u32 {
        self.columns.len() as u32
    }

    /// Shuffles one column after the other, and scores the answers on each, which `after` settles.
    /// O(columns × repeats × a prediction).
    pub async fn importances(
        mut self,
        model: &Model,
        after: &AfterModel,
        pace: &Pace,
    ) -> PermutationImportances {
        if !after.is_nothing() {
            self.after = after.clone();
            let predicted = after.settle(predict(model, &self.part.matrix));
            self.score = score(&self.part.target, &predicted).expect("it was defined before");
        }
        let total = self.columns();
        let mut columns = Vec::with_capacity(self.columns.len());
        for (column, done) in (0..self.columns.len()).zip(1..) {
            columns.push(self.importance(column, model));
            pace.breathe(done, total).await;
        }
        columns.sort_by(|a, b| b.value.total_cmp(&a.value));
        PermutationImportances {
            score: self.score,
            rows: self.part.matrix.rows(),
            n_repeats: REPEATS,
            columns,
            left_out: self.left_out,
        }
    }

    /// Shuffles the column at this position. All of its features move together, as if the column had been shuffled in
    /// the file.
    fn importance(&self, index: usize, model: &Model) -> Importance {
        let (column, features) = &self.columns[index];
        let rows = self.part.matrix.rows();
        let mut values = self.part.matrix.columns().to_vec();
        let mut order: Vec<u32> = (0..rows).collect();
        let mut drops = Vec::new();
        for repeat in 0..REPEATS {
            let stream = index as u64 * u64::from(REPEATS) + u64::from(repeat);
            Stream::new(self.seed, "permutation", stream).shuffle(&mut order);
            for feature in features {
                let from = &self.part.matrix.columns()[*feature];
                values[*feature] = order.iter().map(|row| from[*row as usize]).collect();
            }
            let shuffled = Matrix::new(values).expect("the same numbers in another order");
            let predicted = self.after.settle(predict(model, &shuffled));
            let score = score(&self.part.target, &predicted);
            drops.push(self.score - score.expect("the same targets"));
            values = shuffled.into_columns();
        }
        let count = f64::from(REPEATS);
        let value = drops.iter().sum::<f64>() / count;
        let squares: f64 = drops
            .iter()
            .map(|drop| (drop - value) * (drop - value))
            .sum();
        Importance {
            column: column.clone(),
            value,
            spread: (squares / count).sqrt(),
        }
    }
}

/// Computes accuracy or R².
fn score(actual: &TargetValues, predicted: &Predictions) -> Option<f64> {
    match (actual, predicted) {
        (TargetValues::Classes { labels, .. }, predicted) if !labels.is_empty() => {
            Some(accuracy(labels, &predicted.labels()))
        }
        (TargetValues::Values(actual), Predictions::Values(predicted)) => r2(actual, predicted),
        _ => None,
    }
}
