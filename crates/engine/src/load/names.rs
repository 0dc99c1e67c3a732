//! Turns a header's texts into unique, non-empty column names.

use std::collections::{HashMap, HashSet};

use csv::ByteRecord;

use crate::table::shorten;
use grove_recipe::columns::Note;
use grove_recipe::count::counted;

use super::error;
use super::limits::check_columns;
use super::records::ReadStop;

/// Joins the names of one header row, or of several: `speed` above `km/h` is `speed km/h`. Invalid UTF-8 is an error,
/// or becomes U+FFFD with `lossy`.
pub fn join_names(header: &[ByteRecord], lossy: bool) -> Result<Vec<String>, ReadStop> {
    let width = header.iter().map(ByteRecord::len).max().unwrap_or(0);
    check_columns(width)?;
    let mut names = vec![String::new(); width];
    for record in header {
        for (index, (name, field)) in names.iter_mut().zip(record).enumerate() {
            let text = String::from_utf8_lossy(field);
            if !lossy && std::str::from_utf8(field).is_err() {
                return Err(ReadStop::NotUtf8(error(
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

/// The most duplicate names that are reported by themselves.
const REPORTED_AT_MOST: usize = 50;

/// Makes the names unique and non-empty, with a note for each name of several columns. O(columns).
pub fn name_columns(wanted: &[String]) -> (Vec<String>, Vec<Note>) {
    let mut names = UniqueNames::default();
    let mut again: Vec<(&str, Vec<(usize, &str)>)> = Vec::new();
    let taken: Vec<String> = wanted
        .iter()
        .zip(1..)
        .map(|(wanted, number)| names.take(wanted, number))
        .collect();
    for ((wanted, name), number) in wanted.iter().zip(&taken).zip(1..) {
        if wanted.is_empty() || name == wanted {
            continue;
        }
        match again
            .iter_mut()
            .take(REPORTED_AT_MOST)
            .find(|(known, _)| known == wanted)
        {
            Some((_, columns)) => columns.push((number, name)),
            None => again.push((wanted, vec![(number, name)])),
        }
    }
    let mut notes = Vec::new();
    for (wanted, columns) in again.iter().take(REPORTED_AT_MOST) {
        let same = format!("the name {} again", shorten(wanted));
        notes.extend(renamed(
            columns,
            [&format!("has {same}"), &format!("have {same}")],
        ));
    }
    if let Some(untold) = again
        .len()
        .checked_sub(REPORTED_AT_MOST)
        .filter(|untold| *untold > 0)
    {
        notes.push(Note::fact(format!(
            "{} a name that is already in use, so a number was added to it.",
            counted(untold as u32, "more column has", "more columns have")
        )));
    }
    (taken, notes)
}

/// Makes the note on columns without a name in the header, each given with its number in the file.
pub fn nameless<'n>(columns: impl Iterator<Item = (usize, &'n str)>) -> Option<Note> {
    renamed(
        &columns.collect::<Vec<_>>(),
        ["has no name", "have no name"],
    )
}

/// Makes a note on wrong names of one or several columns, and their new names.
fn renamed(columns: &[(usize, &str)], [one, several]: [&str; 2]) -> Option<Note> {
    let ((first, name), (last, other)) = (columns.first()?, columns.last()?);
    if columns.len() == 1 {
        let text = format!("Column {first} {one} and is called {}.", shorten(name));
        return Some(Note::fact(text).in_column(*name));
    }
    Some(Note::fact(format!(
        "{} {several}, from column {first} on to column {last}: they are called {} to {}.",
        counted(columns.len() as u32, "column", "columns"),
        shorten(name),
        shorten(other)
    )))
}

/// Names that are in use.
#[derive(Default)]
pub struct UniqueNames {
    known: HashSet<String>,
    /// How often each name was requested, so that the thousandth column of a name need not try all earlier numbers.
    wished: HashMap<String, u32>,
}

impl UniqueNames {
    /// Returns a free name: the requested one, or that with a number behind it; `column_NUMBER` if it is empty.
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
        name
    }
}
