//! Starts workers under the page's content-security policy.
//!
//! A document's policy does not apply to a worker whose script comes from the network, and a static host sends no
//! policy with it. A worker that is made from a blob inherits the policy of its creator, so the page and the engine
//! start theirs from a blob that imports the script; `worker-src blob:` in the policy refuses every other worker.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url, Worker, WorkerOptions, WorkerType};

/// A running worker. Dropping it ends it, whatever it is doing.
pub struct CspWorker {
    /// The browser's worker, to which messages are posted.
    pub worker: Worker,
    /// The address of the blob, which must exist until the worker has read it.
    url: String,
}

impl CspWorker {
    /// Starts the script at an absolute address. If it cannot be loaded, the worker sends the reason as a text.
    pub fn import(script: &str, name: &str) -> Result<Self, JsValue> {
        // Keeps messages that arrive before the script listens.
        let text = format!(
            "self.first = new Promise((resolve) => {{
                self.addEventListener('message', ({{ data }}) => resolve(data), {{ once: true }});
            }});
            import({script:?}).catch((error) => {{
                self.postMessage(String(error.message));
                self.close();
            }});"
        );
        Self::run(&text, name)
    }

    /// Runs this text as a module.
    pub fn run(text: &str, name: &str) -> Result<Self, JsValue> {
        let kind = BlobPropertyBag::new();
        kind.set_type("text/javascript");
        let parts = Array::of1(&text.into());
        let blob = Blob::new_with_str_sequence_and_options(&parts, &kind)?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(name);
        let url = Url::create_object_url_with_blob(&blob)?;
        let worker = Worker::new_with_options(&url, &options)?;
        Ok(Self { worker, url })
    }
}

impl Drop for CspWorker {
    fn drop(&mut self) {
        self.worker.terminate();
        // Revoking an address that was made here cannot fail.
        let _ = Url::revoke_object_url(&self.url);
    }
}
