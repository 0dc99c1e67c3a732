//! Hostile files: whatever a file holds, it is read or refused in words, within bounds of time and memory, by the command
//! as it is shipped. `GROVE_COMMAND` names a release build of it; without one, the dev build is tried.
#![allow(
    clippy::disallowed_methods,
    reason = "a native test that starts the command and measures it"
)]

mod bombs;
mod files;
mod foreign;
mod mutants;
mod packed;
mod reader;
mod steps;
