//! One recipe and one file give the same bits in the browser and natively.

use std::process::Command;
use std::{fs, str};

use grove::api::protocol::Download;
use grove::api::stage::Stage;

use crate::harness::page::{Page, sample};

const FILES: [Download; 3] = [Download::Predictions, Download::Metrics, Download::Model];

#[test]
fn the_native_command_writes_what_the_page_downloads() {
    let page = Page::open();
    for (name, target) in [
        ("iris", "species"),
        ("messy", "outcome"),
        ("diabetes", "progression"),
    ] {
        page.reload();
        page.upload(&format!("{name}.csv"), &sample(name));
        page.select("target-select", target);
        page.run();
        page.show(Stage::Evaluate);
        let recipe = page
            .browser
            .file("recipe.json", &page.download(Download::Recipe));
        let data = page.browser.file(&format!("{name}.csv"), &sample(name));
        let out = page.browser.folder().join("out");
        let output = Command::new(env!("CARGO_BIN_EXE_grove"))
            .args(["run", &recipe, &data, "--out"])
            .arg(&out)
            .output()
            .expect("the command starts");
        assert!(
            output.status.success(),
            "{name}: {}",
            str::from_utf8(&output.stderr).unwrap_or_default()
        );
        for file in FILES {
            let native = fs::read(out.join(file.file_name())).expect("the command wrote it");
            let browser = page.download(file);
            assert!(!native.is_empty());
            assert!(
                native == browser,
                "{name}: {} differs at byte {}",
                file.file_name(),
                native
                    .iter()
                    .zip(&browser)
                    .take_while(|(n, b)| n == b)
                    .count()
            );
        }
        fs::remove_dir_all(&out).expect("the folder of this run");
        fs::remove_file(&recipe).expect("the recipe of this run");
    }
}
