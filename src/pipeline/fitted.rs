//! The fitted pipeline: all that a new row must pass, exactly as a test row did.

use serde::{Deserialize, Serialize};

use crate::api::recipe::{Recipe, Task};
use crate::api::report::ModelSummary;
use crate::forest::{Forest, Matrix};
use crate::models::Predictions;

use super::featurize::Featurizer;

/// Everything learned from the train rows, with the recipe that led there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedPipeline {
    pub recipe: Recipe,
    pub featurizer: Featurizer,
    /// Class names in the order of the forest's classes; empty for a regression.
    pub classes: Vec<String>,
    pub forest: Forest,
    pub train_rows: u32,
}

impl FittedPipeline {
    /// Whether its parts fit each other, as those of a model that was read from a file may not.
    pub fn validate(&self) -> Result<(), String> {
        self.recipe.check().map_err(|e| e.to_string())?;
        self.featurizer.validate()?;
        self.forest.validate()?;
        let features = self.featurizer.features().len();
        if self.forest.n_features() as usize != features {
            return Err(format!(
                "the forest takes {} features and the encodings give {features}",
                self.forest.n_features()
            ));
        }
        let classes = match self.recipe.task {
            Task::Classification => self.forest.n_classes(),
            Task::Regression if self.forest.n_classes() == 0 => 0,
            Task::Regression => return Err("a regression with a forest of classes".into()),
        };
        if classes as usize != self.classes.len()
            || (self.recipe.task == Task::Classification && classes < 2)
        {
            return Err(format!(
                "the forest knows {classes} classes and the file names {}",
                self.classes.len()
            ));
        }
        Ok(())
    }

    /// Predicts encoded rows. O(rows × trees × depth).
    pub fn predict(&self, matrix: &Matrix) -> Predictions {
        predict(&self.forest, matrix)
    }

    pub fn summary(&self, name: &str, bytes: u32) -> ModelSummary {
        ModelSummary {
            name: name.to_owned(),
            task: self.recipe.task,
            target: self.recipe.target.clone(),
            classes: self.classes.clone(),
            trees: self.forest.n_estimators(),
            trained_on: self.recipe.data.name.clone(),
            train_rows: self.train_rows,
            columns: self
                .featurizer
                .kinds()
                .into_iter()
                .map(|(name, kind)| (name, kind.name().to_owned()))
                .collect(),
            bytes,
        }
    }
}

/// Predicts rows that were encoded for this forest.
pub fn predict(forest: &Forest, matrix: &Matrix) -> Predictions {
    const ENCODED: &str = "the matrix was encoded for this forest";
    match forest.n_classes() {
        0 => Predictions::Values(forest.predict_values(matrix).expect(ENCODED)),
        n_classes => Predictions::Probabilities {
            n_classes,
            values: forest.predict_proba(matrix).expect(ENCODED),
        },
    }
}
