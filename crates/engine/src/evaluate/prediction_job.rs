//! Predicts rows in slices, so that the caller can stop in between.

use grove_forest::Matrix;
use grove_models::{Model, Predictions};

use crate::evaluate::intervals::intervals;
use crate::pace::{Pace, pieces};
use crate::predict::fitted::predict;

/// Rows per slice: about a tenth of a second for a large forest in a browser; smaller slices take longer in all.
const PREDICTED: u32 = 32_768;

/// The same for a model that compares each row with all train rows.
const COMPARED: u32 = 64;

/// Rows per slice of intervals, which take several times as long per row.
const BOUNDED: u32 = 4096;

/// The predictions of a model for the rows of a matrix.
pub struct PartialPredictions {
    /// Class probabilities or values, for every row of the matrix.
    pub predicted: Predictions,
    /// The intervals, if they were asked for and the model has them.
    pub intervals: Option<Vec<(f64, f64)>>,
}

/// Returns the number of slices for these predictions.
pub fn units(model: &Model, rows: u32, with_intervals: bool) -> u32 {
    let intervals = match with_intervals && model.has_intervals() {
        true => rows.div_ceil(BOUNDED),
        false => 0,
    };
    rows.div_ceil(at_a_time(model)) + intervals
}

/// Predicts the rows of a matrix, and their intervals. O(rows × a prediction).
pub async fn ask(
    model: &Model,
    matrix: &Matrix,
    with_intervals: bool,
    pace: &Pace,
) -> PartialPredictions {
    let rows = matrix.rows();
    let total = units(model, rows, with_intervals);
    let slices = |most: u32| {
        let slices = pieces(rows as usize, most as usize);
        slices.map(|(from, to)| matrix.slice(from as u32, to as u32))
    };
    let mut answers = PartialPredictions {
        predicted: match model.n_classes() {
            0 => Predictions::Values(Vec::new()),
            n_classes => Predictions::of_classes(n_classes, Vec::new()),
        },
        intervals: (with_intervals && model.has_intervals()).then(Vec::new),
    };
    let mut done = 0;
    for slice in slices(at_a_time(model)) {
        answers.predicted.append(predict(model, &slice));
        done += 1;
        pace.breathe(done, total).await;
    }
    if let Some(bounds) = &mut answers.intervals {
        for slice in slices(BOUNDED) {
            bounds.extend(intervals(model, &slice).into_iter().flatten());
            done += 1;
            pace.breathe(done, total).await;
        }
    }
    answers
}

/// Returns whether a model compares each row with all train rows.
pub const fn compares(model: &Model) -> bool {
    matches!(model, Model::KNearestNeighbors(_))
}

const fn at_a_time(model: &Model) -> u32 {
    match compares(model) {
        true => COMPARED,
        false => PREDICTED,
    }
}

#[cfg(test)]
mod tests {
    use super::{BOUNDED, COMPARED, PREDICTED, ask, intervals, predict, units};
    use crate::pace::Work;
    use std::task::Poll;

    use grove_forest::{Matrix, Parameters, Target};
    use grove_models::{Learner, Model};
    use grove_recipe::models::{k_neighbors, ridge};

    fn fitted(learner: Learner) -> Model {
        let column: Vec<f64> = (0..200).map(|row| f64::from(row * 37 % 101)).collect();
        let targets: Vec<f64> = column.iter().map(|value| value * value).collect();
        let matrix = Matrix::new(vec![column]).expect("a column");
        let fitted = learner.fit(&matrix, Target::Values(&targets), None);
        fitted.expect("it fits")
    }

    /// Predicts in this many slices, and all columns at once.
    fn check(model: &Model, rows: u32, slices: u32) {
        let column = (0..rows).map(|row| f64::from(row % 997) / 10.0).collect();
        let matrix = Matrix::new(vec![column]).expect("a column");
        assert_eq!(units(model, rows, true), slices);
        let (asked, of) = (model.clone(), matrix.clone());
        let mut work = Work::new(|pace| async move { ask(&asked, &of, true, &pace).await });
        for done in 1..=slices {
            assert!(work.poll().is_pending());
            let progress = work.progress();
            assert_eq!((progress.done, progress.total), (done, slices));
        }
        let Poll::Ready(answers) = work.poll() else {
            panic!("more than {slices} slices");
        };
        assert_eq!(answers.predicted, predict(model, &matrix));
        assert_eq!(answers.intervals, intervals(model, &matrix));
    }

    #[test]
    fn slices_say_what_is_said_at_once() {
        let parameters = Parameters {
            n_estimators: 3,
            ..Parameters::new(1)
        };
        let forest = fitted(Learner::RandomForest(parameters));
        check(&forest, PREDICTED + 1, 2 + PREDICTED / BOUNDED + 1);
        check(&forest, 1, 2);
        check(
            &fitted(Learner::Ridge(ridge::Parameters::default())),
            PREDICTED,
            1,
        );
        let three = k_neighbors::Parameters {
            n_neighbors: 3,
            ..k_neighbors::Parameters::default()
        };
        let neighbours = fitted(Learner::KNeighbors(three));
        check(&neighbours, COMPARED + 1, 2);
    }
}
