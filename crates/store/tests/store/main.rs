//! Stored runs and models, in memory: every operation, every error of reading, and that a failure changes nothing.

mod archive;
mod everything;
mod limits;
mod registry;
mod runs;
mod tables;
mod tools;
mod unreadable;
