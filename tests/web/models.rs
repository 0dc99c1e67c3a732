//! The models' bits in the browser.

use wasm_bindgen_test::wasm_bindgen_test;

#[path = "../../crates/models/tests/contract/golden.rs"]
mod golden;

#[wasm_bindgen_test]
fn models_have_the_same_bits_as_natively() {
    golden::check();
}
