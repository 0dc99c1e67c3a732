//! The downloads of the latest run and of the latest predictions.

use grove_protocol::calls::GetFile;
use grove_protocol::{Download, TableName};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::answer::AnswerFile;
use crate::handle::{Handle, Handled, Handling};
use crate::session::Session;

impl Handle for GetFile {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let bytes = match self.what {
            Download::Model => grove_export::model::write(&session.outcome()?.fitted),
            Download::Metrics => {
                let outcome = session.outcome()?;
                grove_export::metrics::write(&outcome.evaluation, &outcome.fitted.recipe)
            }
            Download::Recipe => grove_export::recipe::write(&session.outcome()?.fitted.recipe),
            Download::Predictions => {
                grove_export::predictions::write(&session.outcome()?.predictions)
            }
            Download::Cleaned => grove_export::table::write(session.table(TableName::Cleaned)?),
            Download::NewPredictions => {
                let predictions = session.predictions.as_ref();
                grove_export::predictions::write(predictions.ok_or_else(|| {
                    StageError::new(
                        Stage::Predict,
                        "Nothing was predicted yet.",
                        "Open a CSV file.",
                    )
                })?)
            }
        };
        let media_type = self.what.media_type();
        Ok(Handled::WithFile((), AnswerFile { bytes, media_type }))
    }
}
