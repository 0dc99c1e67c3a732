//! Encodes and decodes the messages between the page and the worker.
//!
//! ```text
//! page ─ object: a call ─→ engine     page ←─ undefined: it listens ─ engine
//!                                          ←─ object: what is reported of a call
//!                                          ←─ text: why it broke, its last word
//! ```
//! Messages are structured-cloned objects (serde-wasm-bindgen): the number of the build, the call's number, the message
//! as bytes ([`bytes`]), and a file. A file is a `Blob`, which the browser passes by reference: the page never copies its
//! bytes.

pub mod bytes;
pub mod csp_worker;
pub mod cutting;

use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use grove_protocol::build::BUILD;
use grove_protocol::{Request, Response};

/// The number of messages that answer no call.
pub const UNASKED: u32 = 0;

/// A call with the page's number for it and the file that it is about (or `undefined`).
pub struct ToWorker {
    /// The number of the call; each answer to it has the same.
    pub id: u32,
    /// The call, with everything that it needs but the file.
    pub request: Request,
    /// A `Blob`, or `undefined`.
    pub file: JsValue,
}

/// An answer to the call with this number, or its progress, and the file that it brings (or `undefined`).
pub struct FromWorker {
    /// The call's number; [`UNASKED`] where there was no call.
    pub id: u32,
    /// Says that the call's job has begun, how far it is, or what the answer is.
    pub response: Response,
    /// A `Blob`, or `undefined`.
    pub file: JsValue,
}

/// A message that cannot be read: it comes from a program of another build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherBuild;

impl ToWorker {
    /// Makes an object that can be posted.
    pub fn encode(&self) -> JsValue {
        let message = bytes::of_request(&self.request);
        Envelope::around(self.id, &message, &self.file)
    }

    /// Reads a call.
    ///
    /// # Errors
    /// It is of another build.
    pub fn decode(message: JsValue) -> Result<Self, OtherBuild> {
        let (id, message, file) = Envelope::open(message)?;
        let request = bytes::request(&message).map_err(|_| OtherBuild)?;
        Ok(Self { id, request, file })
    }
}

impl FromWorker {
    /// Makes an object that can be posted.
    pub fn encode(&self) -> JsValue {
        let message = bytes::of_response(&self.response);
        Envelope::around(self.id, &message, &self.file)
    }

    /// Reads what is told.
    ///
    /// # Errors
    /// It is of another build.
    pub fn decode(message: JsValue) -> Result<Self, OtherBuild> {
        let (id, message, file) = Envelope::open(message)?;
        let response = bytes::response(&message).map_err(|_| OtherBuild)?;
        Ok(Self { id, response, file })
    }
}

/// Answers a page of another build: it cannot read this either.
pub fn unreadable() -> JsValue {
    Envelope::around(UNASKED, &[], &JsValue::UNDEFINED)
}

/// What crosses as an object.
#[derive(Serialize, Deserialize)]
struct Envelope {
    /// Bytes of another build could mean anything.
    build: u32,
    id: u32,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    message: Uint8Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    file: JsValue,
}

impl Envelope {
    fn around(id: u32, message: &[u8], file: &JsValue) -> JsValue {
        let envelope = Self {
            build: BUILD,
            id,
            message: message.into(),
            file: file.clone(),
        };
        serde_wasm_bindgen::to_value(&envelope).expect("every message is an object")
    }

    fn open(message: JsValue) -> Result<(u32, Vec<u8>, JsValue), OtherBuild> {
        let envelope: Self = serde_wasm_bindgen::from_value(message).map_err(|_| OtherBuild)?;
        match envelope.build {
            BUILD => Ok((envelope.id, envelope.message.to_vec(), envelope.file)),
            _ => Err(OtherBuild),
        }
    }
}
