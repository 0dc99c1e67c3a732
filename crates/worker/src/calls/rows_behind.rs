//! Returns the test rows behind a number of the evaluation, for the page or as a file.

use grove_engine::evaluate::behind;
use grove_protocol::Download;
use grove_protocol::calls::{RowOrder, RowsBehind, SaveBehind, Selection};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::answer::AnswerFile;
use crate::handle::{Handle, Handled, Handling};
use crate::session::Session;

impl Session {
    fn behind(&self, of: &Selection, sort: RowOrder) -> Result<behind::RowsBehind<'_>, StageError> {
        let outcome = self.outcome()?;
        let recipe = &outcome.fitted.recipe;
        let table = self.pipeline.table_of(recipe).ok_or_else(|| {
            let name = &recipe.data.name;
            StageError::new(
                Stage::Evaluate,
                "The rows are shown from the table of the run, which is not open.",
                format!("Open {name} and press Run."),
            )
        })?;
        Ok(behind::RowsBehind::new(table, outcome, of, sort))
    }
}

impl Handle for RowsBehind {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let rows = session.behind(&self.of, self.sort)?;
        Ok(rows.page(self.from, self.count).into())
    }
}

impl Handle for SaveBehind {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let bytes = grove_export::behind::write(&session.behind(&self.of, self.sort)?);
        // A table of test rows, as the predictions are.
        let media_type = Download::Predictions.media_type();
        Ok(Handled::WithFile((), AnswerFile { bytes, media_type }))
    }
}
