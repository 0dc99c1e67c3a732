//! Evaluate: how often each class was predicted as each class. The numbers can be read without the shading.

use grove_recipe::number::{count, counted, percent, share};

use crate::mark::{Html, Mark, classes};
use crate::scene::Scene;

/// What a cell shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MatrixView {
    /// Numbers of test rows.
    #[default]
    Counts,
    /// Shares of the rows of the actual class.
    RowShares,
    /// Shares of the rows that were predicted as the class.
    ColumnShares,
}

impl MatrixView {
    /// All views, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Counts, Self::RowShares, Self::ColumnShares];

    /// Returns the view's name in the switch.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Counts => "Counts",
            Self::RowShares => "Row %",
            Self::ColumnShares => "Column %",
        }
    }
}

/// With more classes than this, the table may have to be scrolled.
const NARROW: usize = 5;
/// With more classes than this, cells are small and names are shortened.
const ROOMY: usize = 12;

/// Names of the classes, and `counts[actual][predicted]`.
struct DrawnMatrix<'a> {
    names: &'a [String],
    counts: &'a [Vec<u32>],
    view: MatrixView,
    totals: Totals,
    opens: bool,
}

/// Draws `confusion[actual][predicted]` as a table. `of` names the model where there are several. Where it `opens`, a cell
/// with rows holds a button, chosen by its place, row by row. O(classes²).
pub fn scene(
    classes: &[String],
    confusion: &[Vec<u32>],
    view: MatrixView,
    of: Option<&str>,
    opens: bool,
) -> Scene {
    let matrix = DrawnMatrix {
        names: classes,
        counts: confusion,
        view,
        totals: Totals::of(classes, confusion),
        opens,
    };
    let title = match of {
        None => "Confusion matrix".to_owned(),
        Some(of) => ["Confusion matrix of ", of].concat(),
    };
    let summary = matrix.in_words();
    if classes.is_empty() {
        return Scene::nothing(title, summary, "There are no classes to compare.");
    }
    Scene::flowing(title, summary, vec![matrix.table()])
}

fn cell(class: &'static str) -> Mark {
    Mark::html(Html::Cell, Vec::new()).class(class)
}

fn header(class: &'static str, scope: &'static str, words: Mark) -> Mark {
    Mark::html(Html::Header, vec![words])
        .class(class)
        .with("scope", scope)
}

fn span(words: &str) -> Mark {
    Mark::html_text(Html::Span, words.to_owned())
}

