//! Encodes and decodes the messages between the page and the worker.
//!
//! ```text
//! page ─ object: a call ─→ engine     page ←─ undefined: it listens ─ engine
//!                                          ←─ object: what is reported of a call
//!                                          ←─ text: why it broke, its last word
//! ```
//! Messages are structured-cloned objects (serde-wasm-bindgen). A file goes with its message as a `Blob`, which the
//! browser passes by reference: the page never copies its bytes.

pub mod csp_worker;
pub mod cutting;

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use grove_protocol::{Request, Response};

/// The number of messages that answer no call.
pub const UNASKED: u32 = 0;

/// A call with the page's number for it and the file that it is about (or `undefined`).
#[derive(Serialize, Deserialize)]
pub struct ToWorker {
    /// The number of the call; each answer to it has the same.
    pub id: u32,
    /// The call, with everything that it needs but the file.
    pub request: Request,
    /// A `Blob`, or `undefined`.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub file: JsValue,
}

/// An answer to the call with this number, or its progress, and the file that it brings (or `undefined`).
#[derive(Serialize, Deserialize)]
pub struct FromWorker {
    /// The call's number; [`UNASKED`] where there was no call.
    pub id: u32,
    /// Says that the call's job has begun, how far it is, or what the answer is.
    #[serde(serialize_with = "cutting::serialize")]
    pub response: Response,
    /// A `Blob`, or `undefined`.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub file: JsValue,
}

/// Converts a value to an object that can be posted.
pub fn encode(message: &impl Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(message).expect("every message is an object")
}

/// Reads a message.
///
/// # Errors
/// Where the message is of another build.
pub fn decode<M: for<'de> Deserialize<'de>>(
    message: JsValue,
) -> Result<M, serde_wasm_bindgen::Error> {
    serde_wasm_bindgen::from_value(message)
}
