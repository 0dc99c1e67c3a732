//! The model registry: named models with their versions and aliases.

use serde::{Deserialize, Serialize};

use super::run::RunId;
use grove_recipe::Recipe;

/// Aliases that every model can give to one of its versions each. The champion is what Predict uses.
pub const ALIASES: [&str; 2] = ["champion", "challenger"];

/// A model by its name, which no other has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegisteredModel {
    /// The name, without spaces around it.
    pub name: String,
    /// What the person says of the model; empty at first.
    pub description: String,
    /// Oldest first; numbers are never used again.
    pub versions: Vec<ModelVersion>,
}

/// A version of a model. It keeps its own copy of the model, whatever becomes of the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelVersion {
    /// Counted from 1.
    pub version: u32,
    /// What the person says of the version; may be empty.
    pub description: String,
    /// Milliseconds since 1970 in UTC.
    pub created: f64,
    /// Where it comes from: the run, and its recipe with the hash of the data.
    pub run: RunId,
    /// The run's recipe, with the hash of its data.
    pub recipe: Recipe,
    /// Some of [`ALIASES`].
    pub aliases: Vec<String>,
    /// The length of the model file.
    pub bytes: f64,
}

/// Names a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionId {
    /// The name of the registered model.
    pub model: String,
    /// Counted from 1.
    pub version: u32,
}
