//! Keeps tables for later visits, and forgets everything.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::tracking::KeptTable;
use grove_recipe::link::Link;

/// Changes which tables are kept, and lists them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeepTables {
    /// What to change.
    pub change: TableChange,
}

/// A change of the kept tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableChange {
    /// Lists them alone.
    Nothing,
    /// Keeps the file that comes with the message and its recipe; without a file, the recipe alone. A recipe for a file of
    /// the person's own is kept only while the file is. Of other data only the latest is kept.
    Keep(Box<Link>),
    /// Deletes the table with this hash, and its recipe.
    Drop(String),
}

impl Call for KeepTables {
    /// The latest first.
    type Answer = Vec<KeptTable>;
    type Progress = Never;
}

/// Reads the kept file with this hash, which comes beside the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadTable {
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
}

impl Call for ReadTable {
    type Answer = ();
    type Progress = Never;
}

/// Deletes all that is kept, for good: runs, models and tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForgetAll;

impl Call for ForgetAll {
    type Answer = ();
    type Progress = Never;
}
