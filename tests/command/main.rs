//! The native command: what it leaves, what it skips, what it says, and what becomes of it when things go wrong.
#![allow(
    clippy::disallowed_methods,
    reason = "native tests of a command that reads and writes files"
)]

mod begin;
mod dvc;
mod explain;
mod exports;
mod halts;
mod help;
mod sets;
mod slices;
mod stages;
mod threshold;
mod told;
mod tools;
mod trials;
mod trouble;
mod yaml;
