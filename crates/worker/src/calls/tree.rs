//! Returns one tree of the trained forest.

use grove_protocol::calls::Tree;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for Tree {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let picture = session.pipeline.tree(self.index).ok_or_else(|| {
            StageError::new(
                Stage::Train,
                format!("There is no tree {}.", self.index),
                "Run the training.",
            )
        })?;
        Ok(picture.into())
    }
}
