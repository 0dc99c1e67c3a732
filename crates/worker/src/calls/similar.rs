//! Finds values of a column that probably mean the same.

use grove_engine::clean::similar_before;
use grove_protocol::TableName;
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
        let table = session.table(TableName::Raw)?;
        let similar = similar_before(table, &recipe, step, method, similarity)?;
        Ok(similar.without_long().into())
    }
}
