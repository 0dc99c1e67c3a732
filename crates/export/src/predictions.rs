//! Writes predictions as CSV, with probabilities or intervals in full precision.

use grove_engine::predict::predictions::PredictionTable;

use crate::table::write_records;

/// Writes UTF-8 CSV with commas, `\n` line ends and a header. The same predictions give the same bytes.
pub fn write(table: &PredictionTable) -> Vec<u8> {
    write_records(table.header(), table.records())
}
