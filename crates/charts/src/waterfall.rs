//! Predict: how the columns of a row move the answer from the mean answer, one after the other.

use grove_protocol::report::{ExplainedRow, ShapleyReport};
use grove_recipe::cut::{CELL, cut};
use grove_recipe::number::{counted, fixed, four, significant};
use grove_recipe::order::sort_by;

use crate::mark::{Html, Mark, part};
use crate::numbers::Numbers;
use crate::scene::Scene;

/// The most columns with a bar of their own; the others share the last one.
const COLUMNS: usize = 10;

/// A step from one answer to the next.
struct Step {
    name: String,
    from: f64,
    to: f64,
}

/// Draws a bar for each column, from where the answer was to where the column moves it; the largest moves first. `output` is
/// the class, or 0. O(columns · log columns).
pub fn scene(report: &ShapleyReport, row: &ExplainedRow, output: usize) -> Scene {
    let is_class = !report.classes.is_empty();
    let number = |value: f64| match is_class {
        true => fixed(value, 3),
        false => significant(value, 4),
    };
    let (base, answer) = (report.base[output], row.answer[output]);
    let steps = steps(report, row, output);
    let title = match report.classes.get(output) {
        Some(class) => ["Why the probability of ", class, " is ", &number(answer)].concat(),
        None => ["Why the answer is ", &number(answer)].concat(),
    };
    let summary = in_words(report, &steps, &number, (base, answer));
    let ends = steps.iter().flat_map(|step| [step.from, step.to]);
    let ends = ends.chain([base, answer]);
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let share = |value: f64| match high > low {
        true => (value - low) / (high - low),
        false => 0.0,
    };
    let mut rows = vec![end("on average", base, &number, &share)];
    rows.extend(steps.iter().map(|step| moved(step, &number, &share)));
    rows.push(end("this row", answer, &number, &share));
    let list = Mark::html(Html::NumberedList, rows).class("importances waterfall");
    Scene::flowing(title, summary, vec![list])
}

/// Writes what every column moves as a table.
pub fn numbers(report: &ShapleyReport, row: &ExplainedRow, output: usize) -> Numbers {
    let head = ["Column", "Value", "Moves the answer by"];
    Numbers::first(&head, report.columns.len(), &|place| {
        let value = row.values[place].clone().unwrap_or("missing".into());
        let moved = four(Some(row.contributions[place][output]));
        vec![report.columns[place].clone(), value, moved]
    })
}

/// Returns the moves, the largest first, and those of the smallest together.
fn steps(report: &ShapleyReport, row: &ExplainedRow, output: usize) -> Vec<Step> {
    let moves = row.contributions.iter().map(|of| of[output]);
    let named = report.columns.iter().zip(&row.values).zip(moves);
    let mut named: Vec<(String, f64)> = named
        .map(|((name, value), moved)| {
            let value = value.as_deref().unwrap_or("missing");
            (
                cut(&[name, " = ", value].concat(), CELL).into_owned(),
                moved,
            )
        })
        .collect();
    sort_by(&mut named, |a, b| b.1.abs().total_cmp(&a.1.abs()));
    if named.len() > COLUMNS + 1 {
        let rest = named.split_off(COLUMNS);
        let together = rest.iter().map(|of| of.1).sum();
        let others = counted(rest.len() as u32, "other column", "other columns");
        named.push((others, together));
    }
    let mut at = report.base[output];
    let step = |(name, moved): (String, f64)| {
        let from = at;
        at += moved;
        Step { name, from, to: at }
    };
    named.into_iter().map(step).collect()
}

/// A line for the mean answer, or for that of the row.
fn end(
    name: &'static str,
    value: f64,
    number: &impl Fn(f64) -> String,
    share: &impl Fn(f64) -> f64,
) -> Mark {
    let at = part(share(value));
    let line = Mark::line_of((at.clone(), "10%"), (at, "90%")).class("whisker");
    item(name.to_owned(), vec![line], number(value))
}

