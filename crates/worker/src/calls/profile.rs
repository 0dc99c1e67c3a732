//! Profiles the table.

use grove_engine::Profiling;
use grove_protocol::call::Done;
use grove_protocol::calls::Profile;
use grove_recipe::error::StageError;

use crate::handle::{Handle, Handling, Job, Step};
use crate::session::Session;

impl Handle for Profile {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        session.pipeline.cancel();
        let profiling = Profiling::of(&session.pipeline, &self.0)?;
        Ok(session.begin(Profiled(Some(profiling))))
    }
}

/// A profile on its way; `None` once it is finished.
struct Profiled(Option<Profiling>);

impl Job for Profiled {
    type Call = Profile;

    fn step(&mut self, _: &mut Session) -> Result<Step<Profile>, StageError> {
        if let Some(profiling) = &mut self.0
            && profiling.advance()
        {
            let (done, total) = profiling.progress();
            return Ok(Step::Progress(Done { done, total }));
        }
        Ok(match self.0.take() {
            Some(profiling) => Step::Answer(profiling.finish()),
            None => Step::Elsewhere,
        })
    }
}
