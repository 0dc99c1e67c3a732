//! What the page and a file know of expressions: what is wrong with one and where, and which functions there are.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is wrong with an expression. `at..at + length` lies within its text, counted in characters from 0; an error
/// at the end of the text has no length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpressionError {
    /// What is wrong, and what to do about it where that can be said, in full sentences.
    pub message: String,
    pub at: u32,
    pub length: u32,
}

/// Counts characters from 1, as people do.
impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.at.saturating_add(1);
        write!(f, "{} (at character {number})", self.message)
    }
}

impl std::error::Error for ExpressionError {}

/// A function that an expression may call, as a list for reading shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionHelp {
    pub name: String,
    /// How it is called, as in `ROUND(x[, digits])`: what stands in brackets may be left out.
    pub signature: String,
    /// What it gives, in one sentence.
    pub help: String,
    /// The heading that it stands below.
    pub group: String,
}
