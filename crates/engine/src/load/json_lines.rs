//! Reads JSON lines: one object per line, whose keys are the columns.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};

use serde_json::{Map, Value};

use grove_recipe::OnBadLines;
use grove_recipe::columns::{BadLine, ColumnKind};
use grove_recipe::count::counted;
use grove_recipe::error::StageError;
use grove_recipe::limits::MAX_ROW_BYTES;

use super::limits::{check_columns, long_row};
use super::names::UniqueNames;
use super::texts::TextColumns;
use super::value::marker::is_marker;
use super::{damaged, error};

const ADVICE: &str = "Each line must be an object, such as {\"size\": 1.5, \"colour\": \"red\"}.";

/// Returns whether a text starts as JSON lines do.
pub fn looks_like(sample: &str) -> bool {
    let first = sample.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| serde_json::from_str::<Map<String, Value>>(line).is_ok())
}

pub struct JsonLines {
    text: BufReader<Box<dyn Read>>,
    line: Vec<u8>,
    /// The number of lines that were read, each an object or an error.
    number: u64,
    row: u32,
    /// The column of each key, and the columns' names.
    places: HashMap<String, usize>,
    names: UniqueNames,
    cells: Vec<Option<String>>,
    /// For each column, how many values are texts, and how many are others.
    kinds: Vec<(u32, u32)>,
    pub texts: TextColumns,
    on_bad_lines: OnBadLines,
}

impl JsonLines {
    pub fn begin(text: Box<dyn Read>, on_bad_lines: OnBadLines) -> Self {
        Self {
            text: BufReader::new(text),
            line: Vec::new(),
            number: 0,
            row: 0,
            places: HashMap::new(),
            names: UniqueNames::default(),
            cells: Vec::new(),
            kinds: Vec::new(),
            texts: TextColumns::new(Vec::new()),
            on_bad_lines,
        }
    }

    /// Reads about this many cells. Returns false at the end.
    pub fn read(&mut self, cells: usize) -> Result<bool, StageError> {
        let mut read = 0;
        while read < cells {
            self.line.clear();
            let mut text = self.text.by_ref().take(MAX_ROW_BYTES + 1);
            let length = text.read_until(b'\n', &mut self.line);
            let length = length.map_err(|e| damaged(&e))? as u64;
            if length == 0 {
                return Ok(false);
            }
            self.number += 1;
            if length > MAX_ROW_BYTES {
                return Err(long_row(self.row + 1, self.number));
            }
            if self.line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            self.row += 1;
            match serde_json::from_slice::<Map<String, Value>>(&self.line) {
                Ok(object) => self.take(object)?,
                Err(e) => self.set_aside(&e)?,
            }
            read += self.texts.names.len().max(1);
        }
        Ok(true)
    }

    /// Returns the table of texts. `Err` if most lines are no objects.
    pub fn finish(mut self) -> Result<TextColumns, StageError> {
        /// A column is one of texts unless it has this many times as many other values: a text among numbers is an odd
        /// cell.
        const OTHERS: u32 = 9;
        for (declared, (texts, others)) in self.texts.declared.iter_mut().zip(&self.kinds) {
            if texts.saturating_mul(OTHERS) > *others {
                *declared = Some(ColumnKind::Text);
            }
        }
        let (good, wrong) = (self.texts.rows.len(), self.texts.bad_lines.rows);
        if good == 0 {
            return Err(error("No line of the file is a JSON object.", ADVICE));
        }
        if wrong as usize > good {
            let first = self.texts.bad_lines.listed.first();
            let first = first.map_or("", |bad| bad.problem.as_str());
            let others = counted(wrong - 1, "more line has", "more lines have");
            return Err(error(format!("{first} {others} the same problem."), ADVICE));
        }
        Ok(self.texts)
    }

    fn take(&mut self, object: Map<String, Value>) -> Result<(), StageError> {
        check_columns(object.len())?;
        self.cells.iter_mut().for_each(|cell| *cell = None);
        for (key, value) in object {
            let place = match self.places.get(&key) {
                Some(place) => *place,
                None => {
                    let place = self.cells.len();
                    let name = self.names.take(key.trim(), place + 1);
                    self.texts.add_column(name, None)?;
                    self.places.insert(key, place);
                    self.cells.push(None);
                    self.kinds.push((0, 0));
                    place
                }
            };
            match &value {
                Value::String(text) if !is_marker(text) => self.kinds[place].0 += 1,
                Value::String(_) | Value::Null => {}
                _ => self.kinds[place].1 += 1,
            }
            self.cells[place] = cell(value);
        }
        self.texts.push_cells(self.row, &self.cells)
    }

    fn set_aside(&mut self, why: &serde_json::Error) -> Result<(), StageError> {
        if self.on_bad_lines != OnBadLines::Error && !self.texts.lists_more() {
            self.texts.bad_lines.rows += 1;
            return Ok(());
        }
        let problem = format!(
            "Row {} (line {}) is not a JSON object: {why}.",
            self.row, self.number
        );
        if self.on_bad_lines == OnBadLines::Error {
            return Err(error(problem, ADVICE).at_row(self.row));
        }
        self.texts.bad_lines.rows += 1;
        self.texts.list(BadLine {
            row: self.row,
            column: None,
            problem,
        });
        Ok(())
    }
}

/// Writes a value as text; nested values stay JSON.
fn cell(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then_some(text),
        other => Some(other.to_string()),
    }
}
