//! Returns the fingerprint of a stage's output.

use grove_protocol::calls::Output;

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for Output {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let Self { recipe, stage } = self;
        Ok(grove_export::fingerprint::of(&session.pipeline, &recipe, stage).into())
    }
}
