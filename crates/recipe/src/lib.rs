//! The recipe: every choice that leads from a file to a model, with its checks, its words and the keys of its stages.
//! Plain types that know nothing of polars, smartcore or the web.

pub mod closest;
pub mod columns;
pub mod cut;
pub mod day;
pub mod error;
pub mod limits;
pub mod link;
pub mod number;
pub mod parameters;
pub mod path;
pub mod provenance;
mod recipe;
pub mod similar;
pub mod stage;
pub mod synthetic;

pub use number::count;
pub use recipe::{
    Analyzer, BinEncoding, CHOOSE_TARGET, Case, CategoryImputation, Check, ClassWeight, Clean,
    ColumnEncoding, Comment, Comparison, CrossValidation, Cuts, DataReference, DateOrder, Decimal,
    Delimiter, Draft, Encoding, Evaluate, Expectation, Featurize, FillStrategy, Known, KnownDoubt,
    Layout, Load, LoadChoice, MaxFeatures, Merge, MissingTarget, ModelName, NeighborWeights,
    NumericImputation, OnBadLines, Operation, OutlierAction, OutlierMethod, Plan, Question, Quote,
    RECIPE_FORMAT, Recipe, RecipeError, Reference, Role, Rule, Severity, Smoothing, Split,
    SplitMethod, Step, Task, TextEncoding, Thousands, Train, Within, columns_after, flat,
    kind_when_filled, list, proposed_task, replaced,
};
