//! Names: a header's texts become column names, unique and never empty.

use std::collections::HashSet;

use csv::ByteRecord;

use crate::api::columns::Note;

use super::error;
use super::records::Stop;

/// The names of one header row, or of several that belong together: `speed` above `km/h` is `speed km/h`.
/// Bytes that are no UTF-8 are an error, or with `lossy` become U+FFFD.
pub fn join_names(header: &[ByteRecord], lossy: bool) -> Result<Vec<String>, Stop> {
    let width = header.iter().map(ByteRecord::len).max().unwrap_or(0);
    let mut names = vec![String::new(); width];
    for record in header {
        for (index, (name, field)) in names.iter_mut().zip(record).enumerate() {
            let text = String::from_utf8_lossy(field);
            if !lossy && std::str::from_utf8(field).is_err() {
                return Err(Stop::NotUtf8(error(
                    format!("The name of column {} is not valid UTF-8.", index + 1),
                    "Choose another encoding, or save the file as UTF-8 and open it again.",
                )));
            }
            let text = text.trim();
            if !name.is_empty() && !text.is_empty() {
                name.push(' ');
            }
            name.push_str(text);
        }
    }
    Ok(names)
}

/// The names made unique and never empty, with a note for each that had to be changed.
pub fn name_columns(wanted: &[String]) -> (Vec<String>, Vec<Note>) {
    let mut names: Vec<String> = Vec::with_capacity(wanted.len());
    let mut taken = HashSet::new();
    let mut notes = Vec::new();
    for (index, wanted) in wanted.iter().enumerate() {
        let number = index + 1;
        let base = if wanted.is_empty() {
            format!("column_{number}")
        } else {
            wanted.clone()
        };
        let mut name = base.clone();
        let mut copy = 2;
        while !taken.insert(name.clone()) {
            name = format!("{base}_{copy}");
            copy += 1;
        }
        if wanted.is_empty() {
            let text = format!("Column {number} has no name and is called {name}.");
            notes.push(Note::fact(text).in_column(&name));
        } else if name != *wanted {
            let text = format!("Column {number} has the name {wanted} again and is called {name}.");
            notes.push(Note::fact(text).in_column(&name));
        }
        names.push(name);
    }
    (names, notes)
}
