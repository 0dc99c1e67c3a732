//! Parses single texts: numbers, dates, missing values. `notation` decides which of several readings applies to a file.
//!
//! Why: `docs/decisions/0002-type-columns-at-load.md`.

pub mod date;
pub mod marker;
pub mod number;
mod rest;
pub mod sign;
mod words;
