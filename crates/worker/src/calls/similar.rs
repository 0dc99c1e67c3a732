//! Values of a column that seem to mean the same.

use grove_engine::clean::similar_before;
use grove_protocol::Table;
use grove_protocol::calls::FindSimilar;

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for FindSimilar {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let Self {
            recipe,
            step,
            method,
            similarity,
        } = self;
        let table = session.table(Table::Raw)?;
        let similar = similar_before(table, &recipe, step, method, similarity)?;
        Ok(similar.without_long().into())
    }
}
