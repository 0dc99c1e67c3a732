//! What is missing, damaged, or other than it was: each is said, with what to do.

use std::fs;

use grove_recipe::{Expectation, Rule, Severity};

use super::tools::{Project, ran, table};

#[test]
fn a_stage_names_the_one_that_it_lacks() {
    let mut project = Project::new("lacking", &table(60), "kind", |_| {});
    let said = project.fails(1, &["train"]);
    assert!(said.contains("train needs what load makes"), "{said}");
    assert!(
        said.contains("Run `grove load` first, or `grove repro`"),
        "{said}"
    );
    for stage in ["load", "clean", "check", "split"] {
        project.says(&[stage]);
    }
    let said = project.fails(1, &["train"]);
    assert!(
        said.contains(
            "train needs what featurize makes, and that is out of date: It has not run yet."
        ),
        "{said}"
    );
    project.says(&["featurize"]);
    project.recipe.split.test_size = 0.5;
    project.write_recipe();
    let said = project.fails(1, &["featurize"]);
    assert!(
        said.contains("split makes, and that is out of date: split.test_size was 0.25 and is 0.5; check is out of date."),
        "{said}"
    );
    let said = project.fails(1, &["train"]);
    assert!(
        said.contains(
            "featurize makes, and that is out of date: check is out of date; split is out of date."
        ),
        "{said}"
    );
}

#[test]
fn files_that_were_changed_or_cut_off_are_not_used() {
    let project = Project::new("damaged", &table(60), "kind", |_| {});
    project.says(&["repro"]);
    let files: Vec<_> = project.kept().into_keys().collect();
    assert!(files.len() > 25);
    let good = project.kept();
    for path in files {
        let whole = fs::read(&path).expect("a file");
        for damaged in [&whole[..whole.len() / 2], &[&whole[..], b"x"].concat(), b""] {
            fs::write(&path, damaged).expect("a file");
            let stage = path.parent().and_then(|folder| folder.file_name());
            let stage = stage.expect("a folder").to_string_lossy().into_owned();
            assert_eq!(
                ran(&project.says(&["repro"])),
                [stage],
                "{}",
                path.display()
            );
        }
        assert!(project.kept() == good, "{}", path.display());
    }
}

/// Of another version of a stage, or of another format, nothing is used.
#[test]
fn what_another_version_of_grove_kept_is_made_again() {
    let project = Project::new("versions", &table(60), "kind", |_| {});
    project.says(&["repro"]);
    let manifest = project.path("stages/split/stage.json");
    let good = fs::read(&manifest).expect("a file");
    for field in ["version", "format"] {
        let mut claims: serde_json::Value = serde_json::from_slice(&good).expect("JSON");
        claims[field] = 1_000_000.into();
        fs::write(&manifest, claims.to_string()).expect("a file");
        let said = project.fails(1, &["featurize", "--force"]);
        assert!(said.contains("nother version of Grove"), "{said}");
        assert_eq!(ran(&project.says(&["repro"])), ["split"]);
    }
    let state = project.path("stages/split/state.bin");
    let mut bytes = fs::read(&state).expect("a file");
    bytes[12..16].copy_from_slice(&1_000_000_u32.to_le_bytes());
    let mut claims: serde_json::Value = serde_json::from_slice(&good).expect("JSON");
    claims["files"]["state.bin"] = sha256(&bytes).into();
    fs::write(&state, bytes).expect("a file");
    fs::write(&manifest, claims.to_string()).expect("a file");
    let said = project.fails(1, &["featurize", "--force"]);
    assert!(
        said.contains("state.bin of split cannot be used: it was written by another version"),
        "{said}"
    );
}

