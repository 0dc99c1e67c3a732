//! A model: what was learned, whichever way. It predicts, and is saved as it is.

use serde::{Deserialize, Serialize};

use grove_forest::Forest;

use super::algorithm::Fitted;
use super::dummy::Constant;
use super::gaussian_nb::GaussianNB;
use super::k_neighbors::KNearestNeighbors;
use super::linear::LinearModel;
use super::logistic_regression::LogisticRegression;
use super::sample::first_missing;
use super::{Matrix, PredictError, Predictions};

/// Makes the kinds of what can be learned. Saved models know a kind by its place in this list: new ones go to its end.
macro_rules! fitted {
    ($($(#[$about:meta])* $Kind:ident($Fitted:ty)),* $(,)?) => {
        /// What a [`Learner`](super::Learner) makes of train rows; there is none that has not learned. One that was
        /// read from bytes must pass [`Model::validate`] before it predicts.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Model {
            $( $(#[$about])* $Kind($Fitted), )*
        }

        impl Model {
            /// Whether features may have missing values.
            pub const fn takes_missing(&self) -> bool {
                match self {
                    $( Self::$Kind(_) => <$Fitted as Fitted>::TAKES_MISSING, )*
                }
            }

            fn predict_checked(&self, matrix: &Matrix) -> Result<Predictions, PredictError> {
                match self {
                    $( Self::$Kind(fitted) => Fitted::predict(fitted, matrix), )*
                }
            }

            /// Between which values the target of each row should lie nine times out of ten: the quantiles of an
            /// [`INTERVAL`](super::INTERVAL). `None` where the model does not know: regressions by trees do.
            pub fn intervals(&self, matrix: &Matrix) -> Result<Option<Vec<(f64, f64)>>, PredictError> {
                match self {
                    $( Self::$Kind(fitted) => Fitted::intervals(fitted, matrix), )*
                }
            }

            /// Whether it knows intervals: a forest of values does.
            pub fn has_intervals(&self) -> bool {
                match self {
                    $( Self::$Kind(fitted) => Fitted::has_intervals(fitted), )*
                }
            }

            /// The number of features that a row must have.
            pub fn n_features(&self) -> u32 {
                match self {
                    $( Self::$Kind(fitted) => Fitted::n_features(fitted), )*
                }
            }

            /// The number of classes; 0 for a regression.
            pub fn n_classes(&self) -> u32 {
                match self {
                    $( Self::$Kind(fitted) => Fitted::n_classes(fitted), )*
                }
            }

            /// Whether fitting came to its end; `false` if it was stopped on the way, where scikit-learn warns.
            pub fn converged(&self) -> bool {
                match self {
                    $( Self::$Kind(fitted) => Fitted::converged(fitted), )*
                }
            }

            /// Whether the model can predict without a panic and with finite numbers. `Err` says what is wrong.
            /// O(size of the model).
            pub fn validate(&self) -> Result<(), String> {
                match self {
                    $( Self::$Kind(fitted) => Fitted::validate(fitted), )*
                }
            }

            /// Size in memory.
            pub fn bytes(&self) -> u64 {
                match self {
                    $( Self::$Kind(fitted) => Fitted::bytes(fitted), )*
                }
            }
        }
    };
}
fitted! {
    /// A forest, or a single tree.
    Forest(Forest),
    Baseline(Constant),
    /// Ridge or lasso.
    Linear(LinearModel),
    LogisticRegression(LogisticRegression),
    KNearestNeighbors(KNearestNeighbors),
    GaussianNB(GaussianNB),
}

impl Model {
    /// What the model says of each row, by itself: a caller may slice the rows. Probabilities are from 0 to 1 and sum
    /// to 1 up to rounding; values are finite.
    ///
    /// # Errors
    ///
    /// Another number of features than it learned from, or a missing value where it takes none.
    pub fn predict(&self, matrix: &Matrix) -> Result<Predictions, PredictError> {
        let (expected, found) = (self.n_features(), matrix.features());
        if found != expected {
            return Err(PredictError::Features { expected, found });
        }
        if !self.takes_missing()
            && let Some((column, row)) = first_missing(matrix.columns(), |_| true)
        {
            return Err(PredictError::Missing { column, row });
        }
        self.predict_checked(matrix)
    }
}
