//! Describes each expectation in one sentence.

use crate::Rule;
use crate::count::{count, counted};
use crate::parameters::COMPARISON;

impl Rule {
    /// Describes the expectation: such as `fare is from 0 to 180`.
    pub fn sentence(&self) -> String {
        match self {
            Rule::ColumnPresent { column } => format!("There is a column {column}"),
            Rule::ColumnType { column, kind } => format!("The type of {column} is {}", kind.name()),
            Rule::NotNull { column } => format!("{column} is never missing"),
            Rule::MissingShareAtMost { column, share } => {
                let percent = (share * 10_000.0).round() / 100.0;
                format!("{column} is missing in at most {percent} % of the rows")
            }
            Rule::Unique { columns } => match columns.as_slice() {
                [column] => format!("{column} tells every row apart"),
                columns => format!("{} together tell every row apart", list(columns)),
            },
            Rule::InRange { column, min, max } => match (min, max) {
                (Some(min), Some(max)) => format!("{column} is from {min} to {max}"),
                (Some(min), None) => format!("{column} is at least {min}"),
                (None, Some(max)) => format!("{column} is at most {max}"),
                (None, None) => format!("{column} is any number"),
            },
            Rule::InPeriod {
                column,
                from,
                until,
            } => match (from, until) {
                (Some(from), Some(until)) => format!("{column} is from {from} to {until}"),
                (Some(from), None) => format!("{column} is not before {from}"),
                (None, Some(until)) => format!("{column} is not after {until}"),
                (None, None) => format!("{column} is any day"),
            },
            Rule::InSet { column, values } => format!("{column} is one of {}", list(values)),
            Rule::MatchesPattern { column, pattern } => format!("{column} matches {pattern}"),
            Rule::RowCount { min, max } => match (min, max) {
                (Some(min), Some(max)) => {
                    format!("There are {} to {} rows", count(*min), count(*max))
                }
                (Some(min), None) => format!("There are at least {}", rows(*min)),
                (None, Some(max)) => format!("There are at most {}", rows(*max)),
                (None, None) => "There is any number of rows".into(),
            },
            Rule::CompareColumns {
                left,
                comparison,
                right,
            } => format!("{left} {} {right}", COMPARISON.label_of(*comparison)),
            Rule::Distribution { column, .. } => {
                format!("{column} is distributed as it was remembered")
            }
        }
    }
}

fn rows(rows: u32) -> String {
    counted(rows, "row", "rows")
}

/// Lists the first few names, and how many more there are.
pub fn list<T: AsRef<str>>(names: &[T]) -> String {
    const NAMED: usize = 5;
    let named: Vec<&str> = names.iter().take(NAMED).map(AsRef::as_ref).collect();
    let mut text = named.join(", ");
    if names.len() > NAMED {
        text.push_str(&format!(" and {} more", names.len() - NAMED));
    }
    text
}
