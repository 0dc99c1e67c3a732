//! Files of the latest run as they are, and the one of the latest predictions.

use crate::api::error::StageError;
use crate::api::protocol::{Download, Response, Table};
use crate::api::stage::Stage;
use crate::export;
use crate::pipeline::predictions::PredictionTable;
use crate::pipeline::{Outcome, Pipeline};

use super::session::Answer;

/// `new` are the predictions of the latest file.
pub fn download(
    pipeline: &Pipeline,
    new: Option<&PredictionTable>,
    what: Download,
) -> Result<Answer, StageError> {
    let bytes = match what {
        Download::Model => export::model::write(&outcome(pipeline)?.fitted),
        Download::Metrics => {
            let outcome = outcome(pipeline)?;
            export::metrics::write(&outcome.evaluation, &outcome.fitted.recipe)
        }
        Download::Recipe => export::recipe::write(&outcome(pipeline)?.fitted.recipe),
        Download::Predictions => export::predictions::write(&outcome(pipeline)?.predictions),
        Download::Cleaned => {
            export::table::write(pipeline.table(Table::Cleaned).ok_or_else(|| {
                StageError::new(Stage::Clean, "Nothing was cleaned yet.", "Press Run first.")
            })?)
        }
        Download::NewPredictions => export::predictions::write(new.ok_or_else(|| {
            StageError::new(
                Stage::Predict,
                "Nothing was predicted yet.",
                "Open a CSV file.",
            )
        })?),
    };
    Ok(Answer {
        response: Response::File { what },
        file: Some(bytes),
    })
}

/// What the latest whole run left.
pub fn outcome(pipeline: &Pipeline) -> Result<&Outcome, StageError> {
    pipeline.outcome().ok_or_else(|| {
        StageError::new(
            Stage::Evaluate,
            "No run has finished yet.",
            "Press Run first.",
        )
    })
}
