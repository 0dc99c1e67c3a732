//! Stops the job under way.

use grove_protocol::calls::{Cancel, Cancelled};

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for Cancel {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let trees = session.pipeline.cancel();
        Ok(Cancelled { trees }.into())
    }
}
