//! What stands in the table of runs: headings, and values in words.

use crate::ui::charts::metric_names::{label, meaning};
use crate::ui::charts::number::{bytes, date, duration, score_text, significant};
use crate::ui::state::{Cell, Column, FOLDS, Row};

/// A column's heading.
pub fn heading(column: &Column) -> String {
    match column {
        Column::Name => "Run".to_string(),
        Column::When => "When".to_string(),
        Column::Experiment => "Experiment".to_string(),
        Column::Data => "Data set".to_string(),
        Column::Model => "Model".to_string(),
        Column::Parameter(name) => name.rsplit('.').next().unwrap_or(name).to_string(),
        Column::Metric(name) => label(name).to_string(),
        Column::Folds(name) => [label(metric(name)), " (folds)"].concat(),
        Column::Duration => "Took".to_string(),
        Column::Size => "Model size".to_string(),
        Column::Tags => "Tags".to_string(),
        Column::Note => "Note".to_string(),
    }
}

/// What a column means, where its heading does not say all of it.
pub fn explained(column: &Column) -> String {
    match column {
        Column::Parameter(name) => name.to_string(),
        Column::Metric(name) => [meaning(name), " On the test rows."].concat(),
        Column::Folds(name) => [
            meaning(metric(name)),
            " Mean ± standard deviation over the folds.",
        ]
        .concat(),
        _ => heading(column),
    }
}

/// Under which heading a column is chosen.
pub fn group(column: &Column) -> &'static str {
    match column {
        Column::Parameter(_) => "Parameters",
        Column::Metric(_) => "Scores on test rows",
        Column::Folds(_) => "Scores of folds",
        _ => "About the run",
    }
}

fn metric(folds: &str) -> &str {
    folds.strip_prefix(FOLDS).unwrap_or(folds)
}

/// A value as it is read, and whether it is a number.
pub fn value(row: &Row, column: &Column) -> (String, bool) {
    match (column, row.cell(column)) {
        (_, Cell::Nothing) => ("–".to_string(), false),
        (_, Cell::Text(text)) => (text, false),
        (Column::When, Cell::Number(at)) => (when(at), false),
        (Column::Duration, Cell::Number(seconds)) => (duration(seconds * 1000.0), true),
        (Column::Size, Cell::Number(size)) => (bytes(size), true),
        (Column::Metric(_), Cell::Number(score)) => (score_text(score), true),
        (Column::Folds(name), Cell::Number(mean)) => {
            let mut text = score_text(mean);
            if let Some(std) = row.folds(name).and_then(|scores| scores.std) {
                text.push_str(" ± ");
                text.push_str(&score_text(std));
            }
            (text, true)
        }
        // As it is written in a recipe and in a condition: a seed is no count.
        (Column::Parameter(_), Cell::Number(number)) => (number.to_string(), true),
        (_, Cell::Number(number)) => (significant(number, 6), true),
    }
}

/// A moment in milliseconds since 1970, by the clock on the wall.
pub fn when(at: f64) -> String {
    let minutes = js_sys::Date::new(&at.into()).get_timezone_offset();
    on_the_wall(at, minutes)
}

/// `behind` is how many minutes the clock on the wall is behind UTC.
fn on_the_wall(at: f64, behind: f64) -> String {
    const DAY: f64 = 1440.0;
    let minutes = (at / 60_000.0 - behind).floor();
    if !minutes.is_finite() {
        return "–".to_string();
    }
    let of_day = minutes.rem_euclid(DAY) as u32;
    format!(
        "{} {:02}:{:02}",
        date((minutes / DAY).floor()),
        of_day / 60,
        of_day % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_by_the_clock_on_the_wall() {
        assert_eq!(on_the_wall(0.0, 0.0), "1970-01-01 00:00");
        // 2024-05-17 23:59 UTC, two hours later in Berlin, six earlier in Denver.
        let at = 1_715_990_340_000.0;
        assert_eq!(on_the_wall(at, 0.0), "2024-05-17 23:59");
        assert_eq!(on_the_wall(at, -120.0), "2024-05-18 01:59");
        assert_eq!(on_the_wall(at, 360.0), "2024-05-17 17:59");
        assert_eq!(on_the_wall(f64::NAN, 0.0), "–");
    }
}
