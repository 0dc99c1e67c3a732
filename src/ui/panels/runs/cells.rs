//! The headings and values of the table of runs.

use crate::ui::charts::metric_names::{label, meaning};
use crate::ui::charts::number::{bytes, date, duration, score_text, significant};
use crate::ui::state::{FOLDS, RunCell, RunColumn, RunRow};

/// Returns a column's heading.
pub fn heading(column: &RunColumn) -> String {
    match column {
        RunColumn::Name => "Run".to_string(),
        RunColumn::When => "When".to_string(),
        RunColumn::Changed => "Since the run before".to_string(),
        RunColumn::Experiment => "Experiment".to_string(),
        RunColumn::Data => "Data set".to_string(),
        RunColumn::Model => "Model".to_string(),
        RunColumn::Cleaning => "Cleaning steps".to_string(),
        RunColumn::Parameter(name) => name.rsplit('.').next().unwrap_or(name).to_string(),
        RunColumn::Metric(name) => label(name).to_string(),
        RunColumn::Folds(name) => [label(metric(name)), " (folds)"].concat(),
        RunColumn::Duration => "Took".to_string(),
        RunColumn::Size => "Model size".to_string(),
        RunColumn::Tags => "Tags".to_string(),
        RunColumn::Note => "Note".to_string(),
    }
}

/// Describes a column whose heading is not enough.
pub fn explained(column: &RunColumn) -> String {
    match column {
        RunColumn::Parameter(name) => name.to_string(),
        RunColumn::Metric(name) => [meaning(name), " On the test rows."].concat(),
        RunColumn::Folds(name) => [
            meaning(metric(name)),
            " Mean ± standard deviation over the folds.",
        ]
        .concat(),
        _ => heading(column),
    }
}

/// Returns the heading under which a column is chosen.
pub fn group(column: &RunColumn) -> &'static str {
    match column {
        RunColumn::Parameter(_) => "Parameters",
        RunColumn::Metric(_) => "Scores on test rows",
        RunColumn::Folds(_) => "Scores of folds",
        _ => "About the run",
    }
}

fn metric(folds: &str) -> &str {
    folds.strip_prefix(FOLDS).unwrap_or(folds)
}

/// Returns a value as text, and whether it is a number.
pub fn value(row: &RunRow, column: &RunColumn) -> (String, bool) {
    match (column, row.cell(column)) {
        (_, RunCell::Nothing) => ("–".to_string(), false),
        (_, RunCell::Text(text)) => (text, false),
        (RunColumn::When, RunCell::Number(at)) => (when(at), false),
        (RunColumn::Duration, RunCell::Number(seconds)) => (duration(seconds * 1000.0), true),
        (RunColumn::Size, RunCell::Number(size)) => (bytes(size), true),
        (RunColumn::Metric(_), RunCell::Number(score)) => (score_text(score), true),
        (RunColumn::Folds(name), RunCell::Number(mean)) => {
            let mut text = score_text(mean);
            if let Some(std) = row.folds(name).and_then(|scores| scores.std) {
                text.push_str(" ± ");
                text.push_str(&score_text(std));
            }
            (text, true)
        }
        // As in recipes and conditions, without groups of digits: a seed is no count.
        (RunColumn::Parameter(_), RunCell::Number(number)) => (number.to_string(), true),
        (_, RunCell::Number(number)) => (significant(number, 6), true),
    }
}

/// Writes a moment in milliseconds since 1970, in local time.
pub fn when(at: f64) -> String {
    let minutes = js_sys::Date::new(&at.into()).get_timezone_offset();
    on_the_wall(at, minutes)
}

/// Writes a moment in local time. `behind` is the number of minutes by which local time is behind UTC.
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
