//! Files that nobody can learn from: the page says what is wrong, and lives on.

use grove_recipe::stage::{PATH, Stage};

use crate::harness::page::Page;

/// A file, its content, and words that the message must hold in any case.
const BAD: [(&str, &[u8], &[&str]); 5] = [
    (
        "picture.png",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01",
        &["png image"],
    ),
    ("ragged.csv", b"a,b,c\n1,2,3\n4,5\n7,8\n9\n", &["row 2"]),
    ("header.csv", b"a,b,c\n", &["row"]),
    ("empty.csv", b"", &["empty"]),
    ("quote.csv", b"a,b\n1,\"two\n3,4\n", &["quote"]),
];

#[test]
fn a_bad_file_is_named_and_a_good_one_still_opens() {
    let page = Page::open();
    for (name, bytes, words) in BAD {
        page.choose_file("file-input", name, bytes);
        let (stage, message) = page.take_error();
        assert_eq!(stage, "load", "{name}: {message}");
        for word in words {
            assert!(
                message.to_lowercase().contains(word),
                "{name}: no “{word}” in: {message}"
            );
        }
    }
    page.sample("iris");
    page.run();
    for (name, bytes, _) in BAD {
        page.choose_file("file-input", name, bytes);
        assert_eq!(page.take_error().0, "load", "{name}");
    }
    page.sample("wine");
    page.run();
}

#[test]
fn a_bad_file_leaves_the_results_before_it() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.choose_file("file-input", "ragged.csv", b"a,b\n1,2\n3\n4\n");
    page.appears("error");
    for stage in PATH {
        assert_eq!(page.state(stage), "fresh", "{stage:?}");
    }
}

#[test]
fn a_target_that_cannot_be_learned_stops_at_its_stage() {
    let page = Page::open();
    page.upload(
        "one.csv",
        b"size,kind\n3,oak\n5,oak\n3,oak\n8,oak\n5,oak\n9,oak\n",
    );
    page.select("target-select", "kind");
    page.click("run-all");
    page.reaches(Stage::Check, "failed");
    let (stage, message) = page.take_error();
    assert_eq!(stage, "check");
    assert!(message.contains("kind"), "{message}");
    page.sample("iris");
    page.run();
}
