//! Passes requests to the store of runs.

use grove_protocol::calls::Store;
use grove_protocol::tracking::{StoreAnswer, StoreError};

use crate::handle::{Handle, Handling};
use crate::session::Session;

/// The store is asked before a session is; without one, nothing is kept.
impl Handle for Store {
    fn handle(self, _: &mut Session, _: &[u8]) -> Handling<Self> {
        Ok(StoreAnswer::Failed(StoreError {
            problem: "This engine keeps no runs.".into(),
            advice: String::new(),
        })
        .into())
    }
}
