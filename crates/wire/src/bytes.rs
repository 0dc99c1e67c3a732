//! Messages as bytes, in postcard's format: without names of fields, so that reading them takes little code.
//!
//! Why: `docs/decisions/0035-messages-as-bytes.md`.

use grove_protocol::{Request, Response};
use serde::{Deserialize, Serialize};

use crate::cutting::Cut;
use crate::reader::Reader;

/// Writes a call.
pub fn of_request(request: &Request) -> Vec<u8> {
    written(request)
}

/// Writes what is told to the page, with long texts cut.
pub fn of_response(response: &Response) -> Vec<u8> {
    written(&Cut(response))
}

/// Reads a call that a program of this build has written.
///
/// # Panics
/// It was written by another.
pub fn request(bytes: &[u8]) -> Request {
    read(bytes)
}

/// Reads what is told to the page, written by a program of this build.
///
/// # Panics
/// It was written by another.
pub fn response(bytes: &[u8]) -> Response {
    read(bytes)
}

fn written(message: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(message).expect("every length in a message is known")
}

fn read<'m, M: Deserialize<'m>>(bytes: &'m [u8]) -> M {
    let Ok(message) = M::deserialize(&mut Reader::new(bytes));
    message
}
