//! Evaluate: which class was taken for which, as a table that reads without its shading.

use yew::{AttrValue, Html, Properties, classes, component, html};

use super::figure::{FigureFrame, nothing, use_figure_ids};
use super::number::{count, counted, percent, share};

/// What a cell shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MatrixView {
    /// Rows of the test data.
    #[default]
    Counts,
    /// Of the rows of the actual class.
    RowShares,
    /// Of the rows that were predicted as the class.
    ColumnShares,
}

impl MatrixView {
    pub const ALL: [Self; 3] = [Self::Counts, Self::RowShares, Self::ColumnShares];

    pub const fn label(self) -> &'static str {
        match self {
            Self::Counts => "Counts",
            Self::RowShares => "Row %",
            Self::ColumnShares => "Column %",
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct ConfusionMatrixProps {
    pub classes: Vec<String>,
    /// `confusion[actual][predicted]`.
    pub confusion: Vec<Vec<u32>>,
    #[prop_or_default]
    pub view: MatrixView,
    /// Whose it is, where there are several.
    #[prop_or_default]
    pub of: Option<AttrValue>,
}

/// With more classes than this, the table may have to be scrolled.
const NARROW: usize = 5;
/// With more classes than this, cells are small and names are cut.
const ROOMY: usize = 12;

#[component]
pub fn ConfusionMatrix(props: &ConfusionMatrixProps) -> Html {
    let ids = use_figure_ids();
    let totals = Totals::of(&props.classes, &props.confusion);
    let n = props.classes.len();
    let size = classes!(
        "matrix",
        (n > NARROW).then_some("matrix-wide"),
        (n > ROOMY).then_some("matrix-dense"),
    );
    let title = match &props.of {
        None => "Confusion matrix".to_string(),
        Some(of) => ["Confusion matrix of ", of].concat(),
    };
    html! {
        <FigureFrame ids={ids.clone()} {title} summary={in_words(props, &totals)}>
            if props.classes.is_empty() {
                { nothing("There are no classes to compare.") }
            } else {
                <div class="matrix-frame" tabindex="0" role="region" aria-labelledby={ids.title}>
                    <table class={size} data-testid="confusion-matrix">
                        { head(props) }
                        <tbody>
                            { for (0..n).map(|actual| row(props, &totals, actual)) }
                        </tbody>
                        { foot(props, &totals) }
                    </table>
                </div>
            }
        </FigureFrame>
    }
}

fn head(props: &ConfusionMatrixProps) -> Html {
    let columns = props.classes.len().to_string();
    html! {
        <thead>
            <tr>
                <td class="matrix-corner" />
                <th class="matrix-side" colspan={columns} scope="colgroup"><span>{ "predicted" }</span></th>
                <td class="matrix-corner-end" />
            </tr>
            <tr>
                <th class="matrix-corner matrix-side" scope="col">{ "actual" }</th>
                { for props.classes.iter().map(|class| html! {
                    <th class="matrix-column" scope="col" title={class.clone()}><span>{ class }</span></th>
                }) }
                <th class="matrix-total" scope="col">{ "total" }</th>
            </tr>
        </thead>
    }
}

fn row(props: &ConfusionMatrixProps, totals: &Totals, actual: usize) -> Html {
    let name = name(&props.classes, actual);
    html! {
        <tr key={actual}>
            <th class="matrix-row" scope="row" title={name.to_string()}><span>{ name }</span></th>
            { for (0..props.classes.len()).map(|predicted| cell(props, totals, actual, predicted)) }
            <td class="matrix-total">{ total(props.view, at(&totals.rows, actual), props.view == MatrixView::RowShares) }</td>
        </tr>
    }
}

fn cell(props: &ConfusionMatrixProps, totals: &Totals, actual: usize, predicted: usize) -> Html {
    let n = cell_count(&props.confusion, actual, predicted);
    let of_row = share(n, at(&totals.rows, actual));
    let (actual_name, predicted_name) = (
        name(&props.classes, actual),
        name(&props.classes, predicted),
    );
    let title = match props.view {
        MatrixView::ColumnShares => format!(
            "actual {actual_name}, predicted {predicted_name}: {} ({} of predicted {predicted_name})",
            count(n),
            percent(share(n, at(&totals.columns, predicted)))
        ),
        _ => format!(
            "actual {actual_name}, predicted {predicted_name}: {} ({} of {actual_name})",
            count(n),
            percent(of_row)
        ),
    };
    let text = match props.view {
        MatrixView::Counts => count(n),
        // A share that is nothing says so by its dot, and the eye is left to what is there.
        _ if n == 0 => "·".to_string(),
        MatrixView::RowShares => percent(of_row),
        MatrixView::ColumnShares => percent(share(n, at(&totals.columns, predicted))),
    };
    let class = classes!(
        "matrix-cell",
        heat(of_row),
        (actual == predicted).then_some("matrix-right"),
        (n == 0).then_some("matrix-none"),
    );
    html! {
        <td {class} {title} data-actual={actual_name.to_string()} data-predicted={predicted_name.to_string()} data-count={n.to_string()}>{ text }</td>
    }
}

fn foot(props: &ConfusionMatrixProps, totals: &Totals) -> Html {
    html! {
        <tfoot>
            <tr>
                <th class="matrix-row matrix-total" scope="row">{ "total" }</th>
                { for totals.columns.iter().map(|&n| html! {
                    <td class="matrix-total">{ total(props.view, n, props.view == MatrixView::ColumnShares) }</td>
                }) }
                <td class="matrix-total">{ count(totals.all) }</td>
            </tr>
        </tfoot>
    }
}

/// The end of a row or column: its rows, or the 100 % that its shares add up to.
fn total(view: MatrixView, n: u32, complete: bool) -> String {
    if view != MatrixView::Counts && complete && n > 0 {
        percent(1.0)
    } else {
        count(n)
    }
}

/// One of eleven shades; a share above nothing is never shown as nothing.
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

fn in_words(props: &ConfusionMatrixProps, totals: &Totals) -> String {
    if totals.all == 0 {
        return "No test row was scored.".to_string();
    }
    let n = props.classes.len();
    let worst = (0..n)
        .flat_map(|a| (0..n).map(move |p| (a, p)))
        .filter(|(a, p)| a != p)
        .map(|(a, p)| (cell_count(&props.confusion, a, p), a, p))
        .filter(|(count, ..)| *count > 0)
        // The first of equals, so that the sentence does not depend on the order of the search.
        .max_by(|x, y| x.0.cmp(&y.0).then((y.1, y.2).cmp(&(x.1, x.2))));
    let right = format!(
        "{} of {} in the outlined diagonal: their class was predicted right.",
        count(totals.right),
        counted(totals.all, "row is", "rows are"),
    );
    match worst {
        Some((rows, actual, predicted)) => format!(
            "{right} The most frequent mistake takes {} for {} ({}).",
            name(&props.classes, actual),
            name(&props.classes, predicted),
            counted(rows, "row", "rows"),
        ),
        None => right,
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

fn name(classes: &[String], i: usize) -> &str {
    classes.get(i).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(confusion: Vec<Vec<u32>>) -> ConfusionMatrixProps {
        let classes = ["setosa", "versicolor", "virginica"];
        ConfusionMatrixProps {
            classes: classes.map(String::from).to_vec(),
            confusion,
            view: MatrixView::Counts,
            of: None,
        }
    }

    #[test]
    fn totals_are_of_rows_columns_and_the_diagonal() {
        let props = matrix(vec![vec![12, 0, 0], vec![0, 11, 1], vec![0, 2, 12]]);
        let totals = Totals::of(&props.classes, &props.confusion);
        assert_eq!(totals.rows, [12, 12, 14]);
        assert_eq!(totals.columns, [12, 13, 13]);
        assert_eq!((totals.right, totals.all), (35, 38));
        let words = in_words(&props, &totals);
        assert!(words.starts_with("35 of 38 rows are"), "{words}");
        assert!(
            words.contains("takes virginica for versicolor (2 rows)"),
            "{words}"
        );
    }

    #[test]
    fn a_matrix_with_missing_cells_counts_them_as_nothing() {
        let props = matrix(vec![vec![1]]);
        let totals = Totals::of(&props.classes, &props.confusion);
        assert_eq!(totals.rows, [1, 0, 0]);
        assert!(!in_words(&props, &totals).contains("mistake"));
    }

    #[test]
    fn a_single_row_of_many_is_shaded() {
        assert_eq!(heat(0.0), "heat-0");
        assert_eq!(heat(0.001), "heat-1");
        assert_eq!(heat(1.0), "heat-10");
        assert_eq!(heat(f64::NAN), "heat-0");
    }
}
