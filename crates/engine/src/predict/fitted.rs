//! The fitted pipeline: everything that is applied to a new row, exactly as to a test row.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use grove_forest::Matrix;
use grove_models::{AfterModel, Conformal, Model, Predictions};
use grove_protocol::report::ModelSummary;
use grove_recipe::{Recipe, Task};

use crate::clean::Preparation;
use crate::evaluate::intervals::intervals;
use crate::featurize::Featurizer;

/// Everything learned from the train rows, with the recipe that led there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedPipeline {
    /// In files as the text of its JSON form: a file outlives the format of recipes.
    #[serde(with = "as_text")]
    pub recipe: Recipe,
    /// The cleaning steps that new rows pass before they are encoded.
    pub preparation: Preparation,
    /// The encodings that make the model's features.
    pub featurizer: Featurizer,
    /// Class names in the order of the model's classes; empty for a regression.
    pub classes: Vec<String>,
    /// The model.
    pub model: Rc<Model>,
    /// The number of train rows.
    pub train_rows: u32,
    /// How the model's answers become those that are given. In files it stands behind the rest, where there is anything.
    #[serde(skip)]
    pub after: AfterModel,
    /// The interval or set around each answer; in files as `after`.
    #[serde(skip)]
    pub conformal: Option<Conformal>,
}

impl FittedPipeline {
    /// Checks that its parts fit each other. This may not hold for those of a model that was read from a file.
    ///
    /// # Errors
    /// A sentence about what does not fit.
    pub fn validate(&self) -> Result<(), String> {
        self.recipe.check().map_err(|e| e.to_string())?;
        self.featurizer.validate()?;
        self.preparation.validate(&self.featurizer.kinds())?;
        self.model.validate()?;
        if self.featurizer.leaves_missing() && !self.model.takes_missing() {
            return Err("the encodings leave values missing, which the model does not take".into());
        }
        let features = self.featurizer.features();
        let categories = (0..).zip(&features).filter(|(_, of)| of.categorical);
        let mut places = categories.map(|(place, _)| place);
        if !places.all(|place| self.model.takes_categories(place)) {
            return Err(
                "the encodings leave categories as they are, which the model does not take".into(),
            );
        }
        let features = features.len();
        if self.model.n_features() as usize != features {
            return Err(format!(
                "the model takes {} features and the encodings give {features}",
                self.model.n_features()
            ));
        }
        let classes = match self.recipe.task {
            Task::Classification => self.model.n_classes(),
            Task::Regression if self.model.n_classes() == 0 => 0,
            Task::Regression => return Err("a regression with a model of classes".into()),
        };
        if classes as usize != self.classes.len()
            || (self.recipe.task == Task::Classification && classes < 2)
        {
            return Err(format!(
                "the model knows {classes} classes and the file names {}",
                self.classes.len()
            ));
        }
        self.after.validate(classes)?;
        self.conformal.map_or(Ok(()), |of| of.validate())
    }

    /// Predicts encoded rows: calibrated, and with the classes that are decided. O(rows × trees × depth).
    pub fn predict(&self, matrix: &Matrix) -> Predictions {
        self.after.settle(predict(&self.model, matrix))
    }

    /// Returns the names of the columns with conformal answers; none where there are none.
    pub const fn conformal_columns(&self) -> &'static [&'static str] {
        match (self.conformal, self.classes.is_empty()) {
            (None, _) => &[],
            (Some(_), true) => &["conformal_low", "conformal_high"],
            (Some(_), false) => &["prediction_set"],
        }
    }

    /// Returns the prediction interval of each encoded row, if the model has intervals. Costs as much as predicting, or
    /// several times as much for leaves of many rows.
    pub fn intervals(&self, matrix: &Matrix) -> Option<Vec<(f64, f64)>> {
        intervals(&self.model, matrix)
    }

    /// Describes the model; `name` is that of its file, and `bytes` the file's size.
    pub fn summary(&self, name: &str, bytes: u32) -> ModelSummary {
        ModelSummary {
            name: name.to_owned(),
            model: self.recipe.train.model(),
            task: self.recipe.task,
            target: self.recipe.target.clone(),
            classes: self.classes.clone(),
            trees: match &*self.model {
                Model::Forest(forest) => forest.n_estimators(),
                Model::GradientBoosting(boosted) => {
                    boosted.model.n_iter() * boosted.model.trees_per_iteration()
                }
                _ => 0,
            },
            trained_on: self.recipe.data.name.clone(),
            train_rows: self.train_rows,
            columns: self
                .preparation
                .columns()
                .iter()
                .map(|(name, kind)| (name.clone(), kind.name().to_owned()))
                .collect(),
            bytes,
        }
    }
}

/// Predicts rows that were encoded for this model.
pub fn predict(model: &Model, matrix: &Matrix) -> Predictions {
    model
        .predict(matrix)
        .expect("the matrix was encoded for this model")
}

mod as_text {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

    use grove_recipe::Recipe;

    pub fn serialize<S: Serializer>(recipe: &Recipe, serializer: S) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(recipe).map_err(ser::Error::custom)?;
        text.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Recipe, D::Error> {
        let text = String::deserialize(deserializer)?;
        Recipe::from_json(&text).map_err(de::Error::custom)
    }
}
