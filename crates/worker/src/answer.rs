//! A response with the bytes of the file that comes with it.

use grove_protocol::Response;

#[derive(Debug)]
pub struct WorkerAnswer<R = Response> {
    pub response: R,
    pub file: Option<AnswerFile>,
}

/// A file that comes with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerFile {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
}

impl<R> From<R> for WorkerAnswer<R> {
    fn from(response: R) -> Self {
        Self {
            response,
            file: None,
        }
    }
}
