//! Profiles the table.

use grove_protocol::calls::Profile;

use crate::handle::{Handle, Handling, JobStep};
use crate::session::Session;
use crate::working::Working;

impl Handle for Profile {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        session.pipeline.cancel();
        let profiling = session.pipeline.profile(&self.0)?;
        Ok(session.begin(Working::<Self, _> {
            work: profiling.map(Ok),
            answer: |_, report| JobStep::Answer(report),
        }))
    }
}
