//! Answers the first call.

use grove_protocol::calls::Hello;

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for Hello {
    fn handle(self, _: &mut Session, _: &[u8]) -> Handling<Self> {
        Ok(().into())
    }
}
