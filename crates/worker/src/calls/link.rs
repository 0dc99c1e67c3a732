//! Reads and writes recipes in links.

use grove_export::link;
use grove_protocol::calls::{LinkFragment, ReadLink, WriteLink};

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for WriteLink {
    fn handle(self, _: &mut Session, _: &[u8]) -> Handling<Self> {
        let fragment = link::write(&self.link);
        Ok(LinkFragment { fragment }.into())
    }
}

impl Handle for ReadLink {
    fn handle(self, _: &mut Session, _: &[u8]) -> Handling<Self> {
        Ok(link::read(&self.fragment)?.into())
    }
}
