//! Writes CSV text cell by cell, and leaves cells empty at the spec's rate of missing values.

use std::io::Write;

use csv::Writer;

use super::Column;
use super::sampler::Sampler;
use grove_recipe::synthetic::SyntheticSpec;

/// A CSV file that is being written.
pub struct CsvWriter {
    columns: &'static [Column],
    /// The column of the next cell.
    next: usize,
    /// The share of missing cells.
    missing: f64,
    /// Draws which cells are missing. Separate from the values' draws, so that missing cells change no value.
    gaps: Sampler,
    cell: Vec<u8>,
    csv: Writer<Vec<u8>>,
}

/// Why writing to memory cannot fail.
const IN_MEMORY: &str = "a Vec takes all that is written";

impl CsvWriter {
    /// Starts a file with its header.
    pub fn new(columns: &'static [Column], spec: &SyntheticSpec) -> Self {
        let mut csv = Writer::from_writer(Vec::new());
        csv.write_record(columns.iter().map(|(name, _)| name))
            .expect(IN_MEMORY);
        Self {
            columns,
            next: 0,
            missing: spec.missing,
            gaps: Sampler::new(spec.seed, "missing", 0),
            cell: Vec::new(),
            csv,
        }
    }

    /// Writes a text.
    pub fn text(&mut self, text: &str) {
        self.write(format_args!("{text}"));
    }

    /// Writes a whole number.
    pub fn whole(&mut self, value: u32) {
        self.write(format_args!("{value}"));
    }

    /// Writes a number of hundredths with two decimals.
    pub fn hundredths(&mut self, value: u64) {
        self.write(format_args!("{}.{:02}", value / 100, value % 100));
    }

    /// Writes a number rounded to this many decimals.
    pub fn decimal(&mut self, value: f64, decimals: u32) {
        let unit = 10_i64.pow(decimals);
        // Rounds to a whole number first, so that no tiny negative number is written as “-0.00”.
        let scaled = (value * unit as f64).round() as i64;
        let sign = if scaled < 0 { "-" } else { "" };
        let (whole, rest) = (scaled.abs() / unit, scaled.abs() % unit);
        self.write(format_args!(
            "{sign}{whole}.{rest:0width$}",
            width = decimals as usize
        ));
    }

    /// Writes an empty cell.
    pub fn empty(&mut self) {
        self.write(format_args!(""));
    }

    /// Returns the file's bytes.
    pub fn finish(self) -> Vec<u8> {
        self.csv.into_inner().expect(IN_MEMORY)
    }

    fn write(&mut self, text: std::fmt::Arguments) {
        let (_, may_be_missing) = self.columns[self.next];
        self.cell.clear();
        if !(may_be_missing && self.gaps.chance(self.missing)) {
            self.cell.write_fmt(text).expect(IN_MEMORY);
        }
        self.csv.write_field(&self.cell).expect(IN_MEMORY);
        self.next += 1;
        if self.next == self.columns.len() {
            self.next = 0;
            self.csv.write_record(None::<&[u8]>).expect(IN_MEMORY);
        }
    }
}
