//! Files that belong together: of one run or the other, whatever comes between; and nothing else is ever replaced.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::{FileTypeExt, symlink};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::tools::{Project, error, table};

const EXPORTS: &str = "onnx,mlflow,sklearn,pyspark,dvc,report,card";

type Set = BTreeMap<String, Vec<u8>>;

/// Every file and folder in the folder of results.
fn set(project: &Project, folder: &str) -> Set {
    let entries = fs::read_dir(project.path(folder)).into_iter().flatten();
    let entries = entries.map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).unwrap_or_default())
        })
        .collect()
}

fn run(project: &Project, recipe: &str, out: &str) -> Command {
    let arguments = [
        "run", recipe, "data.csv", "--jobs", "1", "--export", EXPORTS, "--out", out,
    ];
    project.command(&arguments)
}

/// A project with recipes of so many seeds, and what each of them leaves.
fn seeds<const N: usize>(name: &str) -> (Project, [String; N], [Set; N]) {
    let mut project = Project::new(name, &table(60), "kind", |_| {});
    let recipes = std::array::from_fn(|seed| format!("recipe{seed}.json"));
    let sets = std::array::from_fn(|seed| {
        project.recipe.seed = seed as u32;
        fs::write(project.path(&recipes[seed]), project.recipe.to_json()).expect("a file");
        let out = format!("alone{seed}");
        let output = run(&project, &recipes[seed], &out)
            .output()
            .expect("it starts");
        assert!(output.status.success(), "{}", error(&output));
        set(&project, &out)
    });
    (project, recipes, sets)
}

fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    let done = Command::new("kill").args([name, &id]).status();
    assert!(done.expect("kill is there").success());
}

/// Neither where nor when it runs is seen in what it leaves.
#[test]
fn locale_and_time_zone_change_nothing() {
    let dates: String = (0..60)
        .map(|i| {
            format!(
                "{:02}.{:02}.2024 0{}:30;1.234,{i:02};{}\n",
                i % 28 + 1,
                i % 12 + 1,
                i % 9,
                i % 2
            )
        })
        .collect();
    let project = Project::new("places", &format!("at;size;y\n{dates}"), "y", |_| {});
    let [here, there] = [("C", "UTC"), ("de_DE.UTF-8", "Asia/Kathmandu")].map(|(locale, zone)| {
        let mut command = run(&project, "recipe.json", locale);
        let output = command.env("LC_ALL", locale).env("TZ", zone).output();
        let output = output.expect("it starts");
        assert!(output.status.success(), "{}", error(&output));
        set(&project, locale)
    });
    assert!(here.len() > 4);
    assert!(here == there);
}

/// Whatever it has said last when it is ended, the files are all of one run.
#[test]
fn a_run_that_is_ended_leaves_one_set_or_the_other() {
    let (project, recipes, [old, new]) = seeds::<2>("ended");
    assert_eq!(old.len(), 11);
    assert!(
        old.iter()
            .filter(|(name, bytes)| new[*name] != **bytes)
            .count()
            > 6
    );
    for name in ["-INT", "-KILL"] {
        for lines in 1.. {
            let out = format!("out{name}{lines}");
            let output = run(&project, &recipes[0], &out)
                .output()
                .expect("it starts");
            assert!(output.status.success(), "{}", error(&output));
            let mut command = run(&project, &recipes[1], &out);
            let mut child = command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it starts");
            let mut said = BufReader::new(child.stdout.take().expect("a pipe")).lines();
            let last = said
                .by_ref()
                .take(lines)
                .last()
                .expect("a line")
                .expect("text");
            signal(&child, name);
            let mut rest = String::new();
            let mut errors = child.stderr.take().expect("a pipe");
            errors.read_to_string(&mut rest).expect("text");
            let status = child.wait().expect("an end");
            let mut left = set(&project, &out);
            if name == "-KILL" {
                // What has no name yet that anything reads.
                left.retain(|name, _| !name.starts_with('.'));
            }
            assert!(
                left == old || left == new,
                "after “{last}”: {:?}",
                left.keys()
            );
            if status.code() == Some(130) {
                assert!(
                    rest.contains("Interrupted; what was there before is unchanged."),
                    "{rest}"
                );
                assert!(left == old, "after “{last}”");
            }
            if last.starts_with("written") {
                assert!(left == new);
                break;
            }
        }
    }
}

#[test]
fn runs_into_one_folder_leave_the_set_of_one() {
    let (project, recipes, sets) = seeds::<3>("at once");
    for round in 0..3 {
        let out = format!("shared{round}");
        let start = |recipe: &String| {
            let mut command = run(&project, recipe, &out);
            command
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it starts")
        };
        let children: Vec<Child> = recipes.iter().map(start).collect();
        for child in children {
            let output = child.wait_with_output().expect("an end");
            assert!(output.status.success(), "{}", error(&output));
        }
        assert!(sets.contains(&set(&project, &out)));
    }
}

