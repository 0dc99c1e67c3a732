//! One recipe and one file give the same bits in the browser and natively.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use grove_protocol::Download;
use grove_recipe::stage::Stage;

use crate::harness::page::{Page, noise, sample};
use crate::trainers;

pub const FILES: [Download; 4] = [
    Download::Predictions,
    Download::Metrics,
    Download::Model,
    Download::Recipe,
];

/// Runs the native command with so many threads. Returns the folder that it wrote to.
pub fn run_natively(page: &Page, recipe: &str, data: &str, jobs: u32) -> PathBuf {
    let out = page.browser.folder().join("out");
    let output = Command::new(env!("CARGO_BIN_EXE_grove"))
        .args(["run", recipe, data, "--jobs", &jobs.to_string(), "--out"])
        .arg(&out)
        .output()
        .expect("the command starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{data}: {errors}");
    out
}

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
            .file("run.json", &page.download(Download::Recipe));
        let data = page.browser.file(&format!("{name}.csv"), &sample(name));
        let out = run_natively(&page, &recipe, &data, 0);
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

#[test]
fn any_number_of_workers_grows_the_same_forest() {
    let page = Page::open_prepared(trainers::count);
    let table = noise(trainers::ENOUGH_ROWS);
    let mut forests: Vec<(String, Vec<u8>)> = Vec::new();
    for workers in [1, 2, 8] {
        page.reload_with(&format!("?workers={workers}"));
        trainers::listen(&page);
        page.upload("noise.csv", table.as_bytes());
        page.select("target-select", "label");
        page.run();
        let started = trainers::started(&page);
        assert_eq!(started, if workers == 1 { 0 } else { workers });
        page.show(Stage::Evaluate);
        let model = page.download(Download::Model);
        forests.push((format!("{workers} workers"), model));
    }
    let recipe = page.download(Download::Recipe);
    let recipe = page.browser.file("recipe.json", &recipe);
    let data = page.browser.file("noise.csv", table.as_bytes());
    for jobs in [1, 3] {
        let out = run_natively(&page, &recipe, &data, jobs);
        let model = fs::read(out.join(Download::Model.file_name()));
        forests.push((format!("{jobs} threads"), model.expect("it was written")));
    }
    let (_, first) = &forests[0];
    for (who, forest) in &forests {
        let (found, expected) = (forest.len(), first.len());
        assert!(
            forest == first,
            "{who} grew another forest: {found} bytes beside {expected}"
        );
    }
}
