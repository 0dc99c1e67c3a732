//! The recipe: every choice that leads from a file to a model, and nothing else.
//!
//! Why: `docs/decisions/0022-recipe-in-json-and-yaml.md`.

mod columns;
mod draft;
mod encoding;
mod error;
mod flat;
mod known;
mod migrate;
mod operation;
mod places;
mod print;
mod read;
mod sentences;
mod words;

use serde::{Deserialize, Serialize};

use super::error::StageError;
use super::parameters::SEED;
use super::stage::{PATH, Stage};
use super::stages::{
    check::Check, clean::Clean, evaluate::Evaluate, featurize::Featurize, load::Load, split::Split,
    train::Train,
};

pub use columns::{KnownColumn, columns_after, kind_when_filled, proposed_task, replaced};
pub use draft::Draft;
pub use encoding::{Analyzer, BinEncoding, ColumnEncoding, Encoding, Plan, Smoothing};
pub use error::RecipeError;
pub use flat::flat;
pub use known::{KnownDoubt, Question};
pub use operation::{Case, FillStrategy, Merge, Operation, OutlierAction, OutlierMethod, Within};
pub use words::list;

/// The version of the recipe's JSON form. Recipes of earlier ones are brought to it, those of later ones refused.
pub const RECIPE_FORMAT: u32 = 5;

/// What to do where no target is chosen yet.
pub const CHOOSE_TARGET: &str = "Choose what to predict first.";

/// What is to be predicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// The class of each row.
    Classification,
    /// A number for each row.
    Regression,
}

/// The data that the recipe was made for; its rows are never part of the recipe.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DataReference {
    /// The file's name.
    pub name: String,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// A form that lacks something has its default; of what has none, [`Draft`] knows whether it was there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// The version of the JSON form, see [`RECIPE_FORMAT`].
    pub format: u32,
    /// The data that it was made for.
    pub data: DataReference,
    /// The seed of every random choice.
    pub seed: u32,
    /// Empty while it is not chosen: the stages up to clean can do without.
    pub target: String,
    /// Whether classes or numbers are predicted.
    pub task: Task,
    /// The column that says how much each row counts.
    pub weight: Option<String>,
    /// The column whose equal values keep rows together when they are split.
    pub group: Option<String>,
    /// Columns that are not used as features.
    pub leave_out: Vec<String>,
    /// How the file's bytes are read as a table.
    pub load: Load,
    /// The steps of cleaning.
    pub clean: Clean,
    /// The expectations of the cleaned table, and the doubts that were dismissed.
    pub check: Check,
    /// How rows are dealt to train, validation and test.
    pub split: Split,
    /// How columns become features.
    pub featurize: Featurize,
    /// The model and its parameters.
    pub train: Train,
    /// How the train rows are cross-validated.
    pub evaluate: Evaluate,
}

/// What a column is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The model learns from it.
    Feature,
    /// The model learns to predict it.
    Target,
    /// It says how much each row counts.
    Weight,
    /// It keeps rows together, or says to which part or fold they belong.
    Group,
    /// It is one of [`Recipe::leave_out`].
    Ignored,
}

impl Default for Recipe {
    /// The recipe that says nothing, not even of which data it is and what is to be predicted.
    fn default() -> Self {
        let nothing = String::new();
        Self::new(
            DataReference::default(),
            nothing,
            Task::Classification,
            Vec::new(),
        )
    }
}

impl Recipe {
    /// What a column is there for. Whatever else it is named for, the target is the target.
    pub fn role(&self, column: &str) -> Role {
        if self.target == column {
            Role::Target
        } else if self.weight.as_deref() == Some(column) {
            Role::Weight
        } else if self.group.as_deref() == Some(column) || self.split.folds() == Some(column) {
            Role::Group
        } else if self.leave_out.iter().any(|left| left == column) {
            Role::Ignored
        } else {
            Role::Feature
        }
    }

    /// A recipe with every parameter at its default.
    pub fn new(data: DataReference, target: String, task: Task, leave_out: Vec<String>) -> Self {
        Self {
            format: RECIPE_FORMAT,
            data,
            seed: SEED.default,
            target,
            task,
            weight: None,
            group: None,
            leave_out,
            load: Load::default(),
            clean: Clean::default(),
            check: Check::default(),
            split: Split::default(),
            featurize: Featurize::default(),
            train: Train::default(),
            evaluate: Evaluate::default(),
        }
    }

    /// Reads a recipe's JSON form, of this format or an earlier one, and checks every value in it.
    pub fn from_json(text: &str) -> Result<Self, RecipeError> {
        Draft::from_json(text)?.whole(text)
    }

    /// Reads a recipe's file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecipeError> {
        Self::from_json(read::text_of(bytes)?)
    }

    /// Returns the JSON form, indented, with every parameter.
    pub fn to_json(&self) -> String {
        let compact = serde_json::to_string(self);
        print::indented(&compact.expect("a recipe holds nothing that JSON cannot"))
    }

    /// Returns whether it is chosen what to predict.
    pub fn has_target(&self) -> bool {
        !self.target.is_empty()
    }

    /// The first parameter out of its range, at the stage that it belongs to; or that there is no target.
    pub fn check(&self) -> Result<(), StageError> {
        self.check_parameters()?;
        self.check_target()
    }

    /// The same as far as it is needed to run the stages up to this one.
    pub fn check_up_to(&self, stage: Stage) -> Result<(), StageError> {
        match stage <= Stage::Clean {
            true => self.check_parameters(),
            false => self.check(),
        }
    }

    fn check_target(&self) -> Result<(), StageError> {
        if self.has_target() {
            return Ok(());
        }
        let problem = "It is not chosen which column to predict.";
        Err(StageError::new(Stage::Load, problem, CHOOSE_TARGET).of_parameter("target".into()))
    }

    fn check_parameters(&self) -> Result<(), StageError> {
        PATH.into_iter()
            .try_for_each(|stage| (stage.about().check)(self))
    }
}
