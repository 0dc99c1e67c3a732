//! Writes predictions as CSV, with probabilities or intervals in full precision.

use grove_engine::predict::predictions::PredictionTable;

/// Writes UTF-8 CSV with commas, `\n` line ends and a header. The same predictions give the same bytes.
pub fn write(table: &PredictionTable) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    const IN_MEMORY: &str = "writing to memory does not fail, and all records are as long";
    writer.write_record(table.header()).expect(IN_MEMORY);
    for record in table.records() {
        writer.write_record(record).expect(IN_MEMORY);
    }
    writer.into_inner().expect(IN_MEMORY)
}
