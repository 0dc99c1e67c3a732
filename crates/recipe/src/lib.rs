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
pub mod order;
pub mod parameters;
pub mod path;
pub mod plain;
pub mod provenance;
mod recipe;
pub mod similar;
pub mod stage;
pub mod synthetic;

pub use models::k_neighbors::NeighborWeights;
pub use models::train::Chosen;
pub use models::trees::{ClassWeight, Cuts, MaxFeatures};
pub use models::{ModelName, Train};
pub use number::count;
pub use recipe::{
    Analyzer, BinEncoding, CHOOSE_TARGET, Case, CategoryImputation, Check, Clean, ColumnEncoding,
    Comment, ComparisonOperator, CrossValidation, DataReference, DateOrder, Decimal, Delimiter,
    Draft, Encoding, Evaluate, Expectation, Featurize, FillStrategy, KnownColumn, KnownDoubt,
    Layout, Load, LoadChoice, Merge, MissingTarget, NumericImputation, OnBadLines, Operation,
    OutlierAction, OutlierMethod, Plan, Question, Quote, RECIPE_FORMAT, Recipe, RecipeError,
    Reference, Role, Rule, Severity, Smoothing, Split, SplitMethod, Step, Task, TextEncoding,
    Thousands, Within, columns_after, flat, kind_when_filled, list, proposed_task, replaced,
};
