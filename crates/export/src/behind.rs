//! Writes the test rows behind a number of the evaluation as CSV.

use grove_engine::evaluate::behind::RowsBehind;

use crate::table::write_records;

/// Writes UTF-8 CSV with commas, `\n` line ends and a header. The same rows give the same bytes.
pub fn write(rows: &RowsBehind) -> Vec<u8> {
    write_records(rows.header(), rows.records())
}
