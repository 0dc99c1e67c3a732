//! The handlers of the calls to the store of runs.

mod comparison;
mod files;
mod models;
mod runs;
mod tables;
