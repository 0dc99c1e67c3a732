//! Names: a header's texts become column names, unique and never empty.

use std::collections::{HashMap, HashSet};

use csv::ByteRecord;

use crate::api::columns::Note;
use crate::api::count::counted;
use crate::pipeline::table::shorten;

use super::error;
use super::limits::check_columns;
use super::records::Stop;

/// The names of one header row, or of several that belong together: `speed` above `km/h` is `speed km/h`.
/// Bytes that are no UTF-8 are an error, or with `lossy` become U+FFFD.
pub fn join_names(header: &[ByteRecord], lossy: bool) -> Result<Vec<String>, Stop> {
    let width = header.iter().map(ByteRecord::len).max().unwrap_or(0);
    check_columns(width)?;
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

/// Renamed columns that are each told.
const TOLD: usize = 50;

/// The names made unique and never empty, with a note for each that had to be changed, and one for all that are too many
/// to tell. O(columns).
pub fn name_columns(wanted: &[String]) -> (Vec<String>, Vec<Note>) {
    let mut names = Names::default();
    let mut notes = Vec::new();
    let mut untold = 0u32;
    for (wanted, number) in wanted.iter().zip(1..) {
        let name = names.take(wanted, number);
        let problem = if wanted.is_empty() {
            "has no name".to_owned()
        } else if name != *wanted {
            format!("has the name {} again", shorten(wanted))
        } else {
            continue;
        };
        if notes.len() == TOLD {
            untold += 1;
            continue;
        }
        let text = format!(
            "Column {number} {problem} and is called {}.",
            shorten(&name)
        );
        notes.push(Note::fact(text).in_column(&name));
    }
    if untold > 0 {
        notes.push(Note::fact(format!(
            "{} no name of their own and are called by a name and a number.",
            counted(untold, "more column has", "more columns have")
        )));
    }
    (names.taken, notes)
}

/// Names that are in use.
#[derive(Default)]
pub struct Names {
    taken: Vec<String>,
    known: HashSet<String>,
    /// How often each was wished, so that a thousandth of its name need not try all numbers before.
    wished: HashMap<String, u32>,
}

impl Names {
    /// A name that none has: the wished one, or that with a number behind it; `column_NUMBER` where it is empty.
    pub fn take(&mut self, wished: &str, number: usize) -> String {
        let base = match wished {
            "" => format!("column_{number}"),
            wished => wished.to_owned(),
        };
        let mut name = base.clone();
        if self.known.contains(&name) {
            let copy = self.wished.entry(base.clone()).or_insert(1);
            while self.known.contains(&name) {
                *copy += 1;
                name = format!("{base}_{copy}");
            }
        }
        self.known.insert(name.clone());
        self.taken.push(name.clone());
        name
    }
}
