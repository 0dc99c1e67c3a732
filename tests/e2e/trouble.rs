//! Files that nobody can learn from: the page says what is wrong, and lives on.

use grove::api::stage::PATH;

use crate::harness::page::Page;

/// A file, its content, and words that the message must hold in any case.
const BAD: [(&str, &[u8], &[&str]); 6] = [
    (
        "picture.png",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01",
        &["load"],
    ),
    (
        "ragged.csv",
        b"a,b,c\n1,2,3\n4,5,6\n7,8\n9,8,7\n",
        &["load", "row 3"],
    ),
    ("header.csv", b"a,b,c\n", &["load", "row"]),
    ("empty.csv", b"", &["load", "empty"]),
    ("quote.csv", b"a,b\n1,\"two\n3,4\n", &["load", "quote"]),
    (
        "latin.csv",
        b"name,size\nJos\xe9,3\nAna,4\n",
        &["load", "utf-8"],
    ),
];

#[test]
fn a_bad_file_is_named_and_a_good_one_still_opens() {
    let page = Page::open();
    for (name, bytes, words) in BAD {
        page.choose_file("file-input", name, bytes);
        let message = page.text("error").to_lowercase();
        for word in words {
            assert!(message.contains(word), "{name}: no “{word}” in: {message}");
        }
        page.sample("iris");
        page.disappears("error");
    }
    page.run();
}

#[test]
fn a_bad_file_leaves_the_results_before_it() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.choose_file("file-input", "ragged.csv", b"a,b\n1,2\n3\n");
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
        b"size,kind\n1,oak\n2,oak\n3,oak\n4,oak\n5,oak\n6,oak\n",
    );
    page.select("target-select", "kind");
    page.click("run-all");
    let message = page.text("error").to_lowercase();
    assert!(message.contains("kind"), "{message}");
    let failed = PATH
        .into_iter()
        .filter(|stage| page.state(*stage) == "failed")
        .count();
    assert_eq!(failed, 1);
    page.sample("iris");
    page.run();
}
