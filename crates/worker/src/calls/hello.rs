//! Returns the build.

use grove_protocol::build::BUILD;
use grove_protocol::calls::{Hello, Ready};

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for Hello {
    fn handle(self, _: &mut Session, _: &[u8]) -> Handling<Self> {
        Ok(Ready { build: BUILD }.into())
    }
}
