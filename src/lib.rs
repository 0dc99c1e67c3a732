//! Grove: a machine-learning pipeline playground that lives in one static web page.
//!
//! This package holds the page (`ui`) and the small programs (`bin`); everything else is a crate of its own in `crates/`.

#[cfg(feature = "ui")]
pub mod ui;
