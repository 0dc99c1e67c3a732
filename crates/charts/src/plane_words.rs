//! What a plane says in words.

use grove_protocol::report::{PLANE_ROWS, PlaneAxis, PlaneReport};
use grove_recipe::number::{count, counted, date, percent, significant};

use crate::plane_marks::ringed;

/// The most columns of which is said where they are held.
const HELD: usize = 4;

/// Returns the picture's title.
pub fn title(report: &PlaneReport) -> String {
    let both = [&report.x.column, " and ", &report.y.column].concat();
    match report.field {
        Some(_) => ["Decision map of ", &both].concat(),
        None => ["Rows by ", &both].concat(),
    }
}

/// Describes the picture.
pub fn in_words(report: &PlaneReport) -> String {
    let drawn = report.points.len() as u32;
    let mut words = counted(drawn, "row", "rows");
    if report.drawn_from > PLANE_ROWS {
        words.extend([" of ", &count(report.drawn_from), ", drawn by chance"]);
    }
    if !report.target.is_empty() {
        words.extend([", coloured by ", &report.target]);
    }
    words.push('.');
    if report.left_out > 0 {
        let out = counted(
            report.left_out,
            "row without a value here is",
            "rows without a value here are",
        );
        words.extend([" ", &out, " left out."]);
    }
    let Some(field) = &report.field else {
        return words;
    };
    words.push_str(match report.classes.is_empty() {
        true => " Behind them, in the same colours, is what the model answers",
        false => " Behind them is the class that the model answers, the stronger the more certain",
    });
    let held = &field.held[..field.held.len().min(HELD)];
    for (place, (column, value)) in held.iter().enumerate() {
        let start = if place == 0 { ", with " } else { ", " };
        words.extend([start, column, " held at ", value]);
    }
    let more = field.held.len() - held.len();
    if more > 0 {
        let more = counted(more as u32, "more column at its", "more columns at their");
        words.extend([" and ", &more, " typical value"]);
    }
    words.push('.');
    for column in &field.unused {
        words.extend([" The model does not use ", column, "."]);
    }
    let tested = report
        .points
        .iter()
        .filter(|point| point.predicted.is_some())
        .count() as u32;
    let ringed = ringed(report).len() as u32;
    if tested > 0 {
        let of = counted(tested, "test row", "test rows");
        let rest = match report.classes.is_empty() {
            true => " with the largest errors are ringed.",
            false => " are answered wrong, and ringed.",
        };
        let ringed = match ringed {
            0 => "None".to_owned(),
            ringed => count(ringed),
        };
        words.extend([" ", &ringed, " of ", &of, rest]);
    }
    words
}

/// Describes the row with this index; empty where there is none.
pub fn describe(report: &PlaneReport, index: usize) -> String {
    let Some(point) = report.points.get(index) else {
        return String::new();
    };
    let mut words = ["Row ", &count(point.row), ": "].concat();
    words.extend([&*report.x.column, " ", &value(&report.x, point.x)]);
    words.extend([", ", &report.y.column, " ", &value(&report.y, point.y)]);
    if !report.target.is_empty() {
        words.extend([", ", &report.target, " ", &answer(report, point.target)]);
    }
    if let Some(predicted) = point.predicted {
        words.extend([", predicted ", &answer(report, predicted)]);
    }
    if point.test {
        words.push_str(", a test row");
    }
    words.push('.');
    words
}

/// Writes a value of a column.
pub fn value(shown: &PlaneAxis, value: f64) -> String {
    match shown.categories.get(value as usize) {
        Some(name) => name.clone(),
        None if shown.kind.is_date() => date(value),
        None => significant(value, 4),
    }
}

/// Writes a class or a value of the target.
pub fn answer(report: &PlaneReport, target: f64) -> String {
    let class = report.classes.get(target as usize);
    class.cloned().unwrap_or_else(|| significant(target, 4))
}

/// Describes the answer in a cell of the field.
pub fn cell(report: &PlaneReport, index: usize) -> Option<String> {
    let field = report.field.as_ref()?;
    let mut words = answer(report, *field.answers.get(index)?);
    if let Some(certainty) = field.certainty.get(index) {
        words.extend([" (", &percent(*certainty), ")"]);
    }
    Some(words)
}
