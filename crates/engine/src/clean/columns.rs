//! Selects, inserts, removes and renames columns of a table.

use std::collections::{HashMap, HashSet};

use crate::table::Table;
use crate::table::column::Column;
use crate::table::frame::Frame;
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;

use super::error;

/// Returns the columns that a step works on: the named ones, each of which must exist and suit the step, or else all
/// that suit it.
///
/// # Errors
/// Where a named column does not exist or does not suit the step.
pub fn chosen(
    table: &Table,
    named: &[String],
    suits: impl Fn(&str, ColumnKind) -> bool,
    what_suits: &str,
) -> Result<Vec<String>, StageError> {
    if named.is_empty() {
        let kinds = table.kinds().into_iter();
        let suitable = kinds.filter(|(name, kind)| suits(name, *kind));
        return Ok(suitable.map(|(name, _)| name).collect());
    }
    for name in named {
        let kind = kind_of(table, name)?;
        if !suits(name, kind) {
            let problem = format!(
                "{name} is of type {}; this step is for {what_suits}.",
                kind.name()
            );
            let advice = "Choose other columns, or cast this one in an earlier step.";
            return Err(error(problem, advice).in_column(name));
        }
    }
    Ok(named.to_vec())
}

/// Returns the kind of a column, which must exist.
///
/// # Errors
/// Where the column does not exist.
pub fn kind_of(table: &Table, name: &str) -> Result<ColumnKind, StageError> {
    let place = table.frame.position(name);
    place.map(|place| table.kinds[place]).ok_or_else(|| {
        error(
            format!("There is no column {name} at this step."),
            "Choose a column that exists before this step, or move the step.",
        )
        .in_column(name)
    })
}

/// Puts columns of the table's height in the places of those with the same names, or after all others. O(columns).
pub fn put(table: &mut Table, new: Vec<(Column, ColumnKind)>) {
    let mut columns = table.frame.columns().to_vec();
    let names = columns.iter().map(|column| column.name().to_owned());
    let mut places: HashMap<String, usize> = names.zip(0..).collect();
    for (column, kind) in new {
        match places.get(column.name()) {
            Some(&place) => {
                columns[place] = column;
                table.kinds[place] = kind;
            }
            None => {
                places.insert(column.name().to_owned(), columns.len());
                columns.push(column);
                table.kinds.push(kind);
            }
        }
    }
    rebuild(table, columns);
}

/// Removes columns. O(columns).
pub fn remove(table: &mut Table, names: &[String]) {
    let mut columns = table.frame.columns().to_vec();
    let names: HashSet<&str> = names.iter().map(String::as_str).collect();
    let stays = |column: &Column| !names.contains(column.name());
    let mut kinds = columns.iter().map(stays).collect::<Vec<_>>().into_iter();
    table.kinds.retain(|_| kinds.next() == Some(true));
    columns.retain(stays);
    rebuild(table, columns);
}

/// Renames a column. The name must be free.
pub fn rename(table: &mut Table, from: &str, to: &str) {
    let mut columns = table.frame.columns().to_vec();
    for column in &mut columns {
        if column.name() == from {
            column.rename(to);
        }
    }
    rebuild(table, columns);
}

fn rebuild(table: &mut Table, columns: Vec<Column>) {
    table.frame = Frame::new(table.rows.len(), columns)
        .expect("columns of the table's height with names of their own");
}
