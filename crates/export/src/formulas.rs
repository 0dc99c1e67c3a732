//! Finds texts in a CSV file that a spreadsheet would run as formulas. They are not changed, so that the file reads back
//! as the same table; the person is warned.

use grove_recipe::count::counted;

/// Returns a note for people who open a CSV file of Grove in a spreadsheet; `None` if no cell starts like a formula.
/// O(bytes).
pub fn note(csv: &[u8]) -> Option<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv);
    let mut record = csv::ByteRecord::new();
    let mut cells = 0u64;
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        cells += record.iter().filter(|cell| is_formula(cell)).count() as u64;
    }
    (cells > 0).then(|| {
        format!(
            "{} with =, +, -, @, a tab or a line end, which a spreadsheet may take for a formula: import the file there as \
             text. The cells are as they were.",
            counted(cells, "cell begins", "cells begin")
        )
    })
}

/// Returns whether a cell starts like a formula. A number may have a sign.
fn is_formula(cell: &[u8]) -> bool {
    let begins = matches!(
        cell.first(),
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\n')
    );
    let number = || std::str::from_utf8(cell).is_ok_and(|text| text.parse::<f64>().is_ok());
    begins && !number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_counted_and_numbers_are_none() {
        assert_eq!(note(b"a,b\n-1.5,+3\n1e-5,-inf\nx=1,\n"), None);
        let told = note(b"a,b\n=1+1,\"@SUM(A1)\"\n-1,\"\t=2\"\n-x,+1 2\n").unwrap();
        assert!(told.starts_with("5 cells begin with ="), "{told}");
        assert!(note(b"=a,b\n1,2\n").unwrap().starts_with("1 cell begins"));
    }
}
