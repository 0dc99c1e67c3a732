//! Chooses the model that predicts.

use grove_protocol::calls::{LoadModel, UseTrained};

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for LoadModel {
    fn handle(self, session: &mut Session, file: &[u8]) -> Handling<Self> {
        Ok(session.load_model(&self.name, file)?.into())
    }
}

impl Handle for UseTrained {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        session.model = None;
        Ok(().into())
    }
}
