//! Errors in a recipe's JSON, with their positions.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::places;
use crate::error::StageError;
use crate::stage::Stage;

/// An error in a recipe's JSON form: what is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecipeError {
    /// What is wrong, as a full sentence.
    pub problem: String,
    /// What to do about it, as a full sentence; empty if there is no advice.
    pub advice: String,
    /// From 1, as in editors; `None` if the text as a whole is wrong.
    pub line: Option<u32>,
    /// In characters, from 1.
    pub column: Option<u32>,
    /// The path of the parameter; see [`path`](crate::path).
    pub path: Option<String>,
}

impl RecipeError {
    /// Makes an error without a position. Both texts are full sentences; an empty `advice` gives none.
    pub fn new(problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            problem: problem.into(),
            advice: advice.into(),
            line: None,
            column: None,
            path: None,
        }
    }

    /// Sets the position to this byte of the text.
    pub(super) fn at(mut self, text: &str, offset: usize) -> Self {
        let before = &text.as_bytes()[..offset.min(text.len())];
        let start = before.iter().rposition(|byte| *byte == b'\n');
        let start = start.map_or(0, |end| end + 1);
        let lines = before.iter().filter(|byte| **byte == b'\n').count();
        // Counts the first byte of each character before it.
        let letters = before[start..].iter().filter(|byte| **byte & 0xC0 != 0x80);
        self.line = u32::try_from(lines + 1).ok();
        self.column = u32::try_from(letters.count() + 1).ok();
        self
    }

    /// Sets the position to this parameter, or to the innermost value that should contain it.
    pub fn about(mut self, text: &str, path: String) -> Self {
        let offset = places::of(text, &path);
        self.path = Some(path);
        self.at(text, offset)
    }

    /// Makes the error of a recipe that was read with a parameter out of its range.
    pub(super) fn out_of_range(text: &str, error: StageError) -> Self {
        let found = Self::new(error.problem, "Change it.");
        found.about(text, error.parameter.unwrap_or_default().into())
    }
}

impl fmt::Display for RecipeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "Line {line}")?;
            if let Some(column) = self.column {
                write!(f, ", column {column}")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.problem)?;
        if !self.advice.is_empty() {
            write!(f, " {}", self.advice)?;
        }
        Ok(())
    }
}

impl std::error::Error for RecipeError {}

impl From<RecipeError> for StageError {
    /// A file with a recipe is opened at the load stage.
    fn from(mut error: RecipeError) -> Self {
        let advice = std::mem::take(&mut error.advice);
        StageError::new(Stage::Load, error.to_string(), advice)
    }
}
