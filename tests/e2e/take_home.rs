//! Files for other tools: each is read back before it can be saved, and what it tells of the data is said.

use grove_protocol::take_home::TakeHomeFormat;
use grove_recipe::stage::Stage;

use crate::accessibility::has_no_faults;
use crate::harness::page::Page;

fn trained() -> Page {
    let page = Page::open();
    page.sample("messy");
    page.run();
    page.click("take-home");
    page
}

fn made(page: &Page, format: TakeHomeFormat) -> Vec<u8> {
    page.click(&format!("prepare-{}", format.name()));
    page.click(&format!("download-{}", format.name()));
    page.browser.downloaded(format.file_name())
}

#[test]
fn a_model_is_read_back_before_it_is_saved() {
    let page = trained();
    has_no_faults(&page, "files to take home");
    let model = made(&page, TakeHomeFormat::Onnx);
    assert_eq!(page.data("read-back", "mismatches"), "0");
    assert_eq!(page.data("read-back", "rows"), "98");
    let said = page.data("prepared-onnx", "bytes");
    assert_eq!(said, model.len().to_string());
    assert!(
        page.text("prepared-onnx")
            .contains("What it reveals of the data")
    );
    has_no_faults(&page, "a model that was read back");
    // Another run has other files.
    page.show(Stage::Train);
    page.fill("n_estimators", "3");
    page.reaches(Stage::Train, "stale");
    page.run();
    page.click("take-home");
    page.appears("prepare-onnx");
    assert!(made(&page, TakeHomeFormat::Onnx).len() < model.len());
    assert_eq!(page.browser.errors(), [""; 0]);
}

/// Names of files stand in a zip as they are.
fn has_examples(zip: &[u8]) -> bool {
    let name = b"input_example.json";
    zip.windows(name.len()).any(|bytes| bytes == name)
}

#[test]
fn every_file_is_made_and_no_row_leaves() {
    let page = trained();
    for format in TakeHomeFormat::ALL {
        let file = made(&page, format);
        assert!(!file.is_empty(), "{format:?}");
        assert!(!has_examples(&file), "{format:?}");
    }
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn rows_leave_as_examples_where_the_person_wants_it() {
    let page = trained();
    // Texts that become terms are no columns of the graph, so that no row of the file is one of its examples.
    page.click("take-home-examples");
    made(&page, TakeHomeFormat::Mlflow);
    assert!(page.text("prepared-mlflow").contains("no example rows"));

    let page = {
        drop(page);
        let page = Page::open();
        page.sample("iris");
        page.run();
        page.click("take-home");
        page
    };
    page.click("take-home-examples");
    assert!(has_examples(&made(&page, TakeHomeFormat::Mlflow)));
}
