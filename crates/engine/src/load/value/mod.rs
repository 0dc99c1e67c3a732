//! Parses single texts: numbers, dates, missing values. Which of several readings applies to a file is decided in
//! `notation`.

pub mod date;
pub mod marker;
pub mod number;
mod rest;
pub mod sign;
mod words;
