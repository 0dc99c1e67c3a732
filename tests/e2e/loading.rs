//! Loading: how a file was read is seen and changed, and what could not be read is told.

use grove::api::stage::Stage;

use crate::harness::page::Page;

/// Semicolons, decimal commas, a row that is too short.
const PRICES: &str =
    "Ort;Preis;Art\nWien;1,5;a\nGraz;2,25;b\nLinz;3\nWels;4,5;a\nSteyr;2,5;b\nEnns;1,25;a\n";

#[test]
fn what_was_detected_can_be_changed_and_undone() {
    let page = Page::open();
    page.choose_file("file-input", "prices.csv", PRICES.as_bytes());
    page.reaches(Stage::Load, "fresh");
    assert!(page.text("bad-lines").contains("1 row could not be read"));
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
