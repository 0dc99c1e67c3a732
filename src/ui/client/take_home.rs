//! Files for other tools: made by the engine, looked at, and saved when the person says so.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use super::Client;
use crate::ui::files::save;
use crate::ui::state::Question;
use grove_protocol::Request;
use grove_protocol::take_home::Format;

impl Client {
    /// Has a file made of the latest run.
    pub fn prepare(&self, format: Format, examples: bool) {
        let request = Request::Prepare { format, examples };
        self.put(Question::Prepare { format }, request, JsValue::UNDEFINED);
    }

    pub(super) fn prepared(&self, format: Format, file: JsValue) {
        if let Ok(blob) = file.dyn_into::<Blob>() {
            let mut inner = self.inner.borrow_mut();
            inner.prepared.retain(|(known, _)| *known != format);
            inner.prepared.push((format, blob));
        }
    }

    /// Saves the file that was made last in this format.
    pub fn save_prepared(&self, format: Format) {
        let inner = self.inner.borrow();
        let known = inner.prepared.iter().find(|(known, _)| *known == format);
        if let Some((_, blob)) = known {
            save(blob, format.file_name());
        }
    }
}
