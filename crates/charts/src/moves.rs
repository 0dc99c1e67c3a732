//! Evaluate: how far the columns move the answers of many rows, in the mean.

use grove_protocol::report::ShapleyReport;
use grove_recipe::cut::{CELL, cut};
use grove_recipe::number::{counted, fixed, four, significant};
use grove_recipe::order::sort_by;

use crate::mark::{Html, Mark, part};
use crate::numbers::Numbers;
use crate::scene::Scene;
use crate::waterfall::item;

/// The most columns that are drawn.
pub const COLUMNS: usize = 20;

/// Returns the places of the columns, those first that move the answers most. O(rows × columns).
pub fn by_moves(report: &ShapleyReport, output: usize) -> Vec<(usize, f64)> {
    let mut columns: Vec<(usize, f64)> =
        report.mean_moves(output).into_iter().enumerate().collect();
    sort_by(&mut columns, |a, b| b.1.total_cmp(&a.1));
    columns
}

fn number(report: &ShapleyReport, value: f64) -> String {
    match report.classes.is_empty() {
        true => significant(value, 3),
        false => fixed(value, 3),
    }
}

pub(crate) fn of_what(report: &ShapleyReport, output: usize) -> String {
    match report.classes.get(output) {
        Some(class) => ["the probability of ", class].concat(),
        None => "the answer".to_owned(),
    }
}

pub(crate) fn rows_of(report: &ShapleyReport) -> String {
    counted(report.rows.len() as u32, "test row", "test rows")
}

/// Draws a bar for each of the columns that move the answers most.
pub fn bars(report: &ShapleyReport, output: usize) -> Scene {
    let columns = by_moves(report, output);
    let most = columns.first().map_or(0.0, |column| column.1);
    let title = ["How far each column moves ", &of_what(report, output)].concat();
    let summary = format!(
        "The mean over {} of the moves to either side, by Shapley values: what this model uses. They are not the importances by impurity, and say nothing of causes.",
        rows_of(report)
    );
    let row = |(column, mean): &(usize, f64)| {
        let share = if most > 0.0 { mean / most } else { 0.0 };
        let bar = Mark::rect_of("0", "20%", part(share), "60%").class("bar-value");
        let name = cut(&report.columns[*column], CELL).into_owned();
        item(name, vec![bar], number(report, *mean))
    };
    let rows = columns.iter().take(COLUMNS).map(row).collect();
    let list = Mark::html(Html::NumberedList, rows).class("importances");
    Scene::flowing(title, summary, vec![list])
}

/// Writes the bars as a table.
pub fn bar_numbers(report: &ShapleyReport, output: usize) -> Numbers {
    let columns = by_moves(report, output);
    Numbers::first(&["Column", "Mean move"], columns.len(), &|place| {
        let (column, mean) = columns[place];
        vec![report.columns[column].clone(), four(Some(mean))]
    })
}

/// Writes the dots of a column as a table; of all columns that are drawn without one.
pub fn dot_numbers(report: &ShapleyReport, column: Option<usize>, output: usize) -> Numbers {
    let columns: Vec<usize> = match column {
        Some(column) => vec![column],
        None => {
            let columns = by_moves(report, output).into_iter().take(COLUMNS);
            columns.map(|column| column.0).collect()
        }
    };
    let all = report.rows.len() * columns.len();
    Numbers::first(&["Row", "Column", "Value", "Moves by"], all, &|place| {
        let row = &report.rows[place / columns.len()];
        let column = columns[place % columns.len()];
        vec![
            row.row.to_string(),
            report.columns[column].clone(),
            row.values[column].clone().unwrap_or("missing".into()),
            four(Some(row.contributions[column][output])),
        ]
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use grove_protocol::report::{ExplainedRow, ShapleyMethod};
    use grove_recipe::columns::ColumnKind;

    /// Forty rows; `size` moves each by its distance from 20.
    pub(crate) fn report() -> ShapleyReport {
        let row = |place: u32| {
            let size = f64::from(place);
            ExplainedRow {
                row: place + 1,
                values: vec![Some(place.to_string()), Some(format!("<c{}>", place % 20))],
                amounts: vec![(place != 4).then_some(size), None],
                answer: vec![size],
                class: 0,
                contributions: vec![vec![size - 20.0], vec![0.5]],
                standard_errors: Vec::new(),
                residual: vec![0.0],
            }
        };
        ShapleyReport {
            columns: vec!["size".into(), "colour".into()],
            kinds: vec![ColumnKind::Decimal, ColumnKind::Category],
            classes: Vec::new(),
            background_rows: vec![1],
            method: ShapleyMethod::Exact,
            base: vec![19.5],
            rows: (0..40).map(row).collect(),
        }
    }

    #[test]
    fn columns_are_in_the_order_of_their_mean_moves() {
        let report = report();
        assert_eq!(by_moves(&report, 0), [(0, 10.0), (1, 0.5)]);
        assert_eq!(bars(&report, 0).marks()[0].inside().len(), 2);
        assert_eq!(bar_numbers(&report, 0).rows[0], ["size", "10"]);
    }

    #[test]
    fn a_report_without_a_row_does_no_harm() {
        let mut report = report();
        report.rows.clear();
        assert!(bars(&report, 0).summary.contains("0 test rows"));
        crate::swarm::scene(&report, 0, 320.0);
        for kind in [ColumnKind::Decimal, ColumnKind::Date] {
            report.kinds[0] = kind;
            crate::dependence::scene(&report, 0, 0, 320.0);
        }
    }
}
