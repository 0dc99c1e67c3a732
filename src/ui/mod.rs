//! The page.

#[allow(
    clippy::disallowed_methods,
    reason = "pictures are made of pixels, where a last bit is nothing"
)]
pub mod charts;
mod client;
pub mod engine;
mod files;
mod page;
mod panels;
mod shell;
pub mod state;
mod widgets;

pub use shell::mount;
