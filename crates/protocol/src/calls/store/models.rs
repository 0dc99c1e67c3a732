//! Changes and uses registered models.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::ModelSummary;
use crate::tracking::{RegisteredModel, RunId, VersionId};

/// Makes a run's model a version of a model, which is new where there is none of this name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegisterModel {
    /// A run whose model is kept.
    pub run: RunId,
    /// The model's name, with or without versions so far.
    pub model: String,
    /// Of the new version.
    pub description: String,
}

impl Call for RegisterModel {
    /// All models by name.
    type Answer = Vec<RegisteredModel>;
    type Progress = Never;
}

/// Describes a model, or one of its versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DescribeModel {
    /// The model's name.
    pub model: String,
    /// Counted from 1; `None` where the model itself is described.
    pub version: Option<u32>,
    /// Replaces the one before.
    pub description: String,
}

impl Call for DescribeModel {
    /// All models by name.
    type Answer = Vec<RegisteredModel>;
    type Progress = Never;
}

/// Gives an alias to a version, and takes it from the one that had it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetAlias {
    /// The version that gets the alias.
    pub version: VersionId,
    /// One of [`crate::tracking::ALIASES`].
    pub alias: String,
}

impl Call for SetAlias {
    /// All models by name.
    type Answer = Vec<RegisteredModel>;
    type Progress = Never;
}

/// Takes an alias from the version that has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RemoveAlias {
    /// The model's name.
    pub model: String,
    /// One of [`crate::tracking::ALIASES`].
    pub alias: String,
}

impl Call for RemoveAlias {
    /// All models by name.
    type Answer = Vec<RegisteredModel>;
    type Progress = Never;
}

/// Deletes a version, with its copy of the model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeleteVersion {
    /// The version to delete.
    pub version: VersionId,
}

impl Call for DeleteVersion {
    /// All models by name.
    type Answer = Vec<RegisteredModel>;
    type Progress = Never;
}

/// Predicts with this version from here on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UseVersion {
    /// The version to load.
    pub version: VersionId,
}

impl Call for UseVersion {
    /// What its model file holds.
    type Answer = ModelSummary;
    type Progress = Never;
}
