//! The page.

pub mod charts;
mod client;
mod engine;
mod files;
mod page;
mod panels;
mod shell;
pub mod state;
mod widgets;

pub use shell::mount;
