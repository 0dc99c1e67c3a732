//! Writes a table as CSV: dates in ISO 8601, numbers in their shortest exact form, missing cells empty. Read with the
//! same types it gives the same table.

use std::io;

use grove_engine::load::types::cell_text;
use grove_engine::table::Table;
use grove_engine::table::column::Column;

/// Writes UTF-8 CSV with commas, `\n` line ends and a header. The same table gives the same bytes.
pub fn write(table: &Table) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_to(table, &mut bytes);
    bytes
}

/// Writes records of texts likewise, each as long as the header.
pub(super) fn write_records(
    header: Vec<String>,
    records: impl Iterator<Item = Vec<String>>,
) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    const IN_MEMORY: &str = "writing to memory does not fail, and all records are as long";
    for record in std::iter::once(header).chain(records) {
        writer.write_record(record).expect(IN_MEMORY);
    }
    writer.into_inner().expect(IN_MEMORY)
}

/// Writes the same bytes, piece by piece, to a sink that never fails.
pub(super) fn write_to(table: &Table, sink: impl io::Write) {
    let mut writer = csv::Writer::from_writer(sink);
    const NEVER_FAILS: &str = "the sink does not fail, and all records are as long";
    let columns = table.frame.columns();
    writer
        .write_record(columns.iter().map(Column::name))
        .expect(NEVER_FAILS);
    for row in 0..table.rows.len() {
        let cells = columns
            .iter()
            .map(|column| cell_text(column, row).unwrap_or_default());
        writer.write_record(cells).expect(NEVER_FAILS);
    }
    writer.flush().expect(NEVER_FAILS);
}
