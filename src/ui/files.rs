//! Moves files between the person's disk, the page's own origin and the engine. Their bytes never enter the page's
//! memory.

use gloo::timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Response, Url};

/// Fetches a file on the page's own origin, by its path relative to the document.
pub async fn fetch(path: &str) -> Result<Blob, String> {
    let unreachable = |_| format!("{path} could not be fetched.");
    let response = JsFuture::from(gloo::utils::window().fetch_with_str(path))
        .await
        .map_err(unreachable)?
        .dyn_into::<Response>()
        .map_err(unreachable)?;
    if !response.ok() {
        return Err(format!(
            "{path} could not be fetched (status {}).",
            response.status()
        ));
    }
    JsFuture::from(response.blob().map_err(unreachable)?)
        .await
        .map_err(unreachable)?
        .dyn_into::<Blob>()
        .map_err(unreachable)
}

/// Makes a file of this text; `None` if there is not enough memory.
pub fn text_file(text: &str, media_type: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&text.into());
    Blob::new_with_str_sequence_and_options(&parts, &options).ok()
}

/// Saves a file as a download.
pub fn save(blob: &Blob, name: &str) {
    // Long enough for the slowest browser to have read the file.
    const KEPT_MS: u32 = 60_000;
    let Ok(url) = Url::create_object_url_with_blob(blob) else {
        return;
    };
    if let Ok(element) = gloo::utils::document().create_element("a") {
        let link: HtmlAnchorElement = element.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    Timeout::new(KEPT_MS, move || {
        // A URL that is already gone needs no further step.
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
}
