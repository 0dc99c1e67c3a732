//! The recipe: every choice that leads from a file to a model, and nothing else.

use serde::{Deserialize, Serialize};

use super::error::StageError;
use super::parameters as p;
use super::stage::Stage;

/// The version of the recipe's JSON form. A recipe of another version is refused.
pub const RECIPE_FORMAT: u32 = 1;

/// What is to be predicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    Classification,
    Regression,
}

/// The data that the recipe was made for; its rows are never part of the recipe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataReference {
    pub name: String,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    pub format: u32,
    pub data: DataReference,
    pub seed: u32,
    pub target: String,
    pub task: Task,
    /// Columns that are not used as features.
    pub leave_out: Vec<String>,
    pub clean: Clean,
    pub split: Split,
    pub featurize: Featurize,
    pub train: Train,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingTarget {
    DropRows,
    Stop,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clean {
    pub drop_duplicates: bool,
    pub trim: bool,
    /// Texts that count as missing besides the empty cell, compared after trimming.
    pub missing_values: Vec<String>,
    pub missing_target: MissingTarget,
}

impl Default for Clean {
    fn default() -> Self {
        Self {
            drop_duplicates: p::DROP_DUPLICATES.default,
            trim: p::TRIM.default,
            missing_values: p::MISSING_VALUES.map(String::from).to_vec(),
            missing_target: p::MISSING_TARGET.default(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    pub test_size: f64,
    pub validation_size: f64,
    pub stratify: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumericImputation {
    Median,
    Mean,
    MostFrequent,
    Constant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CategoryImputation {
    Constant,
    MostFrequent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    OneHot,
    Ordinal,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Featurize {
    pub numeric_imputation: NumericImputation,
    pub fill_value: f64,
    pub missing_indicator: bool,
    pub category_imputation: CategoryImputation,
    pub encoding: Encoding,
    pub max_categories: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaxFeatures {
    Auto,
    Sqrt,
    Log2,
    Third,
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassWeight {
    Uniform,
    Balanced,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeighborWeights {
    Uniform,
    Distance,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Train {
    pub n_estimators: u32,
    /// `None` grows until the leaves are pure.
    pub max_depth: Option<u32>,
    pub min_samples_split: u32,
    pub min_samples_leaf: u32,
    pub max_features: MaxFeatures,
    pub bootstrap: bool,
    pub class_weight: ClassWeight,
}

impl Recipe {
    /// A recipe with every parameter at its default.
    pub fn new(data: DataReference, target: String, task: Task, leave_out: Vec<String>) -> Self {
        Self {
            format: RECIPE_FORMAT,
            data,
            seed: p::SEED.default,
            target,
            task,
            leave_out,
            clean: Clean::default(),
            split: Split {
                test_size: p::TEST_SIZE.default,
                validation_size: p::VALIDATION_SIZE.default,
                stratify: p::STRATIFY.default,
            },
            featurize: Featurize {
                numeric_imputation: p::NUMERIC_IMPUTATION.default(),
                fill_value: p::FILL_VALUE.default,
                missing_indicator: p::MISSING_INDICATOR.default,
                category_imputation: p::CATEGORY_IMPUTATION.default(),
                encoding: p::ENCODING.default(),
                max_categories: p::MAX_CATEGORIES.default,
            },
            train: Train {
                n_estimators: p::N_ESTIMATORS.default,
                max_depth: None,
                min_samples_split: p::MIN_SAMPLES_SPLIT.default,
                min_samples_leaf: p::MIN_SAMPLES_LEAF.default,
                max_features: p::MAX_FEATURES.default(),
                bootstrap: p::BOOTSTRAP.default,
                class_weight: p::CLASS_WEIGHT.default(),
            },
        }
    }

    /// Reads a recipe's JSON form and checks every value in it.
    pub fn from_json(text: &str) -> Result<Self, String> {
        /// Read first, so that a recipe of another version is named as such and not as a wrong field.
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        let version: Version = serde_json::from_str(text)
            .map_err(|error| format!("This is not a Grove recipe: {error}."))?;
        if version.format != RECIPE_FORMAT {
            return Err(format!(
                "This recipe has format {}; this version of Grove reads format {RECIPE_FORMAT}.",
                version.format
            ));
        }
        let recipe: Self = serde_json::from_str(text)
            .map_err(|error| format!("The recipe could not be read: {error}."))?;
        recipe.check().map_err(|error| error.to_string())?;
        Ok(recipe)
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a recipe holds nothing that JSON cannot")
    }

    /// The first parameter out of its range, at the stage that it belongs to.
    pub fn check(&self) -> Result<(), StageError> {
        let at = |stage| {
            move |problem: String| StageError::new(stage, problem, "Change it and run again.")
        };
        let (split, train) = (&self.split, &self.train);
        p::TEST_SIZE
            .check(split.test_size)
            .map_err(at(Stage::Split))?;
        p::VALIDATION_SIZE
            .check(split.validation_size)
            .map_err(at(Stage::Split))?;
        if split.test_size + split.validation_size > p::TEST_SIZE.max {
            return Err(at(Stage::Split)(format!(
                "test_size and validation_size add up to {}; together they may be at most {}.",
                split.test_size + split.validation_size,
                p::TEST_SIZE.max
            )));
        }
        p::FILL_VALUE
            .check(self.featurize.fill_value)
            .map_err(at(Stage::Featurize))?;
        p::MAX_CATEGORIES
            .check(self.featurize.max_categories)
            .map_err(at(Stage::Featurize))?;
        p::N_ESTIMATORS
            .check(train.n_estimators)
            .map_err(at(Stage::Train))?;
        if let Some(depth) = train.max_depth {
            p::MAX_DEPTH.check(depth).map_err(at(Stage::Train))?;
        }
        p::MIN_SAMPLES_SPLIT
            .check(train.min_samples_split)
            .map_err(at(Stage::Train))?;
        p::MIN_SAMPLES_LEAF
            .check(train.min_samples_leaf)
            .map_err(at(Stage::Train))?;
        Ok(())
    }
}
