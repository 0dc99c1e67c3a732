//! Loading: how a file was read is seen and changed, and what could not be read is told.

use std::time::Duration;

use grove_recipe::stage::Stage;

use crate::harness::line::Line;
use crate::harness::page::Page;
use crate::harness::site::Site;

/// Semicolons, decimal commas, a row that is too short.
const PRICES: &str =
    "Ort;Preis;Art\nWien;1,5;a\nGraz;2,25;b\nLinz;3\nWels;4,5;a\nSteyr;2,5;b\nEnns;1,25;a\n";

#[test]
fn what_was_detected_can_be_changed_and_undone() {
    let page = Page::open();
    page.choose_file("file-input", "prices.csv", PRICES.as_bytes());
    page.reaches(Stage::Load, "fresh");
    assert!(page.text("notes").contains("1 row has fewer values"));
    let delimiters = page.options("parameter-delimiter");
    assert_eq!(delimiters[0], "semicolon (detected)");
    assert_eq!(page.options("parameter-decimal")[0], "a comma (detected)");
    assert_eq!(page.options("kind-Preis")[0], "decimal");

    page.select("parameter-decimal", "a point");
    page.offers_first("kind-Preis", "category");
    page.click("undo");
    page.offers_first("kind-Preis", "decimal");

    page.select("kind-Preis", "as text");
    page.reaches(Stage::Load, "fresh");
    page.click("undo");
    page.offers_first("kind-Preis", "decimal");
    page.predict("Art");
    page.run();
}

#[test]
fn a_file_that_was_refused_can_be_read_otherwise() {
    let page = Page::open();
    let quotes = "size,note\n1,long\n2,\"half\n3,fine\n4,good\n5,odd\n";
    page.choose_file("file-input", "quotes.csv", quotes.as_bytes());
    let (stage, message) = page.take_error();
    assert_eq!(stage, "load", "{message}");
    // Its choices are still there once the message is read.
    page.select("parameter-quote", "nothing");
    page.click("try-again");
    page.has_columns("size,note");
}

#[test]
fn archives_and_other_formats_open() {
    let page = Page::open();
    for (name, columns) in [
        ("packed.csv.gz", "a,b"),
        ("utf16_mark.csv", "Straße,Maß"),
        ("lines.jsonl", "size,colour,zip,tags,sold"),
        ("snappy.parquet", "n,x,f,code,day,at,ok"),
        ("packed.zip", "a,b"),
    ] {
        let path = format!("{}/tests/ugly/{name}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).expect("a file of ours");
        page.choose_file("file-input", name, &bytes);
        page.has_columns(columns);
    }
}

#[test]
fn a_very_long_cell_is_shown_in_part() {
    let page = Page::open();
    let long = "word ".repeat(150_000);
    let mut table = String::from("size,note,kind\n");
    for row in 0..60 {
        let (note, kind) = match row {
            // As a text, and as a class of its own.
            5 => (long.as_str(), "oak"),
            6..=9 => ("short", long.as_str()),
            _ => ("short", if row % 2 == 0 { "oak" } else { "elm" }),
        };
        table += &format!("{row},{note} {row},{kind}\n");
    }
    page.choose_file("file-input", "long.csv", table.as_bytes());
    page.has_columns("size,note,kind");
    page.show(Stage::Load);
    page.appears("cell-more");
    let cell = page.text("cell-more");
    assert!(cell.starts_with("word word") && cell.contains("characters)"));
    assert!(cell.chars().count() < 250, "{}", cell.len());
    page.click("cell-more");
    let shown = "return document.querySelector('.cell-look-text')?.textContent.length";
    let shown = page.browser.until("the cell", shown, vec![]);
    assert!(
        shown
            .as_u64()
            .is_some_and(|letters| letters > 10_000 && letters < 10_100)
    );
    page.click("cell-close");
    page.disappears("cell-look");

    page.select("target-select", "kind");
    page.select("task-select", "classification");
    for stage in [Stage::Clean, Stage::Check, Stage::Split] {
        page.show(stage);
    }
    page.click("run-all");
    page.reaches(Stage::Evaluate, "fresh");
    page.show(Stage::Evaluate);
    page.appears("confusion-matrix");
    let letters = "return document.body.textContent.length";
    let letters = page.browser.script(letters, vec![]);
    assert!(
        letters.as_u64().is_some_and(|letters| letters < 200_000),
        "{letters}"
    );
}

#[test]
fn over_a_slow_line_and_packed_everything_arrives_as_it_is() {
    let slow = |site: &Site| site.sends_over(Line::new(50e6, Duration::from_millis(10)));
    let page = Page::open_prepared(slow);
    page.sample("iris");
    page.run();
    page.show(Stage::Evaluate);
    assert_eq!(page.confusion().len(), 9);
    assert_eq!(page.browser.errors(), [""; 0]);
}
