//! In which order rows are, and that pages are the whole.

use grove_protocol::calls::{BehindPage, RowOrder, Selection};

use super::{behind, cells, classes, numbers, regression, whole};
use crate::threshold::three;

#[test]
fn pages_are_the_whole_in_every_order() {
    for pipeline in [classes(&three(200), |_| {}), regression()] {
        let width = whole(&pipeline, Selection::All, RowOrder::default())
            .columns
            .len() as u32;
        let columns = (0..=width)
            .flat_map(|column| [false, true].map(|falling| RowOrder::By { column, falling }));
        let mut all = numbers(&whole(&pipeline, Selection::All, RowOrder::default()));
        all.sort_unstable();
        for sort in columns.chain([RowOrder::WorstFirst]) {
            let whole = whole(&pipeline, Selection::All, sort);
            let pages = (0..whole.total.div_ceil(7)).flat_map(|page| {
                let rows = behind(&pipeline, Selection::All, sort);
                rows.page(page * 7, 7).rows
            });
            assert!(pages.eq(whole.rows.iter().cloned()), "{sort:?}");
            let mut sorted = numbers(&whole);
            sorted.sort_unstable();
            assert_eq!(sorted, all);
        }
        // By a column that is not there: the order of the file.
        let past = RowOrder::By {
            column: width,
            falling: true,
        };
        assert_eq!(numbers(&whole(&pipeline, Selection::All, past)), all);
    }
}

#[test]
fn numbers_sort_as_numbers_and_missing_ones_are_last() {
    let pipeline = regression();
    for (column, falling) in (0..7).flat_map(|column| [(column, false), (column, true)]) {
        let page = whole(&pipeline, Selection::All, RowOrder::By { column, falling });
        let shown = cells(&page, column as usize);
        let present = shown.iter().take_while(|cell| cell.is_some()).count();
        assert!(shown[present..].iter().all(Option::is_none), "{column}");
        let mut pairs = shown[..present].windows(2);
        assert!(
            pairs.all(|pair| {
                let [Some(a), Some(b)] = pair else {
                    return false;
                };
                let (a, b) = if falling { (b, a) } else { (a, b) };
                match page.columns[column as usize].is_number && !a.contains("-0") {
                    true => a.parse::<f64>().unwrap() <= b.parse::<f64>().unwrap(),
                    false => a <= b,
                }
            }),
            "{column}: {shown:?}"
        );
    }
    let page = whole(
        &pipeline,
        Selection::All,
        RowOrder::By {
            column: 0,
            falling: false,
        },
    );
    assert!(cells(&page, 0).contains(&None));
    let names = page.columns.iter().map(|column| &*column.name);
    let expected = [
        "size",
        "colour",
        "day",
        "actual",
        "out",
        "actual_",
        "prediction",
        "residual",
    ];
    assert!(names.eq(expected));
}

#[test]
fn the_surest_mistakes_and_the_largest_residuals_are_first() {
    let pipeline = classes(&three(300), |_| {});
    let mistakes = whole(&pipeline, Selection::Mistakes, RowOrder::WorstFirst);
    let all = whole(&pipeline, Selection::All, RowOrder::WorstFirst);
    let sureness = |page: &BehindPage| -> Vec<f64> {
        let cells = cells(page, page.columns.len() - 1).into_iter().flatten();
        cells.map(|cell| cell.parse().unwrap()).collect()
    };
    assert!(mistakes.total > 3);
    assert!(sureness(&mistakes).is_sorted_by(|a, b| a >= b));
    let (wrong, right) = all.rows.split_at(mistakes.rows.len());
    assert_eq!(wrong, mistakes.rows);
    assert!(sureness(&all)[wrong.len()..].is_sorted(), "{right:?}");

    let pipeline = regression();
    let rows = behind(&pipeline, Selection::All, RowOrder::WorstFirst);
    let residuals = rows
        .records()
        .map(|record| record.last().unwrap().parse().unwrap());
    let residuals: Vec<f64> = residuals.collect();
    assert!(residuals.is_sorted_by(|a, b| a.abs() >= b.abs()));
    assert!(residuals.iter().any(|r| *r < 0.0) && residuals.iter().any(|r| *r > 0.0));
}
