//! Stores the texts of a column in one buffer while a file is read. An empty text is a missing value.

use crate::table::column::Column;

/// The texts of a column. A cell takes 4 bytes and its letters, where a finished column takes 16 bytes or more. The
/// letters of all columns together are limited (`limits.rs`).
#[derive(Default)]
pub struct CellTexts {
    letters: String,
    /// The end of each cell.
    ends: Vec<u32>,
}

impl CellTexts {
    /// Makes this many missing cells.
    pub fn missing(rows: usize) -> Self {
        Self {
            letters: String::new(),
            ends: vec![0; rows],
        }
    }

    pub fn push(&mut self, text: &str) {
        self.letters.push_str(text);
        self.ends.push(self.letters.len() as u32);
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns whether no cell has a value.
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// Returns the text of a cell; `None` if it is missing.
    pub fn get(&self, row: usize) -> Option<&str> {
        let end = *self.ends.get(row)? as usize;
        let start = match row {
            0 => 0,
            row => self.ends[row - 1] as usize,
        };
        let text = &self.letters[start..end];
        (!text.is_empty()).then_some(text)
    }

    /// Returns the texts of evenly spread rows, every `step`-th.
    pub fn every(&self, step: usize) -> impl Iterator<Item = Option<&str>> {
        (0..self.len())
            .step_by(step.max(1))
            .map(|row| self.get(row))
    }

    /// Removes the cells of rows that are not kept.
    pub fn keep(&mut self, kept: &[bool]) {
        let mut left = Self::default();
        for (row, kept) in kept.iter().enumerate() {
            if *kept {
                left.push(self.get(row).unwrap_or_default());
            }
        }
        *self = left;
    }

    pub fn finish(self, name: &str) -> Column {
        Column::of_texts(name, self.every(1))
    }
}
