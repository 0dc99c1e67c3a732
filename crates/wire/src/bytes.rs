//! Messages as bytes, in postcard's format: without names of fields, so that reading them takes little code.
//!
//! Why: `docs/decisions/0035-messages-as-bytes.md`.

use grove_protocol::{Request, Response};
use serde::Serialize;

use crate::cutting::Cut;

/// Writes a call.
pub fn of_request(request: &Request) -> Vec<u8> {
    written(request)
}

/// Writes what is told to the page, with long texts cut.
pub fn of_response(response: &Response) -> Vec<u8> {
    written(&Cut(response))
}

/// Reads a call.
///
/// # Errors
/// The bytes are no call as this build writes it.
pub fn request(bytes: &[u8]) -> postcard::Result<Request> {
    postcard::from_bytes(bytes)
}

/// Reads what is told to the page.
///
/// # Errors
/// The bytes are no answer as this build writes it.
pub fn response(bytes: &[u8]) -> postcard::Result<Response> {
    postcard::from_bytes(bytes)
}

fn written(message: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(message).expect("every length in a message is known")
}
