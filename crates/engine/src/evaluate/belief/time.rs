//! Finds train rows that are later than test rows.

use crate::profile::full::cells::{Meaning, ProfiledCells};
use crate::table::column::Column;
use grove_protocol::report::{Doubt, Remedy};
use grove_recipe::number::{count, counted, fixed};
use grove_recipe::{Question, Role, SplitMethod};

use super::intraclass::IntraclassPairs;
use super::{BeliefRows, QuestionResult, doubt};

/// Words in a column's name which say that its dates are not those of the rows.
const OTHER_DAYS: [&str; 7] = [
    "birth",
    "birthday",
    "birthdate",
    "born",
    "dob",
    "expiry",
    "expires",
];
/// From this share of neighbouring rows in the order of time (of those whose times differ), a file is in the order of
/// time.
const IN_ORDER: f64 = 0.9;
/// The target changes with time if neighbours in time are at least this similar, by at least this many standard errors.
const MOVES: (f64, f64) = (0.05, 4.0);
/// With fewer rows, nothing is reported.
const ROWS_AT_LEAST: usize = 20;

/// A column of times.
struct TimeColumn<'a> {
    name: &'a str,
    /// The times of all rows as keys.
    keys: Vec<u64>,
    meaning: Meaning,
    in_order: bool,
    /// The similarity of neighbours in time, if it is not chance.
    moves: Option<f64>,
}

/// Looks for train rows that are later than test rows. Only if rows are split at random and a date column has the
/// time of each row: the rows are in its order, or the target changes with it. Otherwise the time of a row does not matter.
pub fn ask(rows: &BeliefRows) -> QuestionResult {
    if rows.recipe.split.method != SplitMethod::Random {
        return QuestionResult::fine("Not checked, because the split is not random.");
    }
    let dates = rows.cleaned.columns.iter();
    let dates = dates.filter(|c| c.kind.is_date() && c.missing == 0 && c.distinct > 1);
    let dates = dates.filter(|c| rows.recipe.role(&c.name) != Role::Target && is_of_row(&c.name));
    let timed = dates.filter_map(|c| timed(rows, &c.name, rows.cleaned.table.column(&c.name)?));
    let timed: Vec<TimeColumn> = timed.collect();
    if timed.is_empty() {
        return QuestionResult::fine("No column has a date for every row.");
    }
    // Takes the first column that the file is in order of, or else the one with which the target moves most.
    let moved = |timed: &&TimeColumn| timed.moves.is_some();
    let most = |a: &&TimeColumn, b: &&TimeColumn| {
        a.moves.unwrap_or(0.0).total_cmp(&b.moves.unwrap_or(0.0))
    };
    let chosen = timed.iter().find(|timed| timed.in_order);
    let Some(timed) = chosen.or_else(|| timed.iter().filter(moved).max_by(most)) else {
        return QuestionResult::fine(
            "The target does not change with the dates, and the rows are not in the order of the dates.",
        );
    };
    let key = |row: &u32| timed.keys[*row as usize];
    let test = rows.parts.test.len() as u32;
    let latest = rows.parts.train.iter().map(key).max().unwrap_or(0);
    let earlier = rows
        .parts
        .test
        .iter()
        .filter(|row| key(row) < latest)
        .count() as u32;
    let fine = format!("By {}, no train row is later than a test row.", timed.name);
    if earlier == 0 {
        return QuestionResult::fine(fine);
    }
    let days = |key: Option<&u64>| {
        let text = key.map_or(String::new(), |key| timed.meaning.text(*key));
        text.split(' ').next().unwrap_or_default().to_owned()
    };
    let moves = match timed.moves {
        Some(alike) => format!(
            " {} changes over time (correlation of successive rows {}).",
            rows.recipe.target,
            fixed(alike, 2)
        ),
        None => " The rows are in the order of this column.".into(),
    };
    let remedy = Remedy::SplitByTime {
        column: timed.name.into(),
    };
    QuestionResult {
        failing: earlier,
        of: test,
        fine,
        doubts: vec![Doubt {
            found: format!(
                "The rows are split at random, although {} gives their time ({} to {}). Train has later rows than {} of {}.{moves}",
                timed.name,
                days(timed.keys.iter().min()),
                days(timed.keys.iter().max()),
                count(earlier),
                counted(test, "test row", "test rows"),
            ),
            advice: "If the model will predict later rows, split by time, so that it is not trained on rows that are later than the test rows.".into(),
            ..doubt(Question::Time, vec![timed.name.into()], remedy)
        }],
    }
}

fn is_of_row(name: &str) -> bool {
    let words = super::groups::words(name);
    !words.iter().any(|word| OTHER_DAYS.contains(&word.as_str()))
}

fn timed<'a>(rows: &BeliefRows, name: &'a str, column: &Column) -> Option<TimeColumn<'a>> {
    let ProfiledCells::Numbers(cells) = ProfiledCells::new(column) else {
        return None;
    };
    let mut keys = Vec::with_capacity(column.len());
    cells.each(0, column.len(), |key| keys.extend(key));
    if keys.len() != column.len() || keys.len() < ROWS_AT_LEAST {
        return None;
    }
    let (mut up, mut down) = (0u32, 0u32);
    for pair in keys.windows(2) {
        up += u32::from(pair[0] < pair[1]);
        down += u32::from(pair[0] > pair[1]);
    }
    let in_order = f64::from(up.max(down)) >= IN_ORDER * f64::from(up + down);
    let mut order: Vec<(u64, u32)> = keys.iter().copied().zip(0..).collect();
    order.sort_unstable();
    let mut alike = IntraclassPairs::new(rows.target());
    for pair in order.windows(2) {
        alike.group(&[pair[0].1, pair[1].1]);
    }
    let (correlation, errors) = alike.finish();
    let moves = (correlation >= MOVES.0 && errors >= MOVES.1).then_some(correlation);
    let meaning = cells.meaning();
    Some(TimeColumn {
        name,
        keys,
        meaning,
        in_order,
        moves,
    })
}
