//! Changes texts: trims them, changes their case, replaces parts, merges values.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::load::types::texts;
use crate::table::Table;
use crate::table::column::Column;
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;
use grove_recipe::{Case, Merge};

use super::columns::kind_of;
use super::error;
use super::growth::TextGrowth;

/// Applies `change` to every text of these columns; an empty result becomes missing. O(cells).
pub fn change_texts(
    table: &Table,
    columns: &[String],
    change: impl Fn(&str) -> Cow<'_, str>,
) -> Result<Vec<(Column, ColumnKind)>, StageError> {
    let change_column = |name: &String| {
        let kind = kind_of(table, name)?;
        let column = table.column(name).filter(|column| column.texts().is_some());
        let column = column.ok_or_else(|| {
            error(format!("{name} holds no texts."), "Choose another column.").in_column(name)
        })?;
        Ok((changed(column, &change)?, kind))
    };
    columns.iter().map(change_column).collect()
}

fn changed(column: &Column, change: impl Fn(&str) -> Cow<'_, str>) -> Result<Column, StageError> {
    let mut growth = TextGrowth::of(column.name());
    let mut cells = Vec::with_capacity(column.len());
    for cell in texts(column).iter() {
        let text = cell.map(&change).filter(|text| !text.is_empty());
        growth.add(text.as_ref().map_or(0, |text| text.len()))?;
        cells.push(text);
    }
    Ok(Column::of_texts(column.name(), cells))
}

/// Checks, without making the texts, that they would not be too long with every `part` of them replaced.
pub fn check_replaced(
    table: &Table,
    columns: &[String],
    part: &str,
    value: &str,
) -> Result<(), StageError> {
    if value.len() <= part.len() {
        return Ok(());
    }
    for name in columns {
        let mut growth = TextGrowth::of(name);
        let cells = table.column(name).and_then(Column::texts);
        for text in cells.into_iter().flat_map(|cells| cells.iter().flatten()) {
            let more = text.matches(part).count() * (value.len() - part.len());
            growth.add(text.len() + more)?;
        }
    }
    Ok(())
}

/// Removes spaces at the ends, and reduces several in a row to one.
pub fn trimmed(text: &str) -> Cow<'_, str> {
    let words = || text.split_whitespace();
    let length: usize = words().map(str::len).sum::<usize>() + words().count().saturating_sub(1);
    // Only a text without spaces other than single plain ones is as long as its words and their separators.
    if length == text.len() && !text.contains(|c: char| c.is_whitespace() && c != ' ') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(words().collect::<Vec<_>>().join(" "))
}

pub fn in_case(text: &str, case: Case) -> String {
    match case {
        Case::Lower => text.to_lowercase(),
        Case::Upper => text.to_uppercase(),
        Case::Title => {
            let mut title = String::with_capacity(text.len());
            let mut inside = false;
            for letter in text.chars() {
                if inside {
                    title.extend(letter.to_lowercase());
                } else {
                    title.extend(letter.to_uppercase());
                }
                // An apostrophe does not start a word: What's does not become What'S.
                inside = letter.is_alphanumeric() || (inside && matches!(letter, '\'' | '’'));
            }
            title
        }
    }
}

/// Returns the replacement of each merged value. The first merge that names a value applies.
pub fn names(merges: &[Merge]) -> HashMap<&str, &str> {
    let mut names = HashMap::new();
    for merge in merges {
        for value in &merge.from {
            names.entry(value.as_str()).or_insert(merge.to.as_str());
        }
    }
    names
}
