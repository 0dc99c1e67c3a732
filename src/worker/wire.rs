//! How messages cross between the page and the worker.
//!
//! Messages are structured-cloned objects (serde-wasm-bindgen); a file travels beside its message as a `Blob`,
//! which the browser hands over by reference: its bytes are never copied on the page's side.

use gloo_worker::{Codec, HandlerId, Worker, WorkerScope};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use crate::api::protocol::{Request, Response};

/// The number of what the worker tells unasked.
pub const UNASKED: u32 = 0;

/// A request with the page's number for it and the file that it is about (or `undefined`).
#[derive(Serialize, Deserialize)]
pub struct ToWorker {
    pub id: u32,
    pub request: Request,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub file: JsValue,
}

/// A response to the request with the same number, and the file that it brings (or `undefined`).
#[derive(Serialize, Deserialize)]
pub struct FromWorker {
    pub id: u32,
    pub response: Response,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub file: JsValue,
}

/// Encodes messages as JavaScript objects.
pub struct Objects;

impl Codec for Objects {
    fn encode<I: Serialize>(input: I) -> JsValue {
        serde_wasm_bindgen::to_value(&input).expect("every message is an object")
    }

    fn decode<O: for<'de> Deserialize<'de>>(input: JsValue) -> O {
        // The first message is a protocol version, so nothing else of another build gets here.
        serde_wasm_bindgen::from_value(input).expect("page and worker are of one build")
    }
}

/// The worker as the page knows it: by its messages alone. It has no values; the engine lives elsewhere.
pub enum Address {}

impl Worker for Address {
    type Message = ();
    type Input = ToWorker;
    type Output = FromWorker;

    fn create(_: &WorkerScope<Self>) -> Self {
        unreachable!("the page only sends to the worker, it never is one")
    }

    fn update(&mut self, _: &WorkerScope<Self>, (): ()) {
        match *self {}
    }

    fn received(&mut self, _: &WorkerScope<Self>, _: ToWorker, _: HandlerId) {
        match *self {}
    }
}
