//! Proposes target columns, and columns to leave out.
//!
//! Why: `docs/decisions/0005-choose-target-and-roles.md`.

mod names;

use grove_recipe::Task;
use grove_recipe::columns::{ColumnKind, ColumnSummary, Histogram, Proposal, Suggestion};

use crate::profile::{counts_rows, words};
use crate::table::Table;

/// A text of fewer words is a name rather than a description.
const WORDS_OF_A_TEXT: usize = 4;
/// Up to this many classes are clearly classes.
const FEW: u32 = 10;
/// From this many different texts on, they are names rather than classes.
const MANY: u32 = 30;
/// Classes are called balanced if the largest is at most this many times the smallest.
const BALANCED: u32 = 3;
/// A target seldom has more missing values than this share.
const MISSING_SHARE: f64 = 0.05;

/// Proposes targets, and columns to leave out: identifiers, numbers that count the rows, short texts and columns
/// without information. O(cells).
pub fn propose(table: &Table, columns: &[ColumnSummary]) -> Proposal {
    let says_little = |c: &ColumnSummary| match table.column(&c.name) {
        Some(column) if c.kind == ColumnKind::Text => words(column) < WORDS_OF_A_TEXT,
        Some(column) => counts_rows(column),
        None => true,
    };
    let leave_out: Vec<String> = columns
        .iter()
        .filter(|c| c.identifier() || c.distinct == 0 || says_little(c))
        .map(|c| c.name.clone())
        .collect();
    let suggestions = suggest(table.height(), columns, &leave_out);
    Proposal {
        suggestions,
        leave_out,
    }
}

/// Returns the most likely targets. If no column looks like one, takes any that varies.
fn suggest(rows: u32, columns: &[ColumnSummary], leave_out: &[String]) -> Vec<Suggestion> {
    let varies = |c: &&ColumnSummary| c.distinct > 1;
    let usable = |c: &&ColumnSummary| {
        let speaks = c.kind != ColumnKind::Text && !c.kind.is_date();
        speaks && varies(c) && !leave_out.contains(&c.name)
    };
    let mut candidates: Vec<&ColumnSummary> = columns.iter().filter(usable).collect();
    if candidates.is_empty() {
        candidates = columns.iter().filter(varies).collect();
    }
    let names: Vec<String> = columns.iter().map(|c| c.name.clone()).collect();
    let is =
        |place: Option<&ColumnSummary>, c: &ColumnSummary| place.is_some_and(|p| p.name == c.name);
    let first = columns
        .iter()
        .find(|c| varies(c) && !leave_out.contains(&c.name));
    let last = columns.iter().rev().find(varies);
    let mut ranked: Vec<(i32, Suggestion)> = candidates
        .iter()
        .map(|column| {
            let named = names::weight(&column.name, &names);
            let (placed, place) = match column {
                c if is(last, c) => (12, Some("it is the last column")),
                c if is(first, c) => (8, Some("it is the first column")),
                _ => (0, None),
            };
            let (fits, kind) = kind(column);
            let lacking = f64::from(column.missing) > MISSING_SHARE * f64::from(rows);
            let score = named + placed + fits - if lacking { 12 } else { 0 };
            let name = (named >= names::REASON_AT_LEAST)
                .then_some("its name is one that is often predicted");
            let why = sentence(
                name.into_iter()
                    .chain(place)
                    .map(String::from)
                    .chain([kind]),
            );
            let column = column.name.clone();
            (score, Suggestion { column, why })
        })
        .collect();
    // Of equal scores the first column in the table comes first.
    ranked.sort_by_key(|(score, _)| -score);
    let best = ranked.into_iter().map(|(_, suggestion)| suggestion);
    best.take(Proposal::SUGGESTIONS).collect()
}

/// Returns how well a column's values suit a target, and their description.
fn kind(column: &ColumnSummary) -> (i32, String) {
    let distinct = column.distinct;
    if column.task() == Task::Regression {
        return (6, "it is a number that varies".into());
    }
    match distinct {
        2 => (10, "it has two values".into()),
        _ if distinct > MANY => (-25, format!("it has {distinct} values")),
        _ if distinct <= FEW && is_balanced(column) => {
            (8, format!("it has {distinct} values of similar frequency"))
        }
        _ => (3, format!("it has {distinct} values")),
    }
}

fn is_balanced(column: &ColumnSummary) -> bool {
    let counts: Vec<u32> = match &column.histogram {
        Histogram::Values { top, other: 0 } => top.iter().map(|(_, count)| *count).collect(),
        Histogram::Numbers { counts, .. } => counts.iter().copied().filter(|n| *n > 0).collect(),
        _ => return false,
    };
    let least = counts.iter().min().copied().unwrap_or(0);
    let most = counts.iter().max().copied().unwrap_or(0);
    least > 0 && most <= least.saturating_mul(BALANCED)
}

/// Joins reasons to one sentence.
fn sentence(reasons: impl Iterator<Item = String>) -> String {
    let reasons: Vec<String> = reasons.collect();
    let joined = match reasons.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first, second] => format!("{first}, and {second}"),
        [all @ .., last] => format!("{}, and {last}", all.join(", ")),
    };
    let mut letters = joined.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}
