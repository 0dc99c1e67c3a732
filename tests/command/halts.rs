//! What is there after a run that did not come to its end: what was there before, or nothing.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::tools::{Files, Project, error, ran, table};

/// A project whose stages have all run, with a recipe that makes training take its time.
fn slow(name: &str) -> Project {
    let mut project = Project::new(name, &table(600), "kind", |_| {});
    project.says(&["repro"]);
    project.recipe.train.set("n_estimators", 5000).unwrap();
    project.write_recipe();
    project
}

/// The command, once it has said that it trains, and what it says after that.
fn in_training(project: &Project) -> (Child, impl Iterator<Item = String>) {
    let mut command = project.command(&["repro", "--jobs", "1"]);
    let mut child = command.stderr(Stdio::piped()).spawn().expect("it starts");
    let said = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut lines = said.lines().map(|line| line.expect("text"));
    assert!(lines.any(|line| line.starts_with("train ")));
    (child, lines)
}

fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    let done = Command::new("kill").args([name, &id]).status();
    assert!(done.expect("kill is there").success());
}

fn expect_nothing_unfinished(project: &Project) {
    for path in project.kept().into_keys() {
        let name = path.file_name().expect("a name").to_string_lossy();
        assert!(!name.starts_with('.'), "{}", path.display());
    }
}

#[test]
fn an_interrupt_leaves_what_was_there() {
    for name in ["-INT", "-TERM"] {
        let project = slow(&format!("interrupted {name}"));
        let before = project.kept();
        let (mut child, mut said) = in_training(&project);
        signal(&child, name);
        assert_eq!(child.wait().expect("an end").code(), Some(130));
        assert!(said.any(|line| line == "grove: Interrupted; what was there before is unchanged."));
        assert!(project.kept() == before);
        expect_nothing_unfinished(&project);
    }
}

#[test]
fn a_run_that_was_killed_is_taken_up_again() {
    let mut project = slow("killed");
    let before = project.kept();
    let (mut child, _) = in_training(&project);
    signal(&child, "-KILL");
    child.wait().expect("an end");
    assert!(project.kept() == before);
    project.recipe.train.set("n_estimators", 11).unwrap();
    project.write_recipe();
    assert_eq!(ran(&project.says(&["repro"])), ["train", "evaluate"]);
}

#[test]
fn files_of_two_runs_are_not_taken_for_one() {
    // As a process leaves them that is killed while it renames: some new, some old, some not even that.
    let mut project = Project::new("mixed", &table(120), "kind", |_| {});
    project.says(&["repro"]);
    let old = project.read("stages/train/state.bin");
    project.recipe.train.set("n_estimators", 11).unwrap();
    project.write_recipe();
    project.says(&["repro"]);
    std::fs::write(project.path("stages/train/state.bin"), old).expect("a file");
    let unfinished = project.path("stages/train/.grove-unfinished-state.bin");
    std::fs::write(unfinished, "half").expect("a file");
    let said = project.fails(1, &["evaluate", "--force"]);
    assert!(
        said.contains("state.bin is not as it was written"),
        "{said}"
    );
    assert_eq!(ran(&project.says(&["repro"])), ["train"]);
    expect_nothing_unfinished(&project);
}

#[test]
fn a_full_disk_leaves_what_was_there() {
    let mut project = Project::new("full", &table(600), "kind", |_| {});
    project.says(&["repro"]);
    let before = project.kept();
    project.recipe.seed = 7;
    project.recipe.train.set("n_estimators", 40).unwrap();
    project.write_recipe();
    // No file may be longer than 20 blocks of 512 bytes: the split is written, the features are not.
    let grove = env!("CARGO_BIN_EXE_grove");
    let script = format!("trap '' XFSZ; ulimit -f 20; exec '{grove}' repro");
    let mut shell = Command::new("sh");
    shell.current_dir(&project.folder).args(["-c", &script]);
    let output = shell.output().expect("a shell");
    let said = error(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("grove: Cannot write stages/"), "{said}");
    expect_nothing_unfinished(&project);
    let after = project.kept();
    let rest = ran(&project.says(&["repro"]));
    assert!(
        rest.ends_with(&["train".into(), "evaluate".into()]),
        "{rest:?}"
    );
    for stage in rest {
        let folder = project.path("stages").join(stage);
        let of = |files: &Files| -> Vec<Vec<u8>> {
            let inside = files.iter().filter(|(path, _)| path.starts_with(&folder));
            inside.map(|(_, bytes)| bytes.clone()).collect()
        };
        assert!(of(&before) == of(&after), "{}", folder.display());
    }
    assert_eq!(ran(&project.says(&["repro"])), [""; 0]);
}

#[test]
fn one_at_a_time() {
    let project = slow("together");
    let (mut child, _said) = in_training(&project);
    let said = project.fails(3, &["repro"]);
    assert!(
        said.contains("Another grove command is running in stages."),
        "{said}"
    );
    signal(&child, "-INT");
    child.wait().expect("an end");
    // What it left is no hindrance.
    project.says(&["load"]);
}
