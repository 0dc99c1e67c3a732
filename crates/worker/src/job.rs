//! A job whose work breathes: what is told of it on the way, and what comes of it.

use std::rc::Rc;
use std::task::Poll;

use grove_engine::load::{Loaded, Loading};
use grove_engine::pace::{Progress, Work};
use grove_protocol::Response;
use grove_protocol::profile::ProfileReport;
use grove_protocol::take_home::Prepared;
use grove_recipe::error::StageError;

use super::preparing::Preparing;

/// Work under way for a request.
pub struct Working {
    work: Work<Result<Done, StageError>>,
    progress: fn(u32, u32) -> Response,
}

/// What came of it.
pub enum Done {
    /// A file was read, whose bytes are kept to read it otherwise.
    Opened(Rc<[u8]>, Box<Loaded>),
    Profiled(ProfileReport),
    Prepared(Prepared, Vec<u8>),
}

impl Working {
    pub fn read(loading: Loading, bytes: Rc<[u8]>) -> Self {
        let done = |loaded| Done::Opened(bytes, Box::new(loaded));
        Self {
            work: loading.map(|loaded| loaded.map(done)),
            progress: |done, total| Response::Opening { done, total },
        }
    }

    pub fn profile(profiling: Work<ProfileReport>) -> Self {
        Self {
            work: profiling.map(|report| Ok(Done::Profiled(report))),
            progress: |done, total| Response::Profiling { done, total },
        }
    }

    pub fn prepare(preparing: Preparing) -> Self {
        let done = |(prepared, file)| Done::Prepared(prepared, file);
        Self {
            work: preparing.map(move |made| made.map(done)),
            progress: |done, total| Response::Preparing { done, total },
        }
    }

    /// Goes on to the next breath.
    pub fn poll(&mut self) -> Poll<Result<Done, StageError>> {
        self.work.poll()
    }

    /// How far it is.
    pub fn progress(&self) -> Response {
        let Progress { done, total, .. } = self.work.progress();
        (self.progress)(done, total)
    }
}
