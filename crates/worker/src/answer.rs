//! An answer: what is told of a call, and the file that comes with it.

use grove_protocol::Response;

#[derive(Debug)]
pub struct Answer<R = Response> {
    pub response: R,
    pub file: Option<File>,
}

/// A file that comes with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
}

impl<R> From<R> for Answer<R> {
    fn from(response: R) -> Self {
        Self {
            response,
            file: None,
        }
    }
}
