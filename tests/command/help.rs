//! Help for whoever asks, and a usage error for whoever errs.

use super::tools::{Project, table};

#[test]
fn every_command_has_help_with_an_example() {
    let project = Project::new("help", &table(30), "kind", |_| {});
    let help = |arguments: &[&str]| {
        let output = project.run(arguments);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).expect("text")
    };
    let all = help(&["--help"]);
    for code in [
        "0    done",
        "1    the data",
        "2    ",
        "3    a file",
        "130  interrupted",
    ] {
        assert!(all.contains(code), "{all}");
    }
    let commands = all
        .split("Commands:")
        .nth(1)
        .and_then(|rest| rest.split("Options:").next());
    let commands = commands
        .expect("a list")
        .lines()
        .filter(|line| line.starts_with("  "));
    let names: Vec<&str> = commands
        .filter_map(|line| line.trim().split(' ').next())
        .collect();
    assert!(names.len() > 12);
    for name in names
        .into_iter()
        .filter(|name| !["help", "export"].contains(name))
    {
        assert!(
            help(&[name, "--help"]).contains(&format!("grove {name}")),
            "{name}"
        );
        assert!(help(&[name, "--help"]).contains("Example"), "{name}");
    }
    assert!(help(&["export", "dvc", "--help"]).contains("Example"));
}

#[test]
fn a_call_that_cannot_be_is_2() {
    let project = Project::new("usage", &table(30), "kind", |_| {});
    for arguments in [
        &["fly"][..],
        &["train", "--depth", "3"],
        &["check", "recipe.json"],
        &[],
    ] {
        project.fails(2, arguments);
    }
}
