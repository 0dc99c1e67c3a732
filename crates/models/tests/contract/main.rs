//! What every model must keep: one list of learners (tools.rs), one function per rule.

mod columns;
mod edges;
mod errors;
mod files;
mod golden;
mod reference;
mod rows;
mod tools;
