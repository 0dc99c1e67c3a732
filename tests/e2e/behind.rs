//! From a number of the evaluation to the rows behind it, and on to why one of them has its answer.

use grove_recipe::stage::Stage;
use serde_json::json;
use thirtyfour::Key;

use crate::accessibility::has_no_faults;
use crate::harness::page::{Page, sample};

/// The numbers of the rows that are shown.
const NUMBERS: &str = "return Array.from(document.querySelectorAll('[data-testid^=behind-row-]'))
    .map(button => button.dataset.testid.split('-').pop())";

fn focused(page: &Page, selector: &str) {
    page.browser.until(
        "the focus",
        "return document.activeElement?.matches(arguments[0]) === true",
        vec![json!(selector)],
    );
}

fn total(page: &Page) -> usize {
    page.tells("rows-behind", "total");
    page.data("rows-behind", "total").parse().expect("a number")
}

/// Waits until so many rows or more are shown, and returns the numbers of the first.
fn shown(page: &Page, rows: usize) -> Vec<String> {
    let all =
        format!("const all = (() => {{ {NUMBERS} }})(); return all.length >= arguments[0] && all");
    let shown = page.browser.until("the rows", &all, vec![json!(rows)]);
    let shown = shown.as_array().expect("a list").iter();
    shown
        .take(rows)
        .map(|number| number.as_str().expect("a text").to_owned())
        .collect()
}

fn cells(line: &str) -> Vec<&str> {
    line.split(',').collect()
}

#[test]
fn a_cell_of_the_matrix_opens_its_rows_and_a_row_leads_to_its_explanation() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.show(Stage::Evaluate);
    let confusion = page.confusion();
    let (actual, predicted, count) = confusion.iter().max_by_key(|cell| cell.2).expect("cells");
    let count = *count as usize;
    let cell = format!("[data-actual='{actual}'][data-predicted='{predicted}'] > button");
    page.browser.script(
        "document.querySelector(arguments[0]).focus()",
        vec![json!(cell)],
    );
    focused(&page, &cell);
    page.browser.press(Key::Enter);
    focused(&page, "#behind-title");
    assert_eq!(total(&page), count);
    let title = page
        .browser
        .script("return document.activeElement.innerText", vec![]);
    assert_eq!(
        title.as_str(),
        Some(&*format!(
            "{count} test rows that are {actual} and were predicted {predicted}"
        ))
    );
    // A table shows at least as many at once in any browser.
    let on_screen = count.min(10);
    assert_eq!(shown(&page, on_screen).len(), on_screen);
    has_no_faults(&page, "the rows behind a cell");

    let first = "[data-testid=rows-behind] thead th:nth-child(2)";
    let name = page.browser.script(
        "const th = document.querySelector(arguments[0]); th.querySelector('button').click(); return th.title",
        vec![json!(first)],
    );
    page.browser.until(
        "the rows by their first column",
        "const rows = Array.from(document.querySelectorAll('[data-testid=rows-behind] tbody tr'));
         const values = rows.map(row => parseFloat(row.cells[1].innerText));
         return document.querySelector(arguments[0]).getAttribute('aria-sort') === 'ascending'
             && values.every(value => !Number.isNaN(value))
             && values.every((value, i) => i === 0 || values[i - 1] <= value);",
        vec![json!(first)],
    );
    let sorted = shown(&page, on_screen);
    page.click("rows-behind-save");
    let file = String::from_utf8(page.browser.downloaded("rows.csv")).expect("UTF-8");
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(lines.len(), 1 + count);
    let header = cells(lines[0]);
    assert_eq!((header[0], name.as_str()), ("row", Some(header[1])));
    let at = |name: &str| {
        header
            .iter()
            .position(|known| *known == name)
            .expect("a column")
    };
    let original = String::from_utf8(sample("iris")).expect("UTF-8");
    let original: Vec<&str> = original.lines().collect();
    for line in &lines[1..] {
        let row = cells(line);
        assert_eq!(
            (row[at("actual")], row[at("prediction")]),
            (&**actual, &**predicted)
        );
        let number: usize = row[0].parse().expect("a number");
        assert_eq!(row[1..at("actual")].len(), cells(original[number]).len());
    }
    let numbers: Vec<&str> = lines[1..=on_screen]
        .iter()
        .map(|line| cells(line)[0])
        .collect();
    assert_eq!(sorted, numbers);

    let close = "[data-testid=rows-behind-close]";
    let focus = "document.querySelector(arguments[0]).focus()";
    page.browser.script(focus, vec![json!(close)]);
    page.browser.press(Key::Escape);
    page.disappears("rows-behind");
    focused(&page, &cell);
    page.browser.press(Key::Enter);
    let number = shown(&page, on_screen).swap_remove(0);
    page.click(&["behind-row-", &number].concat());
    page.tells("row-source", "row");
    assert_eq!(page.data("row-source", "row"), number);
    page.appears("shapley-values");
    page.browser.until(
        "the prediction of the row",
        "return document.querySelector('[data-testid=row-answer]')?.dataset.prediction === arguments[0]",
        vec![json!(predicted)],
    );
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn mistakes_all_test_rows_and_bars_of_the_residuals_open_their_rows() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.show(Stage::Evaluate);
    let confusion = page.confusion();
    let rows = |wanted: &dyn Fn(&str, &str) -> bool| -> usize {
        let cells = confusion.iter().filter(|(is, said, _)| wanted(is, said));
        cells.map(|cell| cell.2 as usize).sum()
    };
    page.click("behind-mistakes");
    assert_eq!(total(&page), rows(&|is, said| is != said));
    page.click("behind-all");
    let all = rows(&|_, _| true).to_string();
    page.browser.until(
        "all test rows",
        "return document.querySelector('[data-testid=rows-behind]').dataset.total === arguments[0]",
        vec![json!(all)],
    );
    page.click("rows-behind-close");
    page.disappears("rows-behind");

    let line = |row: u32| {
        let (a, b) = (row % 17, row * 7 % 23);
        format!("{a},{b},{}.{}\n", a * 3 + b, row * 11 % 97)
    };
    let table: String = (0..200).map(line).collect();
    page.upload("sums.csv", format!("a,b,sum\n{table}").as_bytes());
    page.predict("sum");
    page.run();
    page.show(Stage::Evaluate);
    assert!(!page.shows("behind-mistakes"));
    let bar = ".mark[data-mark]";
    page.browser.until(
        "bars",
        "return document.querySelector(arguments[0]) !== null",
        vec![json!(bar)],
    );
    let label = page.browser.script(
        "const bar = document.querySelector(arguments[0]); bar.focus(); return bar.getAttribute('aria-label')",
        vec![json!(bar)],
    );
    page.browser.press(Key::Enter);
    focused(&page, "#behind-title");
    let counted = label
        .as_str()
        .and_then(|label| label.rsplit(' ').next())
        .expect("a count");
    assert_eq!(total(&page).to_string(), counted);
    page.browser.press(Key::Escape);
    page.disappears("rows-behind");
    focused(&page, bar);
    assert_eq!(page.browser.errors(), [""; 0]);
}
