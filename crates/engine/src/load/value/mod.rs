//! Parses single texts: numbers, dates, missing values. Which of several readings applies to a file is decided in
//! `notation`.
//!
//! Why: `docs/decisions/0003-one-grammar-for-numbers-and-dates.md`.

pub mod date;
pub mod marker;
pub mod number;
mod rest;
pub mod sign;
mod words;
