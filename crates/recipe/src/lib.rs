//! The recipe: every choice that leads from a file to a model, with its checks, its descriptions and the keys of its
//! stages. Plain types, which need neither polars, smartcore nor a browser.
//!
//! # Make, write and read a recipe
//! ```
//! use grove_recipe::stage::{Stage, keys};
//! use grove_recipe::{DataReference, Recipe, Task};
//!
//! let data = DataReference { name: "iris.csv".into(), sha256: "0".repeat(64) };
//! let recipe = Recipe::new(data, "species".into(), Task::Classification, Vec::new());
//! let text = recipe.to_json();
//! assert_eq!(Recipe::from_json(&text)?, recipe);
//!
//! // Another number of trees changes the keys of train and of the stage after it.
//! let fewer = text.replace("\"n_estimators\": 100", "\"n_estimators\": 50");
//! let (before, after) = (keys(&recipe), keys(&Recipe::from_json(&fewer)?));
//! assert_eq!(before[Stage::Featurize as usize], after[Stage::Featurize as usize]);
//! assert_ne!(before[Stage::Train as usize], after[Stage::Train as usize]);
//!
//! // An error names the parameter and its position in the text.
//! let none = text.replace("\"n_estimators\": 100", "\"n_estimators\": 0");
//! let error = Recipe::from_json(&none).expect_err("a forest has trees");
//! assert_eq!(error.path.as_deref(), Some("train.n_estimators"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod closest;
pub mod columns;
pub mod cut;
pub mod day;
pub mod error;
pub mod limits;
pub mod link;
pub mod models;
pub mod number;
pub mod order;
pub mod parameters;
pub mod path;
pub mod plain;
pub mod provenance;
mod recipe;
pub mod similar;
pub mod stage;
pub mod stages;
pub mod synthetic;

pub use models::k_neighbors::NeighborWeights;
pub use models::train::Chosen;
pub use models::trees::{ClassWeight, Cuts, MaxFeatures};
pub use models::{ModelName, Train};
pub use number::count;
pub use recipe::{
    Analyzer, BinEncoding, CHOOSE_TARGET, Case, ColumnEncoding, ComparisonOperator, DataReference,
    Draft, Encoding, FillStrategy, KnownColumn, KnownDoubt, Merge, Operation, OutlierAction,
    OutlierMethod, Plan, Question, RECIPE_FORMAT, Recipe, RecipeError, Reference, Role, Rule,
    Smoothing, Task, Within, columns_after, flat, kind_when_filled, list, proposed_task, replaced,
};
pub use stages::RecipePart;
pub use stages::check::{Check, Expectation, Severity};
pub use stages::clean::{Clean, MissingTarget, Step};
pub use stages::evaluate::{
    CalibrationMethod, ConformalMethod, CrossValidation, Evaluate, ThresholdBy,
};
pub use stages::featurize::{CategoryImputation, Featurize, NumericImputation};
pub use stages::load::{
    Comment, DateOrder, Decimal, Delimiter, Layout, Load, LoadChoice, OnBadLines, Quote,
    TextEncoding, Thousands,
};
pub use stages::split::{Split, SplitMethod};
