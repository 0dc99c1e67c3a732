//! All models with one interface.
//!
//! ```text
//! Learner (which model, with which parameters) ─ fit(rows, targets, weights) ─ Model ─ predict(rows) ─ Predictions
//! ```
//!
//! # Fit and predict
//! ```
//! use grove_forest::{Matrix, Target};
//! use grove_models::{Context, Learner};
//! use grove_recipe::{ModelName, Task, Train};
//!
//! // Six rows × one feature, stored by column, and the class of each row.
//! let matrix = Matrix::new(vec![vec![1.0, 2.0, 3.0, 7.0, 8.0, 9.0]])?;
//! let target = Target::Classes { labels: &[0, 0, 0, 1, 1, 1], n_classes: 2 };
//!
//! let context = Context {
//!     task: Task::Classification,
//!     seed: 42,
//!     n_features: matrix.features(),
//!     categorical: &[],
//!     // Without monotonic constraints.
//!     directions: &|_| Vec::new(),
//! };
//! let learner = Learner::new(&Train::of(ModelName::LogisticRegression), &context);
//! let model = learner.fit(&matrix, target, None)?;
//!
//! let new = Matrix::new(vec![vec![2.5, 7.5]])?;
//! assert_eq!(model.predict(&new)?.labels(), [0, 1]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Why: `docs/decisions/0014-other-models-of-our-own.md`.

mod after;
mod algorithm;
mod arithmetic;
pub mod baseline;
mod calibration;
pub mod conformal;
mod decision;
mod decision_tree;
mod dummy;
mod error;
mod extra_trees;
pub mod forest;
mod gaussian_nb;
mod gradient_boosting;
mod k_neighbors;
mod lasso;
mod lbfgs;
mod learner;
mod linear;
mod logistic_regression;
pub mod metrics;
mod model;
mod random_forest;
mod ridge;
mod sample;
mod shapley;
pub mod standard;
mod tree_view;
mod trees;

pub use after::AfterModel;
pub use algorithm::{Context, Fitted, Growth};
pub use calibration::{Calibration, CalibrationMap, Isotonic, Sigmoid};
pub use conformal::Conformal;
pub use decision::{Decision, decided};
pub use dummy::Constant;
pub use error::{FitError, PredictError};
pub use gaussian_nb::GaussianNB;
pub use gradient_boosting::{BoostedModel, BoostingParameters};
pub use k_neighbors::KNearestNeighbors;
pub use learner::Learner;
pub use linear::LinearModel;
pub use logistic_regression::LogisticRegression;
pub use model::Model;
pub use sample::WEIGHTS;
pub use shapley::ShapleyParts;
pub use tree_view::{SplitQuestion, TreeViewNode, TreeVotes};

use grove_forest::{Matrix, Target};

/// The quantiles of prediction intervals, between which 90 % of the targets should lie.
pub const INTERVAL: [f64; 2] = [0.05, 0.95];

/// The predictions of some rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Predictions {
    /// Class probabilities, rows × classes, row by row. Each row sums to 1.
    Probabilities {
        /// The number of classes, which is the length of a row.
        n_classes: u32,
        /// Each from 0 to 1, with classes in the order of their labels.
        values: Vec<f64>,
        /// How a row's class follows; `None` for the most probable one.
        decision: Option<Decision>,
    },
    /// One value per row, in the target's units.
    Values(Vec<f64>),
}

impl Predictions {
    /// Makes predictions of the most probable classes.
    pub const fn of_classes(n_classes: u32, values: Vec<f64>) -> Self {
        Self::Probabilities {
            n_classes,
            values,
            decision: None,
        }
    }

    /// Returns the class of each row: by the decision, or else the most probable one, the first of equally probable ones.
    /// Empty for values. O(rows × classes).
    pub fn labels(&self) -> Vec<u32> {
        let Predictions::Probabilities {
            n_classes,
            values,
            decision,
        } = self
        else {
            return Vec::new();
        };
        values
            .chunks_exact((*n_classes).max(1) as usize)
            .map(|row| decided(row, decision.as_ref()))
            .collect()
    }

    /// The same, with calibrated probabilities. Values stay as they are. O(rows × classes · log knots).
    pub fn calibrated_by(mut self, by: Option<&Calibration>) -> Self {
        if let (
            Self::Probabilities {
                n_classes, values, ..
            },
            Some(by),
        ) = (&mut self, by)
        {
            by.apply(values, *n_classes);
        }
        self
    }

    /// The same, with classes by this decision. Values stay as they are.
    pub fn decided_by(mut self, by: Option<Decision>) -> Self {
        if let Self::Probabilities { decision, .. } = &mut self {
            *decision = by;
        }
        self
    }

    /// Returns the predictions at these positions, in their order.
    pub fn take(&self, positions: &[u32]) -> Self {
        let positions = positions.iter().map(|&position| position as usize);
        match self {
            Self::Values(values) => Self::Values(positions.map(|p| values[p]).collect()),
            Self::Probabilities {
                n_classes,
                values,
                decision,
            } => {
                let k = *n_classes as usize;
                let mut taken = Vec::with_capacity(positions.len() * k);
                positions.for_each(|p| taken.extend_from_slice(&values[p * k..(p + 1) * k]));
                Self::Probabilities {
                    n_classes: *n_classes,
                    values: taken,
                    decision: *decision,
                }
            }
        }
    }

    /// Appends the predictions of further rows.
    pub fn append(&mut self, more: Self) {
        match (self, more) {
            (Self::Values(values), Self::Values(more)) => values.extend(more),
            (Self::Probabilities { values, .. }, Self::Probabilities { values: more, .. }) => {
                values.extend(more);
            }
            _ => unreachable!("a model predicts either"),
        }
    }
}