impl DrawnMatrix<'_> {
    fn table(&self) -> Mark {
        let n = self.names.len();
        let size = classes(&[
            "matrix",
            if n > NARROW { "matrix-wide" } else { "" },
            if n > ROOMY { "matrix-dense" } else { "" },
        ]);
        let rows = (0..n).map(|actual| self.row(actual)).collect();
        let body = Mark::html(Html::Rows, rows);
        Mark::html(Html::Table, vec![self.head(), body, self.foot()])
            .class(size)
            .with("data-testid", "confusion-matrix")
    }

    fn head(&self) -> Mark {
        let predicted = header("matrix-side", "colgroup", span("predicted"))
            .with("colspan", self.names.len().to_string());
        let above = vec![cell("matrix-corner"), predicted, cell("matrix-corner-end")];
        let actual = Mark::html_text(Html::Header, "actual").class("matrix-corner matrix-side");
        let mut below = vec![actual.with("scope", "col")];
        for name in self.names {
            below.push(header("matrix-column", "col", span(name)).titled(name.clone()));
        }
        let total = Mark::html_text(Html::Header, "total").class("matrix-total");
        below.push(total.with("scope", "col"));
        let rows = [above, below].map(|cells| Mark::html(Html::Row, cells));
        Mark::html(Html::Head, rows.into())
    }

    fn row(&self, actual: usize) -> Mark {
        let name = self.name(actual);
        let mut cells = vec![header("matrix-row", "row", span(name)).titled(name.to_owned())];
        cells.extend((0..self.names.len()).map(|predicted| self.cell(actual, predicted)));
        let complete = self.view == MatrixView::RowShares;
        cells.push(cell("matrix-total").saying(total(
            self.view,
            at(&self.totals.rows, actual),
            complete,
        )));
        Mark::html(Html::Row, cells)
    }

    fn cell(&self, actual: usize, predicted: usize) -> Mark {
        let n = cell_count(self.counts, actual, predicted);
        let of_row = share(n, at(&self.totals.rows, actual));
        let of_column = share(n, at(&self.totals.columns, predicted));
        let (is, taken) = (self.name(actual), self.name(predicted));
        let (of, whole) = match self.view {
            MatrixView::ColumnShares => (of_column, ["predicted ", taken].concat()),
            _ => (of_row, is.to_owned()),
        };
        let title = format!(
            "actual {is}, predicted {taken}: {} ({} of {whole})",
            count(n),
            percent(of)
        );
        let text = match self.view {
            MatrixView::Counts => count(n),
            // A dot in place of 0 keeps the table easy to scan.
            _ if n == 0 => "·".to_owned(),
            _ => percent(of),
        };
        let class = classes(&[
            "matrix-cell",
            &heat(of_row),
            if actual == predicted {
                "matrix-right"
            } else {
                ""
            },
            if n == 0 { "matrix-none" } else { "" },
        ]);
        let cell = if self.opens && n > 0 {
            let place = actual * self.names.len() + predicted;
            let button = Mark::html_text(Html::Button, text)
                .class("matrix-open")
                .with("type", "button")
                .with("aria-label", title.clone())
                .chosen_as(place as u32);
            Mark::html(Html::Cell, vec![button])
        } else {
            Mark::html_text(Html::Cell, text)
        };
        cell.class(class)
            .titled(title)
            .with("data-actual", is.to_owned())
            .with("data-predicted", taken.to_owned())
            .with("data-count", n.to_string())
    }

    fn foot(&self) -> Mark {
        let name = Mark::html_text(Html::Header, "total").class("matrix-row matrix-total");
        let mut cells = vec![name.with("scope", "row")];
        let complete = self.view == MatrixView::ColumnShares;
        for &n in &self.totals.columns {
            cells.push(cell("matrix-total").saying(total(self.view, n, complete)));
        }
        cells.push(cell("matrix-total").saying(count(self.totals.all)));
        Mark::html(Html::Foot, vec![Mark::html(Html::Row, cells)])
    }

    fn name(&self, class: usize) -> &str {
        self.names.get(class).map_or("", String::as_str)
    }

    fn in_words(&self) -> String {
        let totals = &self.totals;
        if totals.all == 0 {
            return "No test row was scored.".to_string();
        }
        let n = self.names.len();
        let worst = (0..n)
            .flat_map(|a| (0..n).map(move |p| (a, p)))
            .filter(|(a, p)| a != p)
            .map(|(a, p)| (cell_count(self.counts, a, p), a, p))
            .filter(|(count, ..)| *count > 0)
            // Takes the first of equally frequent ones, so that the sentence does not depend on the order of the
            // search.
            .max_by(|x, y| x.0.cmp(&y.0).then((y.1, y.2).cmp(&(x.1, x.2))));
        let right = format!(
            "{} of {} in the outlined diagonal: their class was predicted right.",
            count(totals.right),
            counted(totals.all, "row is", "rows are"),
        );
        match worst {
            Some((rows, actual, predicted)) => format!(
                "{right} The most frequent mistake takes {} for {} ({}).",
                self.name(actual),
                self.name(predicted),
                counted(rows, "row", "rows"),
            ),
            None => right,
        }
    }
}

/// Writes the total of a row or column: its number of rows, or 100 %.
fn total(view: MatrixView, n: u32, complete: bool) -> String {
    if view != MatrixView::Counts && complete && n > 0 {
        percent(1.0)
    } else {
        count(n)
    }
}

/// Returns the class of one of eleven shades. Only a share of 0 has the lightest one.
fn heat(share: f64) -> String {
    let level = if share > 0.0 {
        (share * 10.0).round().clamp(1.0, 10.0)
    } else {
        0.0
    };
    format!("heat-{level}")
}

struct Totals {
    rows: Vec<u32>,
    columns: Vec<u32>,
    all: u32,
    right: u32,
}