fn moved(step: &Step, number: &impl Fn(f64) -> String, share: &impl Fn(f64) -> f64) -> Mark {
    let moved = step.to - step.from;
    let (low, high) = (share(step.from.min(step.to)), share(step.from.max(step.to)));
    let class = match moved < 0.0 {
        true => "bar-value bar-down",
        false => "bar-value",
    };
    let bar = Mark::rect_of(part(low), "20%", part(high - low), "60%").class(class);
    item(step.name.clone(), vec![bar], signed(moved, number))
}

/// A line of a list of bars: a name, its bar, and its value.
pub(crate) fn item(name: String, bar: Vec<Mark>, value: String) -> Mark {
    let title = [&name, ": ", &value].concat();
    let cells = vec![
        Mark::html_text(Html::Span, name).class("importance-name"),
        Mark::ornament("bar bar-importance", bar),
        Mark::html_text(Html::Span, value).class("importance-value"),
    ];
    Mark::html(Html::Item, cells)
        .class("importance")
        .titled(title)
}

fn signed(value: f64, number: &impl Fn(f64) -> String) -> String {
    let sign = if value < 0.0 { "−" } else { "+" };
    [sign, &number(value.abs())].concat()
}

fn in_words(
    report: &ShapleyReport,
    steps: &[Step],
    number: &impl Fn(f64) -> String,
    (base, answer): (f64, f64),
) -> String {
    let rows = counted(
        report.background_rows.len() as u32,
        "row of the training data",
        "rows of the training data",
    );
    let mut words = format!(
        "The mean answer for {rows} is {}; for this row it is {}.",
        number(base),
        number(answer)
    );
    if let Some(step) = steps.first().filter(|step| step.from != step.to) {
        let moved = signed(step.to - step.from, number);
        words.extend([
            " The largest move is that of ",
            &step.name,
            ": ",
            &moved,
            ".",
        ]);
    }
    words.push_str(" The moves add up. They say what this model uses, not what causes what.");
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_protocol::report::ShapleyMethod;
    use grove_recipe::columns::ColumnKind;

    fn report(columns: usize) -> (ShapleyReport, ExplainedRow) {
        let report = ShapleyReport {
            columns: (0..columns).map(|place| format!("x{place}")).collect(),
            kinds: vec![ColumnKind::Decimal; columns],
            classes: vec!["no".into(), "yes".into()],
            background_rows: vec![1, 2],
            method: ShapleyMethod::Exact,
            base: vec![0.75, 0.25],
            rows: Vec::new(),
        };
        let moved = |place: usize| {
            if place == 1 {
                0.5
            } else {
                -0.25 / (columns - 1) as f64
            }
        };
        let row = ExplainedRow {
            row: 7,
            values: vec![Some("3".into()); columns],
            amounts: vec![Some(3.0); columns],
            answer: vec![0.5, 0.5],
            class: 0,
            contributions: (0..columns)
                .map(|place| vec![-moved(place), moved(place)])
                .collect(),
            standard_errors: Vec::new(),
            residual: vec![0.0; 2],
        };
        (report, row)
    }

    #[test]
    fn moves_lead_from_the_mean_answer_to_that_of_the_row() {
        let (report, row) = report(3);
        let steps = steps(&report, &row, 1);
        assert_eq!(steps[0].name, "x1 = 3");
        assert_eq!((steps[0].from, steps[0].to), (0.25, 0.75));
        assert_eq!(steps[2].to, 0.5);
        let scene = scene(&report, &row, 1);
        assert_eq!(scene.title, "Why the probability of yes is 0.500");
        assert!(
            scene.summary.contains("that of x1 = 3: +0.500."),
            "{}",
            scene.summary
        );
    }

    #[test]
    fn many_small_moves_share_a_bar() {
        let (report, row) = report(40);
        let steps = steps(&report, &row, 1);
        assert_eq!(steps.len(), COLUMNS + 1);
        assert_eq!(steps[COLUMNS].name, "30 other columns");
        assert!((steps[COLUMNS].to - 0.5).abs() < 1e-12);
    }
}
