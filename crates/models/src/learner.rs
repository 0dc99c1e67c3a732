//! A learner: a model with its parameters, before fitting. It fits a [`Model`].

use grove_recipe::models::{About, Train};
use grove_recipe::{ModelName, Task};

use super::algorithm::{Context, Growth, LearningAlgorithm, TrainRows};
use super::sample::{check_target, check_weights, first_missing};
use super::{FitError, Matrix, Model, Target};

/// Declares [`Learner`] with a variant for each model in a list.
macro_rules! learners {
    ($($Model:ident $module:ident $name:literal),* $(,)?) => {
        /// Parameters have scikit-learn's names and meanings. All models but trees and Gaussian naive Bayes standardise
        /// the features.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Learner {
            $(
                /// The parameters of fitting this model.
                $Model(<crate::$module::Algorithm as LearningAlgorithm>::Parameters),
            )*
        }

        impl Learner {
            /// Makes the learner of a recipe's training parameters.
            pub fn new(train: &Train, context: &Context) -> Self {
                match train {
                    $( Train::$Model(chosen) => {
                        Self::$Model(crate::$module::Algorithm::parameters(chosen, context))
                    } )*
                }
            }

            /// Returns its name in a recipe.
            pub const fn model(&self) -> ModelName {
                match self {
                    $( Self::$Model(_) => ModelName::$Model, )*
                }
            }

            /// Returns what grows when it is fitted.
            pub fn growth(&self) -> Growth {
                match self {
                    $( Self::$Model(parameters) => crate::$module::Algorithm::growth(parameters), )*
                }
            }

            /// Checks that every parameter is in its declared range.
            ///
            /// # Errors
            /// Names the first parameter that is not, its value and its range.
            pub fn check(&self) -> Result<(), FitError> {
                match self {
                    $( Self::$Model(parameters) => crate::$module::Algorithm::check(parameters), )*
                }
            }

            fn fit_checked(&self, rows: &TrainRows) -> Result<Model, FitError> {
                match self {
                    $( Self::$Model(parameters) => crate::$module::Algorithm::fit(parameters, rows), )*
                }
            }
        }
    };
}
grove_recipe::for_each_model!(learners);

impl Learner {
    /// Returns the model's declaration.
    pub const fn about(&self) -> &'static About {
        self.model().about()
    }

    /// Returns its name for people, capitalised.
    pub const fn name(&self) -> &'static str {
        self.about().title
    }

    /// Returns the only task that the model is for; `None` if it is for both.
    pub const fn only_task(&self) -> Option<Task> {
        self.about().only_task
    }

    /// Returns why the model takes no row weights; `None` if it does.
    pub const fn refuses_weights(&self) -> Option<&'static str> {
        self.about().refuses_weights
    }

    /// Returns whether features can have missing values.
    pub const fn takes_missing(&self) -> bool {
        self.about().takes_missing
    }

    /// Returns whether features can be the numbers of categories, in no order.
    pub const fn takes_categories(&self) -> bool {
        self.about().takes_categories
    }

    /// Fits a model to rows × features, a target per row, and an optional weight per row: 0 ignores a row, 2 counts it twice.
    /// The same input gives the same bits on every platform.
    ///
    /// # Errors
    ///
    /// A parameter out of its range, rows that the model does not take, or no finite answer: see [`FitError`].
    pub fn fit(
        &self,
        matrix: &Matrix,
        target: Target,
        sample_weight: Option<&[f64]>,
    ) -> Result<Model, FitError> {
        self.check()?;
        let model = self.name();
        let task = match target {
            Target::Classes { .. } => Task::Classification,
            Target::Values(_) => Task::Regression,
        };
        if let Some(takes) = self.only_task().filter(|only| *only != task) {
            return Err(FitError::Task { model, takes });
        }
        check_target(target, matrix.rows())?;
        if let Some(weights) = sample_weight {
            if let Some(why) = self.refuses_weights() {
                return Err(FitError::Unweighted { model, why });
            }
            check_weights(weights, matrix.rows())?;
        }
        let counts = |row: usize| sample_weight.is_none_or(|weights| weights[row] > 0.0);
        if !self.takes_missing()
            && let Some((column, row)) = first_missing(matrix.columns(), counts)
        {
            return Err(FitError::Missing { model, column, row });
        }
        self.fit_checked(&TrainRows {
            matrix,
            target,
            weights: sample_weight,
        })
    }
}
