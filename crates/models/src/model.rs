//! A fitted model of any kind, which predicts and can be saved.

use serde::{Deserialize, Serialize};

use grove_forest::Forest;

use super::algorithm::Fitted;
use super::dummy::Constant;
use super::gaussian_nb::GaussianNB;
use super::gradient_boosting::BoostedModel;
use super::k_neighbors::KNearestNeighbors;
use super::linear::LinearModel;
use super::logistic_regression::LogisticRegression;
use super::sample::first_missing;
use super::{Matrix, PredictError, Predictions, ShapleyParts, TreeViewNode, TreeVotes};

/// Declares [`Model`] with a variant for each kind of fitted model. Saved models store a variant's position: add new ones
/// at the end.
macro_rules! fitted {
    ($($(#[$about:meta])* $Kind:ident($Fitted:ty)),* $(,)?) => {
        /// A fitted model. One that was read from bytes must pass [`Model::validate`] before it predicts.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Model {
            $( $(#[$about])* $Kind($Fitted), )*
        }

        impl Model {
            /// Returns whether features can have missing values.
            pub const fn takes_missing(&self) -> bool {
                match self {
                    $( Self::$Kind(_) => <$Fitted as Fitted>::TAKES_MISSING, )*
                }
            }

            /// Returns whether this feature's values may be numbers of categories, in no order.
            pub fn takes_categories(&self, feature: u32) -> bool {
                match self {
                    $( Self::$Kind(fitted) => Fitted::takes_categories(fitted, feature), )*
                }
            }

            fn predict_checked(&self, matrix: &Matrix) -> Result<Predictions, PredictError> {
                match self {
                    $( Self::$Kind(fitted) => Fitted::predict(fitted, matrix), )*
                }
            }

            /// Predicts for each row the range in which 90 % of the targets should lie: the quantiles of
            /// [`INTERVAL`](super::INTERVAL). `None` for models without intervals; forests of values have them, and gradient
            /// boosting of values that was asked for them.
            ///
            /// # Errors
            /// As [`Model::predict`].
            pub fn intervals(&self, matrix: &Matrix) -> Result<Option<Vec<(f64, f64)>>, PredictError> {
                match self {
                    $( Self::$Kind(fitted) => Fitted::intervals(fitted, matrix), )*
                }
            }

            /// Returns whether it has prediction intervals.
            pub fn has_intervals(&self) -> bool {
                match self {
                    $( Self::$Kind(fitted) => Fitted::has_intervals(fitted), )*
                }
            }

            /// Returns the number of features that a row must have.
            pub fn n_features(&self) -> u32 {
                match self {
                    $( Self::$Kind(fitted) => Fitted::n_features(fitted), )*
                }
            }

            /// Returns the number of classes; 0 for a regression.
            pub fn n_classes(&self) -> u32 {
                match self {
                    $( Self::$Kind(fitted) => Fitted::n_classes(fitted), )*
                }
            }

            /// Returns the number of trees, or of iterations of trees that correct others; 0 for models without trees.
            pub fn trees(&self) -> u32 {
                match self {
                    $( Self::$Kind(fitted) => Fitted::trees(fitted), )*
                }
            }

            /// Prepares to explain rows exactly against these background rows; `player_of` has the player of each feature,
            /// numbered from 0. `None` for models whose answer is not the sum of parts that can be explained one by one.
            pub fn shapley<'m>(
                &'m self,
                background: &Matrix,
                player_of: &[u32],
            ) -> Option<Box<dyn ShapleyParts + 'm>> {
                match self {
                    $( Self::$Kind(fitted) => Fitted::shapley(fitted, background, player_of), )*
                }
            }

            /// Returns the nodes of a tree, counted from 0; those of gradient boosting iteration by iteration. `None` where there
            /// is no such tree. O(nodes).
            pub fn tree(&self, index: u32) -> Option<Vec<TreeViewNode>> {
                match self {
                    $( Self::$Kind(fitted) => Fitted::tree(fitted, index), )*
                }
            }

            /// Returns a node of a tree, as [`Self::tree`] numbers both. `None` where there is no such node.
            pub fn node(&self, tree: u32, node: u32) -> Option<TreeViewNode> {
                match self {
                    $( Self::$Kind(fitted) => Fitted::node(fitted, tree, node), )*
                }
            }

            /// Returns for each row and tree the number of the node in which the row ends: rows × trees, row by row. `None` for
            /// models without trees, and where the matrix has another number of features.
            /// O(rows × (features × log cuts + trees × depth)).
            pub fn leaves(&self, matrix: &Matrix) -> Option<Vec<u32>> {
                match self {
                    $( Self::$Kind(fitted) => Fitted::leaves(fitted, matrix), )*
                }
            }

            /// Returns what the trees say of the first row. `None` as for [`Self::leaves`].
            pub fn votes(&self, row: &Matrix) -> Option<TreeVotes> {
                match self {
                    $( Self::$Kind(fitted) => Fitted::votes(fitted, row), )*
                }
            }

            /// Returns the only values of a feature at which an answer can change, ascending; a value at one of them belongs to
            /// the interval below it. `None` where answers can change anywhere, or the feature has categories.
            pub fn cuts(&self, feature: u32) -> Option<&[f64]> {
                match self {
                    $( Self::$Kind(fitted) => Fitted::cuts(fitted, feature), )*
                }
            }

            /// Returns the answers for rows that are like this one but for a feature, which has a value of each interval between
            /// its [`cuts`](Self::cuts): intervals × outputs, interval by interval. `None` without cuts.
            pub fn along(&self, row: &[f64], feature: u32) -> Option<Vec<f64>> {
                match self {
                    $( Self::$Kind(fitted) => Fitted::along(fitted, row, feature), )*
                }
            }

            /// Returns whether fitting converged; false if it was stopped at its limit of steps, where scikit-learn warns.
            pub fn converged(&self) -> bool {
                match self {
                    $( Self::$Kind(fitted) => Fitted::converged(fitted), )*
                }
            }

            /// Checks a model that was read from bytes, so that predictions cannot panic and are finite. O(size of the model).
            ///
            /// # Errors
            /// A sentence about what is wrong.
            pub fn validate(&self) -> Result<(), String> {
                match self {
                    $( Self::$Kind(fitted) => Fitted::validate(fitted), )*
                }
            }

            /// Returns the size in memory, in bytes.
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
    /// The same prediction for every row: the class shares or the mean of the train rows.
    Baseline(Constant),
    /// Ridge or lasso.
    Linear(LinearModel),
    /// Softmax over linear scores of the classes.
    LogisticRegression(LogisticRegression),
    /// The train rows, by which new rows are predicted.
    KNearestNeighbors(KNearestNeighbors),
    /// A normal distribution of each feature within each class.
    GaussianNB(GaussianNB),
    /// Trees that correct each other.
    GradientBoosting(BoostedModel),
}

impl Model {
    /// Predicts each row independently of the others, so that a caller may slice the rows. Probabilities are from 0 to 1 and
    /// sum to 1 up to rounding; values are finite.
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
