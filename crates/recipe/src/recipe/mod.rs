//! The recipe: every choice that leads from a file to a model, and nothing else.
//!
//! Why: `docs/decisions/0018-recipe-in-files-and-links.md`.

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
mod rule;
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
pub use rule::{ComparisonOperator, Reference, Rule};
pub use words::list;

/// The version of the recipe's JSON form. Recipes of earlier versions are converted, those of later ones refused.
pub const RECIPE_FORMAT: u32 = 5;

/// The advice where no target is chosen yet.
pub const CHOOSE_TARGET: &str = "Choose what to predict first.";

/// The kind of prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// The class of each row.
    Classification,
    /// A number for each row.
    Regression,
}

/// The data that the recipe was made for; the recipe never contains rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DataReference {
    /// The file's name.
    pub name: String,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// All choices from a file to a model. Missing fields get their defaults when the recipe is read; [`Draft`] records
/// whether those without a default were there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// The version of the JSON form, see [`RECIPE_FORMAT`].
    pub format: u32,
    /// The data that it was made for.
    pub data: DataReference,
    /// The seed of every random choice.
    pub seed: u32,
    /// The column to predict. Empty while none is chosen: the stages up to clean do not need it.
    pub target: String,
    /// Whether classes or numbers are predicted.
    pub task: Task,
    /// The column with the weights of the rows.
    pub weight: Option<String>,
    /// The column whose equal values keep rows together in the split.
    pub group: Option<String>,
    /// Columns that are not used as features.
    pub leave_out: Vec<String>,
    /// How the file's bytes are read as a table.
    pub load: Load,
    /// The steps of cleaning.
    pub clean: Clean,
    /// The expectations of the cleaned table, and the warnings that were dismissed.
    pub check: Check,
    /// How rows are split into train, validation and test.
    pub split: Split,
    /// How columns become features.
    pub featurize: Featurize,
    /// The model and its parameters.
    pub train: Train,
    /// How the train rows are cross-validated.
    pub evaluate: Evaluate,
}

/// The role of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The model learns from it.
    Feature,
    /// The model predicts it.
    Target,
    /// It weights the rows.
    Weight,
    /// It keeps rows together in the split, or names their part or fold.
    Group,
    /// It is one of [`Recipe::leave_out`].
    Ignored,
}

impl Default for Recipe {
    /// Returns a recipe without data and target.
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
    /// Returns the role of a column. The target is the target, whatever else it is named for.
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

    /// Makes a recipe with every parameter at its default.
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
    ///
    /// # Errors
    /// What is wrong or missing, with its position in the text.
    pub fn from_json(text: &str) -> Result<Self, RecipeError> {
        Draft::from_json(text)?.whole(text)
    }

    /// Reads a recipe's file.
    ///
    /// # Errors
    /// Where the bytes are not UTF-8 or too many, and as [`Recipe::from_json`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecipeError> {
        Self::from_json(read::text_of(bytes)?)
    }

    /// Returns the JSON form, indented, with every parameter; of a decision threshold those that are not at their defaults.
    pub fn to_json(&self) -> String {
        let value = serde_json::to_value(self).expect("a recipe holds nothing that JSON cannot");
        print::indented(&value.to_string())
    }

    /// Returns whether a target is chosen.
    pub fn has_target(&self) -> bool {
        !self.target.is_empty()
    }

    /// Checks that every parameter is in its range and that there is a target. The error names the stage.
    ///
    /// # Errors
    /// The first parameter that is out of its range, at the stage that it belongs to, or the missing target.
    pub fn check(&self) -> Result<(), StageError> {
        self.check_parameters()?;
        self.check_target()
    }

    /// Checks the parameters of the stages up to this one.
    ///
    /// # Errors
    /// As [`Recipe::check`]; a missing target only for stages after clean.
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
        let problem = "No column to predict is chosen.";
        Err(StageError::new(Stage::Load, problem, CHOOSE_TARGET).of_parameter("target".into()))
    }

    fn check_parameters(&self) -> Result<(), StageError> {
        PATH.into_iter()
            .try_for_each(|stage| (stage.about().check)(self))
    }
}
