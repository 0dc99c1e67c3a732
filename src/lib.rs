//! Grove: a machine-learning pipeline playground that lives in one static web page.
//!
//! This package holds the page (`ui`) and the small programs (`bin`); everything else is a crate of its own in `crates/`.

#[cfg(feature = "ui")]
#[allow(
    missing_docs,
    reason = "the page is a program: only its tests see its modules"
)]
pub mod ui;
