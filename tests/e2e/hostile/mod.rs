//! The hostile files that the command is tried with, opened in the page: the engine as it is shipped reads or refuses
//! each in the same words, and never ends of one.

#[path = "../../hostile/bombs.rs"]
mod bombs;
#[path = "../../hostile/files.rs"]
mod files;
#[path = "../../hostile/packed.rs"]
mod packed;
mod reader;
