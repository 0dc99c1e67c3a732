//! The files of the latest run.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};

/// Gets a file, which comes with the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetFile {
    /// Which file to write.
    pub what: Download,
}

/// A file that the page can save.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Download {
    /// The trained model with all fitted steps, in Grove's own format.
    Model,
    /// All scores of the run, as JSON.
    Metrics,
    /// The recipe of the run, as JSON, with the hash of its data.
    Recipe,
    /// Predictions on the test rows of the run.
    Predictions,
    /// Predictions of the latest [`super::Predict`].
    NewPredictions,
    /// The table after cleaning.
    Cleaned,
}

impl Download {
    /// Returns the name for tests and scripts.
    pub const fn name(self) -> &'static str {
        match self {
            Download::Model => "model",
            Download::Metrics => "metrics",
            Download::Recipe => "recipe",
            Download::Predictions => "predictions",
            Download::NewPredictions => "new-predictions",
            Download::Cleaned => "cleaned",
        }
    }

    /// Returns the name under which the file is saved.
    pub const fn file_name(self) -> &'static str {
        match self {
            Download::Model => "model.grove",
            Download::Metrics => "metrics.json",
            Download::Recipe => "recipe.json",
            Download::Predictions => "predictions.csv",
            Download::NewPredictions => "new-predictions.csv",
            Download::Cleaned => "cleaned.csv",
        }
    }

    /// Returns the MIME type of the file.
    pub const fn media_type(self) -> &'static str {
        match self {
            Download::Model => "application/octet-stream",
            Download::Metrics | Download::Recipe => "application/json",
            Download::Predictions | Download::NewPredictions | Download::Cleaned => "text/csv",
        }
    }
}

impl Call for GetFile {
    type Answer = ();
    type Progress = Never;
}
