//! Errors of stages: what went wrong, where, and what to do about it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::stage::Stage;
use crate::LoadChoice;

/// An error of a stage. It names the column and the row if there is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageError {
    /// The stage that found the error.
    pub stage: Stage,
    /// What is wrong, as a full sentence.
    pub problem: String,
    /// What to do about it, as a full sentence; empty if there is no advice.
    pub advice: String,
    /// The column's name; `None` if the error is not about a single column.
    pub column: Option<Box<str>>,
    /// The data row, counted from 1 below the header.
    pub row: Option<u32>,
    /// The place of the cleaning step in its list, from 0.
    pub step: Option<u32>,
    /// The wrong part of the step's expression: its first character, from 0, and its length in characters.
    pub at: Option<(u32, u32)>,
    /// The path of the parameter in the recipe; see [`path`](super::path).
    pub parameter: Option<Box<str>>,
    /// Another way to read the file that avoids the error.
    #[serde(default)]
    pub choice: Option<Box<LoadChoice>>,
}

impl StageError {
    /// Makes an error without a place. Both texts are full sentences; an empty `advice` gives none.
    pub fn new(stage: Stage, problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            stage,
            problem: problem.into(),
            advice: advice.into(),
            column: None,
            row: None,
            step: None,
            at: None,
            parameter: None,
            choice: None,
        }
    }

    /// Sets the column that the error is about.
    pub fn in_column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into().into());
        self
    }

    /// Sets the cleaning step, and names it at the start of the text, counted from 1.
    pub fn in_step(mut self, place: u32) -> Self {
        self.problem = format!("Step {}: {}", place.saturating_add(1), self.problem);
        self.step = Some(place);
        self
    }

    /// Sets the path of the parameter in the recipe; see [`path`](super::path).
    pub fn of_parameter(mut self, path: String) -> Self {
        self.parameter = Some(path.into());
        self
    }

    /// Sets the data row, counted from 1 below the header.
    pub fn at_row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }
}

impl fmt::Display for StageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.stage.name(), self.problem)?;
        if !self.advice.is_empty() {
            write!(f, " {}", self.advice)?;
        }
        Ok(())
    }
}

impl std::error::Error for StageError {}
