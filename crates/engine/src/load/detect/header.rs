//! Detects whether the first record is a header or a row like the others.

use grove_recipe::LoadChoice;
use grove_recipe::columns::Note;

use super::{CellGuess, seems};

/// The least number of numeric rows below a row of units.
const ROWS_BELOW_UNITS: usize = 3;
/// The least number of numeric columns with a unit.
const COLUMNS_OF_UNITS: usize = 2;
/// The least number of columns that are named by an ascending sequence of numbers.
const COLUMNS_OF_STEPS: usize = 3;

/// The evidence for and against the first record being the header.
struct HeaderEvidence {
    /// The number of texts above columns of numbers or dates.
    names: usize,
    /// The number of values above columns of values of the same kind.
    values: usize,
    /// The number of texts that occur again in their column of texts.
    again: usize,
    /// The number of texts that do not.
    unlike: usize,
    /// Whether its numbers are a sequence, such as years, that continues from column to column.
    counts_on: bool,
}

/// Returns whether the first of these records names the columns of those below it, by its texts above their numbers.
pub fn is_header(records: &[&[String]]) -> bool {
    match records {
        [first, below @ ..] if !below.is_empty() => {
            let evidence = evidence(first, below);
            evidence.names > evidence.values && evidence.again == 0
        }
        _ => false,
    }
}

/// Returns how many rows name the columns, and a note if nothing in the file decides.
pub fn header_rows(records: &[Vec<String>]) -> (u32, Option<Note>) {
    let rows: Vec<&[String]> = records.iter().map(Vec::as_slice).collect();
    let [first, below @ ..] = rows.as_slice() else {
        return (1, None);
    };
    if below.is_empty() {
        return (1, None);
    }
    let found = evidence(first, below);
    if found.values == 0 && has_units(below) {
        return (2, None);
    }
    let counted = found.counts_on && found.again == 0;
    if found.names > 0 && (counted || found.names >= found.values + found.again) {
        return (1, None);
    }
    if found.values == 0 && (found.again == 0 || found.unlike > 0) {
        // Only texts: an evident name counts more than a value, but nothing is certain.
        let says =
            found.names > 0 || first.len() == 1 || repeats_below(below) || are_words(first, below);
        let sure = says && found.again == 0;
        return (1, (!sure).then(in_doubt));
    }
    if counted {
        // Such as years above the values of each, or the numbers that pandas gives to columns.
        let sure = found.unlike > 0 || first.len() >= COLUMNS_OF_STEPS;
        return (1, (!sure).then(in_doubt));
    }
    let note = Note::fact("The file has no header: the first row holds values like those below.")
        .or(
            "Read the first row as the header",
            LoadChoice::HeaderRows(1),
        );
    (0, Some(note))
}

