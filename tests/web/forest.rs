//! The forest's bits in the browser.

use wasm_bindgen_test::wasm_bindgen_test;

#[path = "../../crates/forest/tests/forest/golden.rs"]
mod golden;

#[wasm_bindgen_test]
fn a_forest_has_the_same_bits_as_natively() {
    assert_eq!(golden::digest(), golden::DIGEST);
}
