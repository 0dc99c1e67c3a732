//! Rows of a table for the screen.

use grove_protocol::Table;
use grove_protocol::calls::Rows;

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for Rows {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let Self { table, from, count } = self;
        let rows = match table {
            Table::Raw | Table::Cleaned | Table::Failing { .. } => {
                session.pipeline.rows(table, from, count)
            }
            Table::Predictions => (session.predictions.as_ref())
                .map(|predictions| predictions.page(from, count))
                .unwrap_or_default(),
        };
        Ok(rows.into())
    }
}
