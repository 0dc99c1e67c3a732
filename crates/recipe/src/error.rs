//! Errors of stages: what went wrong, where, and what to do about it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::stage::Stage;
use crate::LoadChoice;

/// An error found by a stage. It names the column and the row where there is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageError {
    /// The stage that found the error.
    pub stage: Stage,
    /// What is wrong, as a full sentence.
    pub problem: String,
    /// What the person can do, as a full sentence; empty where nothing can be said.
    pub advice: String,
    /// The column's name; `None` where the error is about no single column.
    pub column: Option<Box<str>>,
    /// The data row, counted from 1 below the header.
    pub row: Option<u32>,
    /// The place of the step of cleaning in its list, from 0.
    pub step: Option<u32>,
    /// The wrong part of the step's expression: its first character, from 0, and how many they are.
    pub at: Option<(u32, u32)>,
    /// Where the parameter is in the recipe, by the names on the way to it; see [`path`](super::path).
    pub parameter: Option<Box<str>>,
    /// Another reading of the file, by which it would be none.
    #[serde(default)]
    pub choice: Option<Box<LoadChoice>>,
}

impl StageError {
    /// Makes an error that names no place yet. Both texts are full sentences; an empty `advice` gives none.
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

    /// Says at the start which step it is, counted from 1 as people do.
    pub fn in_step(mut self, place: u32) -> Self {
        self.problem = format!("Step {}: {}", place.saturating_add(1), self.problem);
        self.step = Some(place);
        self
    }

    /// Sets the place of the parameter in the recipe; see [`path`](super::path).
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
