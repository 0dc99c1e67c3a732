//! Drops the cached outputs of stages.

use grove_protocol::calls::Forget;

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for Forget {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        session.pipeline.forget(self.from);
        Ok(().into())
    }
}
