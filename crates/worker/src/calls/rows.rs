//! Returns rows of a table for the page.

use grove_protocol::TableName;
use grove_protocol::calls::Rows;

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for Rows {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let Self { table, from, count } = self;
        let rows = match table {
            TableName::Raw
            | TableName::Numbered
            | TableName::Cleaned
            | TableName::Failing { .. } => session.pipeline.rows(table, from, count),
            TableName::Predictions => (session.predictions.as_ref())
                .map(|predictions| predictions.page(from, count))
                .unwrap_or_default(),
        };
        Ok(rows.into())
    }
}