/// Whoever changes a file and its hash as well gets an error, not a crash.
#[test]
fn files_that_claim_to_be_whole_are_still_checked() {
    let project = Project::new("forged", &table(60), "kind", |_| {});
    project.says(&["repro"]);
    let files = [
        ("load", "state.bin", "clean"),
        ("load", "table.parquet", "clean"),
        ("clean", "state.bin", "split"),
        ("clean", "table.parquet", "split"),
        ("split", "state.bin", "featurize"),
        ("featurize", "state.bin", "train"),
        ("featurize", "train.parquet", "train"),
        ("featurize", "test.parquet", "train"),
        ("train", "state.bin", "evaluate"),
        ("train", "report.json", "evaluate"),
    ];
    for (stage, name, next) in files {
        let path = project.path(&format!("stages/{stage}/{name}"));
        let manifest = project.path(&format!("stages/{stage}/stage.json"));
        let (whole, before) = (
            fs::read(&path).expect("a file"),
            fs::read(&manifest).expect("a file"),
        );
        let mut flipped = whole.clone();
        let middle = flipped.len() / 2;
        flipped[middle..].iter_mut().for_each(|byte| *byte ^= 0x5a);
        for forged in [
            &whole[..whole.len() - 3],
            &flipped[..],
            b"\xff\xff\xff\xff\xff\xff",
            b"",
        ] {
            let mut claims: serde_json::Value = serde_json::from_slice(&before).expect("JSON");
            claims["files"][name] = sha256(forged).into();
            fs::write(&path, forged).expect("a file");
            fs::write(&manifest, claims.to_string()).expect("a file");
            let said = project.fails(1, &[next, "--force"]);
            assert!(
                said.contains(&format!("{name} of {stage} cannot be used")),
                "{said}"
            );
        }
        fs::write(&path, whole).expect("a file");
        fs::write(&manifest, before).expect("a file");
    }
    assert_eq!(ran(&project.says(&["repro"])), [""; 0]);
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn other_data_than_the_recipes_is_refused_until_it_is_accepted() {
    let project = Project::new("replaced", &table(60), "kind", |_| {});
    project.says(&["repro"]);
    let before = project.kept();
    let by_hand = project.data.replacen("yes", "no", 1);
    fs::write(project.path("data.csv"), by_hand).expect("a file");
    for command in ["load", "repro"] {
        let said = project.fails(1, &[command]);
        assert!(
            said.contains("data.csv is not the file that the recipe was made for"),
            "{said}"
        );
        assert!(said.contains("`grove load data.csv --accept`"), "{said}");
    }
    assert!(project.kept() == before);
    let text = fs::read_to_string(project.path("recipe.json")).expect("a file");
    project.says(&["load", "--accept"]);
    let accepted = fs::read_to_string(project.path("recipe.json")).expect("a file");
    let other: Vec<_> = text
        .lines()
        .zip(accepted.lines())
        .filter(|(a, b)| a != b)
        .collect();
    assert_eq!(other.len(), 1);
    assert!(other[0].0.contains("sha256"));
    assert!(!ran(&project.says(&["repro"])).contains(&"load".to_string()));
}

#[test]
fn a_check_that_stops_ends_with_1_and_nothing_is_kept_of_it() {
    let mut project = Project::new("stopped", &table(60), "kind", |_| {});
    project.says(&["repro"]);
    let before = project.kept();
    let rule = Rule::NotNull {
        column: "size".into(),
    };
    project.recipe.check.expectations = vec![Expectation {
        severity: Severity::Stop,
        ..Expectation::new(rule)
    }];
    project.write_recipe();
    let output = project.run(&["check"]);
    assert_eq!(output.status.code(), Some(1));
    let found = String::from_utf8_lossy(&output.stdout);
    assert!(found.contains("STOP      size is never missing"), "{found}");
    for command in [&["repro"], &["check"]] {
        let said = project.fails(1, command);
        assert!(
            said.contains("1 expectation that stops the run fails."),
            "{said}"
        );
    }
    let said = project.fails(1, &["split"]);
    assert!(said.contains("split needs what check makes"), "{said}");
    assert!(project.kept() == before);
}

#[test]
fn what_is_not_there_is_named() {
    let project = Project::new("nothing", &table(60), "kind", |_| {});
    fs::remove_file(project.path("data.csv")).expect("a file");
    let said = project.fails(3, &["load"]);
    assert!(said.contains("Cannot read data/data.csv"), "{said}");
    fs::remove_file(project.path("recipe.json")).expect("a file");
    let said = project.fails(3, &["repro"]);
    assert!(
        said.contains("There is no recipe in this folder: none of params.yaml"),
        "{said}"
    );
}
