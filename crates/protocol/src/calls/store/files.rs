//! Exports and imports all that is kept, and what a page has open.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::Recipe;
use grove_recipe::link::Link;

/// Writes all that is kept into a file, which comes beside the answer. The bytes of the open table come with the message
/// where the table is the person's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportRuns {
    /// Which file to write.
    pub file: RunsFile,
    /// What goes along besides; only for [`RunsFile::Everything`].
    pub visit: Option<Box<Visit>>,
}

/// What a page has open and no store keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// The source of the open table, and the present recipe for it.
    pub link: Link,
    /// The recipes that can be undone to, oldest first.
    pub past: Vec<Recipe>,
    /// The recipes that can be redone, the next one last.
    pub future: Vec<Recipe>,
    /// The colours of the page.
    pub theme: String,
}

/// A file of all runs, which is a zip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunsFile {
    /// Runs with their models, the registry, kept tables, and what the page has open: for another browser.
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// Runs that were added.
    pub runs: u32,
    /// Versions of models that were added.
    pub versions: u32,
    /// Tables that were added.
    pub tables: u32,
    /// What was there already.
    pub known: u32,
    /// What could not be read, each with the reason.
    pub refused: Vec<String>,
    /// What the page had open that made the file.
    pub visit: Option<Box<Visit>>,
}

impl Call for ImportRuns {
    type Answer = Imported;
    type Progress = Never;
}
