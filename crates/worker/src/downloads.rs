//! Files of the latest run as they are, and the one of the latest predictions.

use std::rc::Rc;

use grove_engine::predictions::PredictionTable;
use grove_engine::{Outcome, Pipeline};
use grove_protocol::{Download, Response, Table};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use super::session::Answer;

/// `new` are the predictions of the latest file.
pub fn download(
    pipeline: &Pipeline,
    new: Option<&PredictionTable>,
    what: Download,
) -> Result<Answer, StageError> {
    let bytes = match what {
        Download::Model => grove_export::model::write(&outcome(pipeline)?.fitted),
        Download::Metrics => {
            let outcome = outcome(pipeline)?;
            grove_export::metrics::write(&outcome.evaluation, &outcome.fitted.recipe)
        }
        Download::Recipe => grove_export::recipe::write(&outcome(pipeline)?.fitted.recipe),
        Download::Predictions => grove_export::predictions::write(&outcome(pipeline)?.predictions),
        Download::Cleaned => {
            grove_export::table::write(pipeline.table(Table::Cleaned).ok_or_else(|| {
                StageError::new(Stage::Clean, "Nothing was cleaned yet.", "Press Run first.")
            })?)
        }
        Download::NewPredictions => grove_export::predictions::write(new.ok_or_else(|| {
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
pub fn outcome(pipeline: &Pipeline) -> Result<&Rc<Outcome>, StageError> {
    pipeline.outcome().ok_or_else(|| {
        StageError::new(
            Stage::Evaluate,
            "No run has finished yet.",
            "Press Run first.",
        )
    })
}
