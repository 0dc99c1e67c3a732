//! Where the model fails: a failure that was planted, and residuals along a column.

use grove_recipe::stage::Stage;

use crate::accessibility::has_no_faults;
use crate::harness::page::Page;

/// In the east, the last column is often not what the size says.
fn planted(target: &str, of: impl Fn(u32, bool) -> String) -> String {
    let mut csv = format!("size,region,{target}\n");
    for row in 0..1500u32 {
        let n = row * 7 % 23;
        let region = ["North", "East", "South"][(row * 5 % 7 % 3) as usize];
        let turned = region == "East" && row * 11 % 13 < 6;
        csv += &format!("{n},{region},{}\n", of(n, turned));
    }
    csv
}

#[test]
fn a_planted_failure_is_the_first_slice_and_holds() {
    let page = Page::open();
    let kind = |n, turned| ["large", "small"][usize::from((n > 11) == turned)].to_owned();
    page.upload("planted.csv", planted("kind", kind).as_bytes());
    page.predict("kind");
    page.run();
    page.show(Stage::Evaluate);
    page.appears("slice-0");
    let told = page.text("slice-0");
    assert!(told.contains("region is East"), "{told}");
    assert_eq!(page.data("slice-0", "holds"), "true");
    let p: f64 = page.data("slice-0", "p").parse().expect("a number");
    let rows: u32 = page.data("slice-0", "rows").parse().expect("a count");
    assert!(p <= 0.05 && rows >= 20, "{p} {rows}");
    assert!(page.text("slices-words").contains("judged on"));
    assert!(!page.shows("residuals-along"));
    has_no_faults(&page, "slices of a run");
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn residuals_are_drawn_along_the_column_that_is_chosen() {
    let page = Page::open();
    let amount = |n, turned| format!("{}.5", n * 3 + if turned { 40 } else { 0 });
    page.upload("planted.csv", planted("amount", amount).as_bytes());
    page.predict("amount");
    page.run();
    page.show(Stage::Evaluate);
    page.appears("residuals-column");
    for column in ["size", "region"] {
        page.select("residuals-column", column);
        page.browser.until(
            "its picture",
            "const drawn = document.querySelector('[data-testid=residuals-along]');
             return drawn.dataset.column === arguments[0] && drawn.querySelector('figure') !== null;",
            vec![column.into()],
        );
    }
    has_no_faults(&page, "residuals along a column");
    assert_eq!(page.browser.errors(), [""; 0]);
}
