//! Values as people write them: numbers, dates, and what stands for none. Each text is looked at by itself; which of
//! several readings holds for a file is judged elsewhere.

pub mod date;
pub mod marker;
pub mod number;
mod rest;
pub mod sign;
mod words;
