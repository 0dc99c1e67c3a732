//! Returns the full text of a cell.

use grove_protocol::TableName;
use grove_protocol::calls::{Cell, CellText};

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for Cell {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let Self { table, row, column } = self;
        let predictions = session.predictions.as_ref();
        let text = match table {
            TableName::Predictions => predictions.and_then(|made| made.cell(row, column)),
            _ => session.pipeline.cell(table, row, column),
        };
        Ok(CellText { text }.into())
    }
}
