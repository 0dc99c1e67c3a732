//! A partly written recipe. Missing parameters get their defaults; those that depend on the data are filled in when the
//! data is read.

use super::read::{self, NO_RECIPE};
use super::{Recipe, RecipeError, Task, columns_after, proposed_task};
use crate::closest::did_you_mean;
use crate::columns::DataSummary;
use crate::error::StageError;
use crate::stage::Stage;

/// A partly written recipe. It records which parameters without a default were given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Fields that were not given hold meaningless values.
    recipe: Recipe,
    given: GivenParameters,
}

/// Which of the parameters without a default were given.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct GivenParameters {
    name: bool,
    sha256: bool,
    target: bool,
    task: bool,
    leave_out: bool,
}

impl Draft {
    /// Reads a recipe's JSON form, of this format or an earlier one, and checks every value that is in it.
    ///
    /// # Errors
    /// What is wrong, with its position in the text.
    pub fn from_json(text: &str) -> Result<Self, RecipeError> {
        let (recipe, value) = read::read(text)?;
        let has = |name: &str| value.get(name).is_some();
        let of_data = |name: &str| value.get("data").and_then(|data| data.get(name));
        let given = GivenParameters {
            name: of_data("name").is_some(),
            sha256: of_data("sha256").is_some(),
            target: has("target"),
            task: has("task"),
            leave_out: has("leave_out"),
        };
        Ok(Self { recipe, given })
    }

    /// Reads a recipe's file, which is UTF-8 text.
    ///
    /// # Errors
    /// Where the bytes are not UTF-8 or too many, and as [`Draft::from_json`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecipeError> {
        Self::from_json(read::text_of(bytes)?)
    }

    /// Returns the recipe as far as it is written.
    pub const fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// Returns the recipe as far as it is written, to change it.
    pub const fn recipe_mut(&mut self) -> &mut Recipe {
        &mut self.recipe
    }

    /// Returns the name of its file, if it has one.
    pub fn data_name(&self) -> Option<&str> {
        self.given.name.then_some(self.recipe.data.name.as_str())
    }

    /// Returns the hash of the data in lower-case hexadecimal; `None` if it is empty.
    pub fn sha256(&self) -> Option<&str> {
        let hash = self.recipe.data.sha256.as_str();
        Some(hash).filter(|hash| self.given.sha256 && !hash.is_empty())
    }

    /// Sets the hash of the data.
    pub fn set_sha256(&mut self, sha256: &str) {
        sha256.clone_into(&mut self.recipe.data.sha256);
        self.given.sha256 = true;
    }

    /// Removes the reference to the data.
    pub fn set_data_free(&mut self) {
        (self.given.name, self.given.sha256) = (false, false);
    }

    /// Returns the target; `None` if it is empty.
    pub fn target(&self) -> Option<&str> {
        let target = self.recipe.target.as_str();
        Some(target).filter(|target| self.given.target && !target.is_empty())
    }

    /// Chooses another target. Its task, and the other choices that depend on the target, are then filled in from the
    /// data.
    pub fn set_target(&mut self, target: &str) {
        if self.target() == Some(target) {
            return;
        }
        if self.given.target {
            self.given.task = false;
            self.recipe.leave_out.retain(|column| column != target);
        }
        target.clone_into(&mut self.recipe.target);
        self.given.target = true;
    }

    /// Sets the task, whatever is proposed for the data.
    pub const fn set_task(&mut self, task: Task) {
        self.recipe.task = task;
        self.given.task = true;
    }

    /// Returns whether every parameter without a default is given.
    pub fn is_whole(&self) -> bool {
        self.lacking().is_none() && self.sha256().is_some() && self.target().is_some()
    }

    /// Returns the first parameter that is not given, with the part of the recipe that it belongs to.
    fn lacking(&self) -> Option<(&'static str, &'static str)> {
        let given = self.given;
        let all = [
            (given.name, "data", "name"),
            (given.sha256, "data", "sha256"),
            (given.target, "", "target"),
            (given.task, "", "task"),
            (given.leave_out, "", "leave_out"),
        ];
        let lacking = all.into_iter().find(|(given, ..)| !given);
        lacking.map(|(_, part, name)| (part, name))
    }

    /// Returns the recipe of this text, if it lacks nothing that depends on the data.
    pub(super) fn whole(self, text: &str) -> Result<Recipe, RecipeError> {
        let Some((part, name)) = self.lacking() else {
            let checked = self.recipe.check();
            checked.map_err(|error| RecipeError::out_of_range(text, error))?;
            return Ok(self.recipe);
        };
        let said = self.given != GivenParameters::default();
        let (here, lacks) = match part {
            _ if !said => (NO_RECIPE, "it does not state the target"),
            "" => ("The recipe", name),
            part => (part, name),
        };
        let problem = match said {
            true => format!("{here} lacks the parameter “{lacks}”."),
            false => format!("{here}: {lacks}."),
        };
        let advice = "Add it, or copy it from a recipe that Grove has saved.";
        let mut error = RecipeError::new(problem, advice).about(text, part.into());
        error.path = error.path.filter(|path| !path.is_empty());
        Err(error)
    }

    /// Returns the recipe for this data: what is not given is filled in with what is proposed for the data.
    ///
    /// # Errors
    /// Where the data has no such target.
    pub fn complete(self, data: &DataSummary) -> Result<Recipe, StageError> {
        let hashed = self.sha256().is_some();
        let Self { mut recipe, given } = self;
        if !given.name {
            recipe.data.name.clone_from(&data.name);
        }
        if !hashed {
            recipe.data.sha256.clone_from(&data.sha256);
        }
        let task = proposed_task(&data.columns, &recipe.clean.steps, &recipe.target);
        let known = columns_after(data.known(), &recipe.clean.steps);
        let is_there = known.iter().any(|(name, _)| *name == recipe.target);
        let Some(task) = task.filter(|_| is_there) else {
            let names = known.iter().map(|(name, _)| name.as_str());
            let question = did_you_mean(&recipe.target, names);
            let (name, target) = (&data.name, &recipe.target);
            let problem = format!("{name} has no column {target} to predict{question}");
            let advice = "Choose one that it has.";
            return Err(StageError::new(Stage::Load, problem, advice).in_column(target.as_str()));
        };
        if !given.task {
            recipe.task = task;
        }
        if !given.leave_out {
            let left_out = data.proposal.leave_out.iter();
            let left_out = left_out.filter(|column| **column != recipe.target);
            recipe.leave_out = left_out.cloned().collect();
        }
        recipe.check()?;
        Ok(recipe)
    }
}

impl From<Recipe> for Draft {
    fn from(recipe: Recipe) -> Self {
        let given = GivenParameters {
            name: true,
            sha256: true,
            target: true,
            task: true,
            leave_out: true,
        };
        Self { recipe, given }
    }
}
