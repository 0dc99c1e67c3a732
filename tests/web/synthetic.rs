//! Data sets that are made in the browser.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::shared;

#[wasm_bindgen_test]
fn made_data_has_the_same_bytes_as_natively() {
    for (name, digest) in shared::SYNTHETIC {
        let bytes = grove_synthetic::make(&shared::synthetic(name)).unwrap();
        assert_eq!(shared::hash(&bytes), digest, "{}", name.set().id);
    }
}