/// Returns whether the first row has only words, as names do, and the rows below do not.
fn are_words(first: &[String], below: &[&[String]]) -> bool {
    let word = |cell: &String| {
        let mut letters = cell.trim().chars();
        letters.next().is_some_and(|c| c.is_lowercase() || c == '_')
            && letters.all(|c| c.is_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let row = |row: &[String]| row.iter().all(word);
    row(first) && !below.iter().any(|below| row(below))
}

fn in_doubt() -> Note {
    Note::fact("The first row is read as the header; nothing in the file shows whether it is one.")
        .in_doubt()
        .or("Read it as data", LoadChoice::HeaderRows(0))
}

/// Returns whether texts repeat often in the rows below, so that a first row unlike them is a header.
fn repeats_below(below: &[&[String]]) -> bool {
    let width = below.iter().map(|row| row.len()).max().unwrap_or(0);
    (0..width).any(|column| {
        let cells: Vec<&str> = cells(below, column).collect();
        let mut distinct = cells.clone();
        distinct.sort_unstable();
        distinct.dedup();
        distinct.len() * 2 <= cells.len()
    })
}

/// Returns the present cells of a column.
fn cells<'a>(rows: &'a [&'a [String]], column: usize) -> impl Iterator<Item = &'a str> {
    let cells = rows.iter().filter_map(move |row| row.get(column));
    cells
        .map(|cell| cell.trim())
        .filter(|cell| seems(cell) != CellGuess::Missing)
}

/// Returns what nearly all present cells of a column seem to be.
fn kind(rows: &[&[String]], column: usize) -> CellGuess {
    /// Of ten cells, this many are nearly all.
    const NEARLY_ALL: usize = 9;
    let (mut numbers, mut dates, mut all) = (0, 0, 0);
    for cell in cells(rows, column) {
        all += 1;
        match seems(cell) {
            CellGuess::Number => numbers += 1,
            CellGuess::Date => dates += 1,
            _ => {}
        }
    }
    let nearly = |count: usize| all > 0 && count * 10 >= all * NEARLY_ALL;
    match all {
        0 => CellGuess::Missing,
        _ if nearly(numbers) => CellGuess::Number,
        _ if nearly(dates) => CellGuess::Date,
        _ => CellGuess::Text,
    }
}

fn evidence(first: &[String], below: &[&[String]]) -> HeaderEvidence {
    /// A record that is repeated in less than one of this many rows is a repeated header, and is no evidence about
    /// values.
    const SELDOM: usize = 20;
    let same = |row: &&[String]| *row == first;
    let again = below.iter().filter(|row| same(row)).count();
    let others: Vec<&[String]>;
    let below = match again > 0 && again * SELDOM <= below.len() {
        true => {
            others = below.iter().copied().filter(|row| !same(row)).collect();
            &others[..]
        }
        false => below,
    };
    let mut found = HeaderEvidence {
        names: 0,
        values: 0,
        again: 0,
        unlike: 0,
        counts_on: counts_on(first, below),
    };
    for (column, cell) in first.iter().enumerate() {
        let cell = cell.trim();
        match (seems(cell), kind(below, column)) {
            (CellGuess::Missing, _) | (_, CellGuess::Missing) => {}
            (CellGuess::Text, CellGuess::Number | CellGuess::Date) => found.names += 1,
            (CellGuess::Text, _) if is_word_above_codes(cell, below, column) => found.names += 1,
            (CellGuess::Text, _) => {
                let again = cells(below, column).any(|other| other == cell);
                found.again += usize::from(again);
                found.unlike += usize::from(!again);
            }
            (same, kind) => {
                let value = same == kind && !is_lone_year(cell, below, column);
                found.values += usize::from(value);
            }
        }
    }
    found
}

/// Returns whether a text without digits is above texts that all have some: `district` above `AK-1`.
fn is_word_above_codes(text: &str, below: &[&[String]], column: usize) -> bool {
    const CODES: usize = 5;
    let has_digit = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    !has_digit(text)
        && cells(below, column).nth(CODES - 1).is_some()
        && cells(below, column).all(has_digit)
}

/// Returns whether a number is a year above measured values, nearly none of which is a whole number from zero on.
fn is_lone_year(text: &str, below: &[&[String]], column: usize) -> bool {
    const CELLS: usize = 5;
    /// Of ten cells, this many are few.
    const FEW: usize = 2;
    let is_year = text
        .parse()
        .is_ok_and(|year: i64| (1800..=2100).contains(&year));
    let all = cells(below, column).count();
    let whole = cells(below, column).filter(|cell| cell.parse::<u64>().is_ok());
    is_year && all >= CELLS && whole.count() * 10 <= all * FEW
}

/// Returns whether the numbers of a record, if there are some, continue from column to column: pandas' numbers of
/// columns, or years.
fn counts_on(record: &[String], below: &[&[String]]) -> bool {
    let numbers = record
        .iter()
        .enumerate()
        .filter(|(_, cell)| seems(cell) == CellGuess::Number);
    let counted: Option<Vec<(usize, i64)>> = numbers
        .map(|(place, cell)| Some((place, cell.trim().parse().ok()?)))
        .collect();
    let Some(counted) = counted.filter(|counted| counted.len() > 1) else {
        return false;
    };
    let (first, step) = (counted[0].1, counted[1].1.saturating_sub(counted[0].1));
    let steady = counted
        .windows(2)
        .all(|pair| pair[1].1.saturating_sub(pair[0].1) == step);
    (steady && step == 1 && (0..=1).contains(&first)) || are_years(&counted, steady, below)
}

/// Returns whether numbers at these positions are years that name the columns below them: at equal steps, or at least
/// ascending above cells that are not years.
fn are_years(counted: &[(usize, i64)], steady: bool, below: &[&[String]]) -> bool {
    /// Of ten cells, this many are nearly all.
    const NEARLY_ALL: usize = 9;
    let is_year = |number: i64| (1500..=2200).contains(&number);
    let far = |step: i64| step == 0 || step.abs() > 10;
    if !counted.iter().all(|(_, number)| is_year(*number))
        || far(counted[1].1 - counted[0].1)
        // A year that occurs again in its own column is a value.
        || counted.iter().any(|(place, year)| {
            cells(below, *place).any(|cell| cell.parse() == Ok(*year))
        })
    {
        return false;
    }
    if steady {
        return true;
    }
    let (mut years, mut all) = (0, 0);
    for (place, _) in counted {
        for cell in cells(below, *place) {
            all += 1;
            years += usize::from(cell.parse().is_ok_and(is_year));
        }
    }
    counted.len() >= COLUMNS_OF_STEPS
        && counted.is_sorted_by(|before, after| before.1 < after.1)
        && years * 10 < all * NEARLY_ALL
}

/// Returns whether the second row has the units of the numbers below it.
fn has_units(below: &[&[String]]) -> bool {
    let [second, rest @ ..] = below else {
        return false;
    };
    if rest.len() < ROWS_BELOW_UNITS {
        return false;
    }
    let (mut units, mut others) = (0, 0);
    for (column, cell) in second.iter().enumerate() {
        let cell = cell.trim();
        if kind(rest, column) == CellGuess::Number {
            units += usize::from(is_unit(cell));
            others += usize::from(!cell.is_empty() && !is_unit(cell));
        } else {
            let again = cells(rest, column).any(|other| other == cell);
            others += usize::from(!cell.is_empty() && again);
        }
    }
    // A single odd cell above numbers is a wrong value, and a text that is repeated is a value, too.
    units >= COLUMNS_OF_UNITS && others == 0
}

/// Returns whether a text above numbers may be their unit. A marker of missing values is not.
fn is_unit(text: &str) -> bool {
    let says = text
        .chars()
        .any(|c| c.is_alphabetic() || "%°€$£".contains(c));
    says && !text.starts_with(|c: char| c.is_ascii_digit() || c == '#')
        && seems(text) == CellGuess::Text
}
