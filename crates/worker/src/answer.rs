//! A response with the bytes of the file that comes with it.

use grove_protocol::Response;

/// An answer to a call, with the file that belongs to it.
#[derive(Debug)]
pub struct WorkerAnswer<R = Response> {
    /// Says that the call's job has begun, how far it is, or what the answer is.
    pub response: R,
    /// `None` where the answer has no file.
    pub file: Option<AnswerFile>,
}

/// A file that comes with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerFile {
    /// The file's content.
    pub bytes: Vec<u8>,
    /// Its MIME type, such as `text/csv`.
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
