//! Answers: what a model says of rows, a slice of them after the other, so that whoever asks can stop.

use grove_forest::Matrix;
use grove_models::{Model, Predictions};

use super::fitted::predict;
use super::intervals::intervals;

/// Rows that are predicted at a time: about a tenth of a second for a large forest in a browser, which takes longer for
/// many rows in smaller pieces.
const PREDICTED: u32 = 32_768;

/// The same of a model that compares each with all train rows.
const COMPARED: u32 = 64;

/// Rows whose intervals are found at a time, which takes some times as long for each.
const BOUNDED: u32 = 4096;

/// What a model has said of the first rows of a matrix.
pub struct Answers {
    pub predicted: Predictions,
    /// Where they are asked for and the model knows them.
    pub intervals: Option<Vec<(f64, f64)>>,
}

/// Answers in the making.
pub struct Asking {
    answers: Answers,
    rows: u32,
    /// Rows that are predicted at a time.
    slice: u32,
    predicted: u32,
    bounded: u32,
}

impl Asking {
    /// Nothing is said of the rows of the matrix yet.
    pub fn new(model: &Model, matrix: &Matrix, with_intervals: bool) -> Self {
        let predicted = match model.n_classes() {
            0 => Predictions::Values(Vec::new()),
            n_classes => Predictions::Probabilities {
                n_classes,
                values: Vec::new(),
            },
        };
        let answers = Answers {
            predicted,
            intervals: (with_intervals && model.has_intervals()).then(Vec::new),
        };
        Self {
            answers,
            rows: matrix.rows(),
            slice: match model {
                Model::KNearestNeighbors(_) => COMPARED,
                _ => PREDICTED,
            },
            predicted: 0,
            bounded: 0,
        }
    }

    /// How many slices there are, and how many of them are done.
    pub fn progress(&self) -> (u32, u32) {
        let mut done = self.predicted.div_ceil(self.slice);
        let mut total = self.rows.div_ceil(self.slice);
        if self.answers.intervals.is_some() {
            done += self.bounded.div_ceil(BOUNDED);
            total += self.rows.div_ceil(BOUNDED);
        }
        (done, total)
    }

    /// Asks for the next slice; `false` where there is none any more. Model and matrix must be those that it
    /// began with.
    pub fn advance(&mut self, model: &Model, matrix: &Matrix) -> bool {
        let Answers {
            predicted,
            intervals: bounds,
        } = &mut self.answers;
        if self.predicted < self.rows {
            let end = self.rows.min(self.predicted + self.slice);
            predicted.append(predict(model, &matrix.slice(self.predicted, end)));
            self.predicted = end;
            return true;
        }
        let Some(bounds) = bounds.as_mut().filter(|_| self.bounded < self.rows) else {
            return false;
        };
        let end = self.rows.min(self.bounded + BOUNDED);
        let more = intervals(model, &matrix.slice(self.bounded, end));
        bounds.extend(more.into_iter().flatten());
        self.bounded = end;
        true
    }

    /// All that was said.
    pub fn finish(self) -> Answers {
        self.answers
    }
}

#[cfg(test)]
mod tests {
    use super::{Asking, BOUNDED, COMPARED, PREDICTED, intervals, predict};
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

    /// Asks slice by slice, so many of them, and for all at once.
    fn check(model: &Model, rows: u32, slices: u32) {
        let column = (0..rows).map(|row| f64::from(row % 997) / 10.0).collect();
        let matrix = Matrix::new(vec![column]).expect("a column");
        let mut asking = Asking::new(model, &matrix, true);
        for done in 0..slices {
            assert_eq!(asking.progress(), (done, slices));
            assert!(asking.advance(model, &matrix));
        }
        assert!(!asking.advance(model, &matrix));
        let answers = asking.finish();
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
