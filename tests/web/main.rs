//! In a real browser: the worker behind its real boundary, and panels of the page.
#![cfg(target_arch = "wasm32")]

mod engine;
mod forest;
mod models;
mod panels;
#[path = "../shared/mod.rs"]
mod shared;
mod storage;
mod synthetic;
mod wire;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
