//! Opens a file, and reads an open one again.

use std::marker::PhantomData;
use std::rc::Rc;

use grove_engine::load::Loader;
use grove_protocol::call::{Call, Done, In};
use grove_protocol::calls::{Open, ReadAgain, Request};
use grove_recipe::columns::DataSummary;
use grove_recipe::error::StageError;

use crate::handle::{Handle, Handling, Job, Step};
use crate::session::Session;

impl Handle for Open {
    fn handle(self, session: &mut Session, file: &[u8]) -> Handling<Self> {
        session.pipeline.cancel();
        let bytes: Rc<[u8]> = file.into();
        let loader = Loader::begin(&self.name, Rc::clone(&bytes), &self.load, None)?;
        Ok(session.begin(Reading::<Self>::new(loader, bytes)))
    }
}

impl Handle for ReadAgain {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        session.pipeline.cancel();
        let (bytes, loader) = session.pipeline.read_again(&self.load)?;
        Ok(session.begin(Reading::<Self>::new(loader, bytes)))
    }
}

/// A file is read, whose bytes are kept to read it otherwise.
struct Reading<C> {
    loader: Loader,
    bytes: Rc<[u8]>,
    call: PhantomData<C>,
}

impl<C> Reading<C> {
    fn new(loader: Loader, bytes: Rc<[u8]>) -> Self {
        let call = PhantomData;
        Self {
            loader,
            bytes,
            call,
        }
    }
}

impl<C> Job for Reading<C>
where
    C: Call<Answer = DataSummary, Progress = Done> + In<Request>,
{
    type Call = C;

    fn step(&mut self, session: &mut Session) -> Result<Step<C>, StageError> {
        Ok(match self.loader.advance()? {
            Some(loaded) => {
                let bytes = Rc::clone(&self.bytes);
                Step::Answer(session.pipeline.opened(bytes, loaded))
            }
            None => Step::Progress(Done {
                done: self.loader.progress(),
                total: Loader::TOTAL,
            }),
        })
    }
}
