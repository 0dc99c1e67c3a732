//! What a script needs to repeat a training: the file, the columns and the rows.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;

use grove_engine::clean::Cleaned;
use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::split::SplitParts;
use grove_engine::{Pipeline, RunOutcome};
use grove_protocol::report::Metric;
use grove_recipe::columns::{ColumnKind, ColumnSummary, DataSummary, FileFormat};
use grove_recipe::{Decimal, Delimiter, Recipe, Role, Thousands};

/// What a script needs to train the same model.
pub struct TrainingFacts<'a> {
    /// The recipe of the run, as it was asked for.
    pub recipe: &'a Recipe,
    /// The file as it was opened.
    pub data: &'a DataSummary,
    /// The columns after cleaning, with their kinds.
    pub columns: Vec<(String, ColumnKind)>,
    /// The number in the file, from 1, of each row of the cleaned table.
    pub rows: &'a [u32],
    /// Positions in the cleaned table.
    pub parts: &'a SplitParts,
    /// The scores on the test rows.
    pub scores: &'a [Metric],
    /// The share of the test rows whose target is in its conformal interval or set, if there are any.
    pub coverage: Option<f64>,
    /// What was trained.
    pub fitted: &'a FittedPipeline,
}

/// Which file a script reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptInput {
    /// The opened one.
    TheFile,
    /// The cleaned table, which can be downloaded.
    TheCleanedTable,
}

/// What a script does with a row.
const LEFT_OUT: u8 = 0;
const TRAIN: u8 = 1;
const VALIDATION: u8 = 2;
const TEST: u8 = 3;

impl<'a> TrainingFacts<'a> {
    /// Collects the facts of a finished run; `None` if its results are no longer there. `data` must be the file's.
    pub fn of(pipeline: &'a Pipeline, recipe: &'a Recipe, data: &'a DataSummary) -> Option<Self> {
        let cleaned = pipeline.made::<Cleaned>(recipe)?;
        let parts = pipeline.made::<SplitParts>(recipe)?;
        let outcome = pipeline.made::<RunOutcome>(recipe)?;
        Some(Self {
            recipe,
            data,
            columns: cleaned.table.kinds(),
            rows: &cleaned.table.rows,
            parts,
            scores: &outcome.evaluation.metrics,
            coverage: outcome.evaluation.conformal.as_ref().map(|of| of.coverage),
            fitted: &outcome.fitted,
        })
    }

    /// Returns the file itself if it is delimited text whose cells Python reads as Grove does, and cleaning only drops
    /// rows without a target; otherwise the cleaned table.
    pub fn reads(&self) -> ScriptInput {
        let layout = self.data.layout;
        let plain = self.data.format == FileFormat::Delimited
            && self.data.bad_lines.rows + self.data.bad_lines.cells == 0
            && layout.decimal == Decimal::Point
            && layout.thousands == Thousands::None
            && layout.delimiter != Delimiter::Space
            && !self.columns.iter().any(|(_, kind)| kind.is_date())
            && !self
                .data
                .columns
                .iter()
                .any(|column| self.is_told_of(column))
            && self.recipe.load.trim;
        match plain && self.recipe.clean.active().next().is_none() {
            true => ScriptInput::TheFile,
            false => ScriptInput::TheCleanedTable,
        }
    }

    /// Returns whether cells of numbers need Grove's reading, such as 5 % or a dash for a missing one.
    fn is_told_of(&self, column: &ColumnSummary) -> bool {
        let mut notes = self.data.notes.iter();
        let told = notes.any(|note| note.column.as_ref() == Some(&column.name));
        column.unit.is_some() || told && !column.kind.is_text()
    }

    /// Returns the columns of the file that is read, in its order.
    pub fn columns_read(&self) -> Vec<&str> {
        match self.reads() {
            ScriptInput::TheFile => self.data.columns.iter().map(|c| c.name.as_str()).collect(),
            ScriptInput::TheCleanedTable => {
                self.columns.iter().map(|(name, _)| name.as_str()).collect()
            }
        }
    }

    /// Returns the number of rows of the file that is read.
    pub fn rows_read(&self) -> usize {
        match self.reads() {
            ScriptInput::TheFile => self.data.rows as usize,
            ScriptInput::TheCleanedTable => self.rows.len(),
        }
    }

    /// Returns the columns with features.
    pub fn features(&self) -> impl Iterator<Item = (&str, ColumnKind)> {
        let columns = self
            .columns
            .iter()
            .map(|(name, kind)| (name.as_str(), *kind));
        columns.filter(|(name, _)| self.recipe.role(name) == Role::Feature)
    }

    /// Returns the target's kind after cleaning; a category if the table lacks it.
    pub fn target_kind(&self) -> ColumnKind {
        let mut columns = self.columns.iter();
        let target = columns.find(|(name, _)| *name == self.recipe.target);
        target.map_or(ColumnKind::Category, |(_, kind)| *kind)
    }

    /// Writes the part of each row of the file that is read: a digit per row, compressed, in base64.
    pub fn row_parts(&self) -> String {
        let mut of_row = vec![LEFT_OUT; self.rows_read()];
        for (part, positions) in [
            (TRAIN, &self.parts.train),
            (VALIDATION, &self.parts.validation),
            (TEST, &self.parts.test),
        ] {
            for &position in positions {
                let row = match self.reads() {
                    ScriptInput::TheFile => self.rows[position as usize] as usize - 1,
                    ScriptInput::TheCleanedTable => position as usize,
                };
                of_row[row] = part;
            }
        }
        let four = |rows: &[u8]| rows.iter().rev().fold(0, |byte, part| byte << 2 | part);
        let packed: Vec<u8> = of_row.chunks(4).map(four).collect();
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        const IN_MEMORY: &str = "writing to memory does not fail";
        encoder.write_all(&packed).expect(IN_MEMORY);
        STANDARD.encode(encoder.finish().expect(IN_MEMORY))
    }
}