/// As a process leaves them that is killed while it moves its files.
#[test]
fn a_set_that_was_whole_is_finished_by_the_next() {
    let (project, recipes, [old, new]) = seeds::<2>("taken up");
    let stage = |name: &str, bytes: &[u8]| {
        let path = project.path("out").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    };
    for (place, (name, bytes)) in new.iter().enumerate() {
        match place < 4 {
            true => stage(name, bytes),
            false => {
                stage(name, &old[name]);
                stage(&format!(".grove-ready/{name}"), bytes);
            }
        }
        stage(&format!(".grove-before/{name}"), &old[name]);
    }
    stage(".grove-unfinished-1/half", b"half");
    fs::write(project.path("out/mine"), b"mine").expect("a file");
    // Whoever reads one of them finds them all.
    let predict = [
        "predict",
        "out/model.grove",
        "data.csv",
        "--out",
        "predicted.csv",
    ];
    project.says(&predict);
    let finished = set(&project, "out");
    for (name, bytes) in &new {
        assert!(finished[name] == *bytes, "{name}");
    }
    project.says(&["run", &recipes[1], "data.csv", "--out", "out"]);
    let left = set(&project, "out");
    for (name, bytes) in &new {
        assert!(left[name] == *bytes, "{name}");
    }
    assert_eq!(left["mine"], b"mine");
    assert!(
        left.keys().all(|name| !name.starts_with('.')),
        "{:?}",
        left.keys()
    );
}

#[test]
fn only_files_are_replaced() {
    let project = Project::new("in the way", &table(60), "kind", |_| {});
    project.says(&["run", "recipe.json", "data.csv"]);
    fs::write(project.path("precious"), b"precious").expect("a file");
    symlink("precious", project.path("link.csv")).expect("a link");
    fs::create_dir(project.path("folder.csv")).expect("a folder");
    let made = Command::new("mkfifo")
        .arg(project.path("pipe.csv"))
        .status();
    assert!(made.expect("mkfifo is there").success());
    let predict = ["predict", "results/model.grove", "data.csv", "--out"];
    let prepare = ["prepare", "recipe.json", "data.csv", "--out"];
    let synthesize = ["synthesize", "moons", "--out"];
    for call in [&predict[..], &prepare, &synthesize] {
        for (out, what) in [
            ("link.csv", "a link"),
            ("folder.csv", "a folder"),
            ("pipe.csv", "a device or a pipe"),
            ("/dev/null", "a device or a pipe"),
        ] {
            let said = project.fails(3, &[call, &[out]].concat());
            assert!(said.contains(&format!("{out}: it is {what}")), "{said}");
        }
    }
    let kind = |name: &str| {
        fs::symlink_metadata(project.path(name))
            .expect("it is there")
            .file_type()
    };
    assert!(
        kind("link.csv").is_symlink() && kind("folder.csv").is_dir() && kind("pipe.csv").is_fifo()
    );
    assert_eq!(project.read("precious"), b"precious");
    // A run looks before it trains, and leaves the others as they are.
    let before = set(&project, "results");
    fs::remove_file(project.path("results/metrics.json")).expect("a file");
    symlink("../precious", project.path("results/metrics.json")).expect("a link");
    let said = project.fails(3, &["run", "data.csv", "--target", "flag"]);
    assert!(
        said.contains("results/metrics.json: it is a link"),
        "{said}"
    );
    assert!(set(&project, "results")["model.grove"] == before["model.grove"]);
    assert_eq!(project.read("precious"), b"precious");
}

/// Waits for the end of a command that was interrupted.
fn expect_an_end_soon(mut child: Child) {
    let begun = Instant::now();
    signal(&child, "-INT");
    let status = child.wait().expect("an end");
    assert_eq!(status.code(), Some(130));
    assert!(
        begun.elapsed() < Duration::from_secs(1),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn an_interrupt_acts_at_once_while_a_pipe_gives_nothing() {
    let project = Project::new("waiting", &table(30), "kind", |_| {});
    let mut command = project.command(&["run", "/dev/stdin", "--target", "kind"]);
    let command = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().expect("it starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    // More than a pipe holds: once all of it is taken, the command listens and reads.
    pipe.write_all(table(3000).as_bytes()).expect("it is read");
    expect_an_end_soon(child);
    drop(pipe);
    assert!(!project.path("results").exists());
}

#[test]
fn an_interrupt_acts_at_once_while_a_table_is_cleaned() {
    let rows: String = (0..150_000)
        .map(|i| format!("{i},{},{}\n", i % 97, ["a", "b"][i % 2]))
        .collect();
    let project = Project::new("cleaning", &format!("n,m,kind\n{rows}"), "kind", |recipe| {
        for i in 0..150 {
            let (column, expression) = (format!("d{i}"), format!("round(n / (m + {i} + 1), 3)"));
            recipe
                .clean
                .steps
                .push(grove_recipe::Operation::Derive { column, expression }.into());
        }
    });
    let mut command = project.command(&["run", "recipe.json", "data.csv"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut said = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    assert!(
        said.next()
            .expect("a line")
            .expect("text")
            .starts_with("load ")
    );
    expect_an_end_soon(child);
    assert!(said.next().is_none());
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let project = Project::new("large", &table(30), "kind", |_| {});
    let file = File::create(project.path("large.csv")).expect("a file");
    // It holds nothing, and would be read for long.
    file.set_len(1 << 42).expect("a length");
    let said = project.fails(1, &["run", "large.csv", "--target", "kind"]);
    assert!(said.contains("Grove opens files of up to 256 MB"), "{said}");
    let said = project.fails(1, &["load", "/dev/zero", "--json"]);
    assert!(said.contains("/dev/zero gives more than 256 MB"), "{said}");
}
