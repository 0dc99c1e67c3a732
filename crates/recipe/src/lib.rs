//! The recipe: every choice that leads from a file to a model, with its checks, its descriptions and the keys of its
//! stages. Plain types, which need neither polars, smartcore nor a browser.

pub mod closest;
pub mod columns;
pub mod cut;
pub mod day;
pub mod error;
pub mod limits;
pub mod link;
pub mod models;
pub mod number;
pub mod parameters;
pub mod path;
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
    Analyzer, BinEncoding, CHOOSE_TARGET, Case, ColumnEncoding, DataReference, Draft, Encoding,
    FillStrategy, KnownColumn, KnownDoubt, Merge, Operation, OutlierAction, OutlierMethod, Plan,
    Question, RECIPE_FORMAT, Recipe, RecipeError, Role, Smoothing, Task, Within, columns_after,
    flat, kind_when_filled, list, proposed_task, replaced,
};
pub use stages::RecipePart;
pub use stages::check::{Check, ComparisonOperator, Expectation, Reference, Rule, Severity};
pub use stages::clean::{Clean, MissingTarget, Step};
pub use stages::evaluate::{CrossValidation, Evaluate};
pub use stages::featurize::{CategoryImputation, Featurize, NumericImputation};
pub use stages::load::{
    Comment, DateOrder, Decimal, Delimiter, Layout, Load, LoadChoice, OnBadLines, Quote,
    TextEncoding, Thousands,
};
pub use stages::split::{Split, SplitMethod};
