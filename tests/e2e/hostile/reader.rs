//! Who reads the files: the page.

use crate::harness::page::Page;

/// A page of one test's own.
pub struct Folder(Page);

impl Folder {
    pub fn new(_: &str) -> Self {
        Self(Page::open())
    }
}

/// What is asked of a file that opens.
pub const READ: &str = "it opens";

/// Opens a file, of which the page says these words. Without words, it opens or is refused.
pub fn says(folder: &Folder, name: &str, bytes: &[u8], words: &str) {
    let page = &folder.0;
    page.choose_file("file-input", name, bytes);
    let ended = "return ['error', 'target-select'].find(handle => document.querySelector(`[data-testid='${handle}']`))";
    let ended = page.browser.until(name, ended, vec![]);
    if ended == "target-select" {
        assert!(
            ["", READ].contains(&words),
            "{name} opens; not said: {words}"
        );
        // No table is left that the next file could be taken for.
        page.reload();
        return;
    }
    let (stage, message) = page.take_error();
    assert_eq!(stage, "load", "{name}: {message}");
    assert!(!message.contains("The engine stopped"), "{name}: {message}");
    assert!(
        words != READ && message.contains(words),
        "{name}: {message}"
    );
}
