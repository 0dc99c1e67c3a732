//! A sheet: CSV text that is written cell by cell, with gaps where the spec wants them.

use std::io::Write;

use csv::Writer;

use super::Column;
use super::draw::Draw;
use grove_recipe::synthetic::SyntheticSpec;

pub struct Sheet {
    columns: &'static [Column],
    /// The place of the next cell in its row.
    next: usize,
    missing: f64,
    /// Apart from the values' draws, so that gaps change no value.
    gaps: Draw,
    cell: Vec<u8>,
    csv: Writer<Vec<u8>>,
}

/// Writing to memory fails only where memory ends, and that is an abort.
const IN_MEMORY: &str = "a Vec takes all that is written";

impl Sheet {
    /// A sheet with its header.
    pub fn new(columns: &'static [Column], spec: &SyntheticSpec) -> Self {
        let mut csv = Writer::from_writer(Vec::new());
        csv.write_record(columns.iter().map(|(name, _)| name))
            .expect(IN_MEMORY);
        Self {
            columns,
            next: 0,
            missing: spec.missing,
            gaps: Draw::new(spec.seed, "missing", 0),
            cell: Vec::new(),
            csv,
        }
    }

    pub fn text(&mut self, text: &str) {
        self.write(format_args!("{text}"));
    }

    pub fn whole(&mut self, value: u32) {
        self.write(format_args!("{value}"));
    }

    /// A number that is not negative by so many hundredths.
    pub fn hundredths(&mut self, value: u64) {
        self.write(format_args!("{}.{:02}", value / 100, value % 100));
    }

    /// A number rounded to so many decimals.
    pub fn decimal(&mut self, value: f64, decimals: u32) {
        let unit = 10_i64.pow(decimals);
        // As whole numbers, so that nothing below the last decimal shows as “-0.00”.
        let scaled = (value * unit as f64).round() as i64;
        let sign = if scaled < 0 { "-" } else { "" };
        let (whole, rest) = (scaled.abs() / unit, scaled.abs() % unit);
        self.write(format_args!(
            "{sign}{whole}.{rest:0width$}",
            width = decimals as usize
        ));
    }

    /// A cell that nobody filled in.
    pub fn empty(&mut self) {
        self.write(format_args!(""));
    }

    /// The text that was written.
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
