//! Opens a file, and reads an open one again.

use std::rc::Rc;

use grove_engine::load::{self, Loaded, Loading};
use grove_protocol::call::Call;
use grove_protocol::calls::{Open, ReadAgain};
use grove_recipe::columns::DataSummary;

use crate::handle::{Handle, Handling, JobStep};
use crate::session::Session;
use crate::working::Working;

impl Handle for Open {
    fn handle(self, session: &mut Session, file: &[u8]) -> Handling<Self> {
        session.pipeline.cancel();
        let bytes: Rc<[u8]> = file.into();
        let loading = load::begin(&self.name, Rc::clone(&bytes), &self.load, None)?;
        Ok(session.begin(reading::<Self>(loading, bytes)))
    }
}

impl Handle for ReadAgain {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        session.pipeline.cancel();
        let (bytes, loading) = session.pipeline.read_again(&self.load)?;
        Ok(session.begin(reading::<Self>(loading, bytes)))
    }
}

/// Makes the job that reads a file. Keeps its bytes, so that it can be read again with other parameters.
fn reading<C>(loading: Loading, bytes: Rc<[u8]>) -> Working<C, (Rc<[u8]>, Loaded)>
where
    C: Call<Answer = DataSummary>,
{
    Working {
        work: loading.map(|loaded| loaded.map(|loaded| (bytes, loaded))),
        answer: |session, (bytes, loaded)| JobStep::Answer(session.pipeline.opened(bytes, loaded)),
    }
}
