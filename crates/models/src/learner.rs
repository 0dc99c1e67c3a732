//! A learner: which model, with which parameters. From rows it makes a [`Model`].

use grove_forest::Parameters;
use grove_recipe::models::{About, Train};
use grove_recipe::{ModelName, Task};

use super::algorithm::{Algorithm, Context, Rows};
use super::sample::{check_target, check_weights, first_missing};
use super::{FitError, Matrix, Model, Target};

/// Makes the learner of each model in a list.
macro_rules! learners {
    ($($Model:ident $module:ident $name:literal),* $(,)?) => {
        /// Parameters have scikit-learn's names and meanings. All models but trees and Gaussian naive Bayes standardise
        /// the features.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Learner {
            $( $Model(<crate::$module::Algorithm as Algorithm>::Parameters), )*
        }

        impl Learner {
            /// The model of a recipe, with its parameters as it learns with them.
            pub fn new(train: &Train, context: &Context) -> Self {
                match train {
                    $( Train::$Model(chosen) => {
                        Self::$Model(crate::$module::Algorithm::parameters(chosen, context))
                    } )*
                }
            }

            /// Its name in a recipe.
            pub const fn model(&self) -> ModelName {
                match self {
                    $( Self::$Model(_) => ModelName::$Model, )*
                }
            }

            /// How its trees grow, if it is made of trees.
            pub fn trees(&self) -> Option<Parameters> {
                match self {
                    $( Self::$Model(parameters) => crate::$module::Algorithm::trees(parameters), )*
                }
            }

            /// Whether every parameter is in its declared range. `Err` names the parameter, the value and the range.
            pub fn check(&self) -> Result<(), FitError> {
                match self {
                    $( Self::$Model(parameters) => crate::$module::Algorithm::check(parameters), )*
                }
            }

            fn fit_checked(&self, rows: &Rows) -> Result<Model, FitError> {
                match self {
                    $( Self::$Model(parameters) => crate::$module::Algorithm::fit(parameters, rows), )*
                }
            }
        }
    };
}
grove_recipe::for_each_model!(learners);

impl Learner {
    /// What the model says for itself.
    pub const fn about(&self) -> &'static About {
        self.model().about()
    }

    /// What it is called at the beginning of a sentence.
    pub const fn name(&self) -> &'static str {
        self.about().title
    }

    /// The only task that the model is for; `None` if it is for both.
    pub const fn only_task(&self) -> Option<Task> {
        self.about().only_task
    }

    /// Why rows cannot be weighted, if they cannot.
    pub const fn refuses_weights(&self) -> Option<&'static str> {
        self.about().refuses_weights
    }

    /// Whether features may have missing values.
    pub const fn takes_missing(&self) -> bool {
        self.about().takes_missing
    }

    /// Learns from rows with a target and, if `sample_weight` says so, a weight each: 0 for a row that does not count,
    /// 2 for one that counts twice. The same input gives the same bits on every platform.
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
        self.fit_checked(&Rows {
            matrix,
            target,
            weights: sample_weight,
        })
    }
}
