//! The recipe: every choice that leads from a file to a model, and nothing else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::StageError;
use super::parameters as p;
use super::stage::Stage;

/// The version of the recipe's JSON form. A recipe of another version is refused.
pub const RECIPE_FORMAT: u32 = 2;

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
    /// They stay missing; only trees can learn from that.
    Keep,
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

/// What learns, by scikit-learn's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelName {
    RandomForest,
    ExtraTrees,
    DecisionTree,
    LogisticRegression,
    Ridge,
    Lasso,
    KNeighbors,
    #[serde(rename = "gaussian_nb")]
    GaussianNB,
    /// The most frequent class or the mean.
    Dummy,
}

impl ModelName {
    /// The only task that the model is for; `None` if it is for both.
    pub const fn only_task(self) -> Option<Task> {
        match self {
            Self::LogisticRegression | Self::GaussianNB => Some(Task::Classification),
            Self::Ridge | Self::Lasso => Some(Task::Regression),
            _ => None,
        }
    }

    pub fn learns(self, task: Task) -> bool {
        self.only_task().is_none_or(|only| only == task)
    }

    pub const fn is_made_of_trees(self) -> bool {
        matches!(
            self,
            Self::RandomForest | Self::ExtraTrees | Self::DecisionTree
        )
    }

    /// Whether features may have missing values.
    pub const fn takes_missing(self) -> bool {
        self.is_made_of_trees() || matches!(self, Self::Dummy)
    }
}

/// Which values a tree may cut between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cuts {
    Exact,
    /// At most 256 bins of about as many rows each.
    Histogram,
}

/// The parameters of all models; each reads those that it knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Train {
    pub model: ModelName,
    pub n_estimators: u32,
    /// `None` grows until the leaves are pure.
    pub max_depth: Option<u32>,
    pub min_samples_split: u32,
    pub min_samples_leaf: u32,
    pub min_impurity_decrease: f64,
    /// `None` sets no limit.
    pub max_leaf_nodes: Option<u32>,
    pub max_features: MaxFeatures,
    pub cuts: Cuts,
    pub bootstrap: bool,
    pub max_samples: f64,
    pub class_weight: ClassWeight,
    pub ccp_alpha: f64,
    /// Columns with which the prediction may only rise (1) or only fall (-1).
    pub monotonic_cst: BTreeMap<String, i8>,
    #[serde(rename = "C")]
    pub c: f64,
    pub ridge_alpha: f64,
    pub lasso_alpha: f64,
    pub n_neighbors: u32,
    pub neighbor_weights: NeighborWeights,
    pub var_smoothing: f64,
}

impl Default for Train {
    fn default() -> Self {
        Self {
            model: p::MODEL.default(),
            n_estimators: p::N_ESTIMATORS.default,
            max_depth: None,
            min_samples_split: p::MIN_SAMPLES_SPLIT.default,
            min_samples_leaf: p::MIN_SAMPLES_LEAF.default,
            min_impurity_decrease: p::MIN_IMPURITY_DECREASE.default,
            max_leaf_nodes: None,
            max_features: p::MAX_FEATURES.default(),
            cuts: p::CUTS.default(),
            bootstrap: p::BOOTSTRAP.default,
            max_samples: p::MAX_SAMPLES.default,
            class_weight: p::CLASS_WEIGHT.default(),
            ccp_alpha: p::CCP_ALPHA.default,
            monotonic_cst: BTreeMap::new(),
            c: p::C.default,
            ridge_alpha: p::RIDGE_ALPHA.default,
            lasso_alpha: p::LASSO_ALPHA.default,
            n_neighbors: p::N_NEIGHBORS.default,
            neighbor_weights: p::NEIGHBOR_WEIGHTS.default(),
            var_smoothing: p::VAR_SMOOTHING.default,
        }
    }
}

impl Train {
    /// The first parameter out of its range. Those that the model does not know are checked too: a recipe
    /// is right whatever model is chosen next.
    fn check(&self) -> Result<(), String> {
        p::N_ESTIMATORS.check(self.n_estimators)?;
        if let Some(depth) = self.max_depth {
            p::MAX_DEPTH.check(depth)?;
        }
        p::MIN_SAMPLES_SPLIT.check(self.min_samples_split)?;
        p::MIN_SAMPLES_LEAF.check(self.min_samples_leaf)?;
        p::MIN_IMPURITY_DECREASE.check(self.min_impurity_decrease)?;
        if let Some(leaves) = self.max_leaf_nodes {
            p::MAX_LEAF_NODES.check(leaves)?;
        }
        p::MAX_SAMPLES.check(self.max_samples)?;
        p::CCP_ALPHA.check(self.ccp_alpha)?;
        if let Some((column, direction)) = self.monotonic_cst.iter().find(|(_, d)| d.abs() != 1) {
            return Err(format!(
                "monotonic_cst is {direction} for {column}; it must be 1 or -1."
            ));
        }
        p::C.check(self.c)?;
        p::RIDGE_ALPHA.check(self.ridge_alpha)?;
        p::LASSO_ALPHA.check(self.lasso_alpha)?;
        p::N_NEIGHBORS.check(self.n_neighbors)?;
        p::VAR_SMOOTHING.check(self.var_smoothing)
    }
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
            train: Train::default(),
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
        let split = &self.split;
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
        self.train.check().map_err(at(Stage::Train))
    }
}
