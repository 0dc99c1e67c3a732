//! Exports and imports runs and models.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};

/// Writes all runs into a file, which comes beside the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportRuns {
    /// Which file to write.
    pub file: RunsFile,
}

/// A file of all runs, which is a zip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunsFile {
    /// Runs with their models, and the registry, for another browser.
    Everything,
    /// A tree of files for MLflow, without models.
    Mlruns,
}

impl RunsFile {
    /// Returns the name under which the file is saved.
    pub const fn file_name(self) -> &'static str {
        match self {
            RunsFile::Everything => "grove-runs.zip",
            RunsFile::Mlruns => "mlruns.zip",
        }
    }
}

impl Call for ExportRuns {
    type Answer = ();
    type Progress = Never;
}

/// Takes over what the zip that comes with the message holds and is not there yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportRuns;

/// The result of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Runs that were added.
    pub runs: u32,
    /// Versions of models that were added.
    pub versions: u32,
    /// What was there already.
    pub known: u32,
    /// What could not be read, each with the reason.
    pub refused: Vec<String>,
}

impl Call for ImportRuns {
    type Answer = Imported;
    type Progress = Never;
}
