//! The longer of the sentences that describe expectations.

use crate::ComparisonOperator;
use crate::count::{count, counted};

pub fn missing(column: &str, share: f64) -> String {
    let percent = (share * 10_000.0).round() / 100.0;
    format!("{column} is missing in at most {percent} % of the rows")
}

pub fn unique(columns: &[String]) -> String {
    match columns {
        [column] => format!("{column} is different in each row"),
        columns => format!("{} together are different in each row", list(columns)),
    }
}

pub fn range(column: &str, min: Option<f64>, max: Option<f64>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{column} is from {min} to {max}"),
        (Some(min), None) => format!("{column} is at least {min}"),
        (None, Some(max)) => format!("{column} is at most {max}"),
        (None, None) => format!("{column} is any number"),
    }
}

pub fn period(column: &str, from: Option<&str>, until: Option<&str>) -> String {
    match (from, until) {
        (Some(from), Some(until)) => format!("{column} is from {from} to {until}"),
        (Some(from), None) => format!("{column} is not before {from}"),
        (None, Some(until)) => format!("{column} is not after {until}"),
        (None, None) => format!("{column} is any day"),
    }
}

pub fn row_count(min: Option<u32>, max: Option<u32>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("There are {} to {} rows", count(min), count(max)),
        (Some(min), None) => format!("There are at least {}", rows(min)),
        (None, Some(max)) => format!("There are at most {}", rows(max)),
        (None, None) => "There is any number of rows".into(),
    }
}

pub fn comparison(left: &str, comparison: ComparisonOperator, right: &str) -> String {
    let mut relations = ComparisonOperator::RELATIONS.iter();
    let relation = relations.find(|(known, _)| *known == comparison);
    let (_, relation) = relation.expect("each has its words");
    format!("{left} {relation} {right}")
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
