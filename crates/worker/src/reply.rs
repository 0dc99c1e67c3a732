//! Sends answers to the page. Files go with the messages as handles.

use std::io::{self, Write};

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope};

use grove_engine::load::check_size;
use grove_protocol::Response;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use super::answer::WorkerAnswer;
use grove_wire::{FromWorker, UNASKED, encode};

/// Answers the call with this number.
pub struct Reply {
    pub id: u32,
}

impl Reply {
    /// Responses without a request.
    pub const UNASKED: Self = Self { id: UNASKED };

    pub fn send(&self, answer: WorkerAnswer) {
        let file = answer.file.map(|file| blob(&file.bytes, file.media_type));
        self.send_with(answer.response, file);
    }

    pub fn send_with(&self, response: Response, file: Option<Blob>) {
        let message = FromWorker {
            id: self.id,
            response,
            file: file.map_or(JsValue::UNDEFINED, JsValue::from),
        };
        post(&encode(&message));
    }
}

/// Posts a message to the page or worker that started this worker.
pub fn post(message: &JsValue) {
    let sent = scope().post_message(message);
    sent.expect("plain values and files can be sent");
}

/// Returns the global scope of this worker.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Reads the bytes of the file beside a message; none where there is no file.
pub async fn bytes(file: &JsValue) -> Result<Vec<u8>, StageError> {
    let Some(blob) = file.dyn_ref::<Blob>() else {
        return Ok(Vec::new());
    };
    check_size(blob.size() as u64)?;
    let unreadable = |_| {
        StageError::new(
            Stage::Load,
            "The browser could not read the file.",
            "It may have been moved or changed since it was chosen: choose it again.",
        )
    };
    let buffer = JsFuture::from(blob.array_buffer())
        .await
        .map_err(unreadable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// A file that is given to the browser in pieces while it is written, so that the engine never holds all of it.
#[derive(Default)]
pub struct FileParts(Array);

impl FileParts {
    /// Returns all that was written to it or to a clone.
    pub fn blob(&self, media_type: &str) -> Blob {
        joined(&self.0, media_type)
    }
}

impl Clone for FileParts {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl Write for FileParts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.push(&blob(bytes, ""));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn blob(bytes: &[u8], media_type: &str) -> Blob {
    joined(&Array::of1(&Uint8Array::from(bytes)), media_type)
}

fn joined(parts: &Array, media_type: &str) -> Blob {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    // Making a Blob from bytes in memory fails only when memory is exhausted, which the page sees as a crash.
    Blob::new_with_u8_array_sequence_and_options(parts, &options).expect("memory for the file")
}
