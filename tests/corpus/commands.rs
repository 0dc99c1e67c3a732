//! However a file is opened, it is read the same: by the page's engine, by the commands, and by a model for new rows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use grove_engine::Pipeline;
use grove_engine::load::{Loaded, load, load_as_trained};
use grove_engine::profile::profile;
use grove_protocol::TableName;
use grove_recipe::Load;
use grove_recipe::columns::DataSummary;

use super::KINDS;
use super::case::{Case, cases};

/// A process for each file would take minutes.
const EVERY: usize = 12;

fn all() -> impl Iterator<Item = (Case, Loaded)> {
    let cases = KINDS.iter().flat_map(|kind| cases::<Case>(kind));
    cases.filter_map(|case| {
        let loaded = load(&case.file.file, &case.file.bytes(), &Load::default()).ok()?;
        Some((case, loaded))
    })
}

#[test]
fn the_page_opens_a_file_as_it_is_loaded() {
    for (case, loaded) in all() {
        let mut pipeline = Pipeline::default();
        let opened = pipeline.open(&case.file.file, &case.file.bytes(), &Load::default());
        assert_eq!(opened, Ok(profile(&loaded)), "{}", case.file.name);
        let rows = pipeline.rows(TableName::Raw, 0, u32::MAX);
        assert_eq!(rows, loaded.table.page(0, u32::MAX), "{}", case.file.name);
    }
}

#[test]
fn a_file_is_read_for_a_model_as_it_was_read_for_training() {
    for (case, loaded) in all() {
        let mut trained = loaded.layout.fix(&Load::default());
        let columns = loaded.columns.iter();
        trained.kinds = columns.map(|c| (c.name.clone(), c.kind)).collect();
        let names: Vec<&str> = loaded.columns.iter().map(|c| c.name.as_str()).collect();
        let again = load_as_trained(&case.file.file, &case.file.bytes(), &trained, &names);
        let again = again.unwrap_or_else(|error| panic!("{}: {error}", case.file.name));
        assert_eq!(
            again.table.page(0, u32::MAX),
            loaded.table.page(0, u32::MAX),
            "{}",
            case.file.name
        );
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // Of an earlier run of the tests.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn grove(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grove"));
    let output = command.args(arguments).current_dir(folder).output();
    let output = output.expect("the command starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    output.stdout
}

#[test]
fn the_commands_read_a_file_as_it_is_loaded() {
    let folder = folder("corpus");
    let mut prepared = 0;
    for (case, loaded) in all().step_by(EVERY) {
        let name = case.file.file.as_str();
        fs::write(folder.join(name), case.file.bytes()).expect("a file");
        let json = grove(&folder, &["load", name, "--json"]);
        let told: DataSummary = serde_json::from_slice(&json).expect("a summary");
        assert_eq!(told, profile(&loaded), "{}", case.file.name);
        // Rows without a target are dropped, so that one is chosen that every row has.
        let whole = loaded.columns.iter().find(|c| c.missing == 0);
        if let Some(target) = whole {
            let recipe = serde_json::json!({ "target": target.name }).to_string();
            fs::write(folder.join("recipe.json"), recipe).expect("a file");
            grove(
                &folder,
                &["prepare", "recipe.json", name, "--out", "out.csv"],
            );
            let written = fs::read(folder.join("out.csv")).expect("a file");
            let expected = grove_export::table::write(&loaded.table);
            assert!(written == expected, "{}", case.file.name);
            prepared += 1;
        }
        fs::remove_file(folder.join("recipe.json")).unwrap_or_default();
    }
    assert!(prepared > 50, "{prepared}");
}