impl Totals {
    fn of(classes: &[String], confusion: &[Vec<u32>]) -> Self {
        let n = classes.len();
        let sum = |cells: &mut dyn Iterator<Item = u32>| cells.fold(0, u32::saturating_add);
        let rows: Vec<u32> = (0..n)
            .map(|a| sum(&mut (0..n).map(|p| cell_count(confusion, a, p))))
            .collect();
        let columns = (0..n)
            .map(|p| sum(&mut (0..n).map(|a| cell_count(confusion, a, p))))
            .collect();
        Self {
            all: sum(&mut rows.iter().copied()),
            right: sum(&mut (0..n).map(|c| cell_count(confusion, c, c))),
            rows,
            columns,
        }
    }
}

fn cell_count(confusion: &[Vec<u32>], actual: usize, predicted: usize) -> u32 {
    confusion
        .get(actual)
        .and_then(|row| row.get(predicted))
        .copied()
        .unwrap_or(0)
}

fn at(totals: &[u32], i: usize) -> u32 {
    totals.get(i).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes() -> Vec<String> {
        ["setosa", "versicolor", "virginica"]
            .map(String::from)
            .to_vec()
    }

    #[test]
    fn totals_are_of_rows_columns_and_the_diagonal() {
        let confusion = [vec![12, 0, 0], vec![0, 11, 1], vec![0, 2, 12]];
        let totals = Totals::of(&classes(), &confusion);
        assert_eq!(totals.rows, [12, 12, 14]);
        assert_eq!(totals.columns, [12, 13, 13]);
        assert_eq!((totals.right, totals.all), (35, 38));
        let words = scene(&classes(), &confusion, MatrixView::Counts, None, false).summary;
        assert!(words.starts_with("35 of 38 rows are"), "{words}");
        assert!(
            words.contains("takes virginica for versicolor (2 rows)"),
            "{words}"
        );
    }

    #[test]
    fn a_matrix_with_missing_cells_counts_them_as_nothing() {
        let totals = Totals::of(&classes(), &[vec![1]]);
        assert_eq!(totals.rows, [1, 0, 0]);
        let words = scene(&classes(), &[vec![1]], MatrixView::Counts, None, false).summary;
        assert!(!words.contains("mistake"));
    }

    #[test]
    fn cells_tell_their_classes_and_their_rows_in_every_view() {
        let confusion = [vec![12, 0, 0], vec![0, 11, 1], vec![0, 2, 12]];
        for (view, shown, title) in [
            (
                MatrixView::Counts,
                "2",
                "actual virginica, predicted versicolor: 2 (14\u{202f}% of virginica)",
            ),
            (
                MatrixView::ColumnShares,
                "15\u{202f}%",
                "actual virginica, predicted versicolor: 2 (15\u{202f}% of predicted versicolor)",
            ),
        ] {
            let scene = scene(&classes(), &confusion, view, None, false);
            let mut text = String::new();
            crate::markup::write(&scene.marks()[0], &mut text);
            let cell = format!(
                "<td class=\"matrix-cell heat-1\" title=\"{title}\" data-actual=\"virginica\" \
                 data-predicted=\"versicolor\" data-count=\"2\">{shown}</td>"
            );
            assert!(text.contains(&cell), "{text}");
            assert_eq!(text.matches("data-count").count(), 9);
            assert_eq!(text.matches("scope=\"row\"").count(), 4);
        }
    }

    #[test]
    fn a_cell_with_rows_can_be_opened() {
        let confusion = [vec![12, 0, 0], vec![0, 11, 1], vec![0, 2, 12]];
        let scene = scene(&classes(), &confusion, MatrixView::Counts, None, true);
        let mut text = String::new();
        crate::markup::write(&scene.marks()[0], &mut text);
        assert_eq!(text.matches("<button").count(), 5);
        assert!(text.contains("data-mark=\"7\">2</button></td>"), "{text}");
    }

    #[test]
    fn a_single_row_of_many_is_shaded() {
        assert_eq!(heat(0.0), "heat-0");
        assert_eq!(heat(0.001), "heat-1");
        assert_eq!(heat(1.0), "heat-10");
        assert_eq!(heat(f64::NAN), "heat-0");
    }
}
