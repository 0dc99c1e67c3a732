//! `grove check` on new files.
#![allow(
    clippy::disallowed_methods,
    reason = "a native test of a command that reads files"
)]

use std::path::PathBuf;
use std::process::{Command, Output};

use grove_recipe::Rule;

use super::{TABLE, column, recipe, stop, warning};

/// A folder of this test's own.
fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("check");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn check(recipe: &str, name: &str, data: &str) -> Output {
    let [json, csv] = ["json", "csv"].map(|ending| folder().join(format!("{name}.{ending}")));
    std::fs::write(&json, recipe).expect("a file");
    std::fs::write(&csv, data).expect("a file");
    Command::new(env!("CARGO_BIN_EXE_grove"))
        .arg("check")
        .args([json, csv])
        .output()
        .expect("the command starts")
}

#[test]
fn a_new_file_is_held_against_the_recipe_and_a_stop_fails() {
    let range = |name: &str, min| Rule::InRange {
        column: column(name),
        min: Some(min),
        max: None,
    };
    let expectations = vec![warning(range("n", 0.0)), stop(range("whole", 1.0))];
    let (_, recipe) = recipe(TABLE, expectations);
    let text = recipe.to_json();
    let more = TABLE.to_owned() + "9,9,red,2020-06-01,2020-06-02,fay,,a\n";
    let fine = check(&text, "fine", &more);
    let said = String::from_utf8_lossy(&fine.stdout);
    assert!(fine.status.success(), "{said}");
    assert!(
        said.contains("warning   n is at least 0: 1 of 6 rows fails"),
        "{said}"
    );
    assert!(
        said.contains("passed    whole is at least 1: Every row passes."),
        "{said}"
    );

    let broken = check(&text, "broken", &more.replace(",9,red", ",-9,red"));
    let said = String::from_utf8_lossy(&broken.stdout);
    assert!(!broken.status.success());
    assert!(
        said.contains("STOP      whole is at least 1: 1 of 7 rows"),
        "{said}"
    );
    assert!(said.contains("          row 7\n"), "{said}");
    let error = String::from_utf8_lossy(&broken.stderr);
    assert!(
        error.contains("1 expectation that stops the run fails."),
        "{error}"
    );

    let gone = check(&text, "gone", "n,t\n1,a\n2,b\n3,a\n4,b\n");
    let said = String::from_utf8_lossy(&gone.stdout);
    assert!(said.contains("There is no column whole."), "{said}");
    assert!(!gone.status.success());
}
