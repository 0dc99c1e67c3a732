//! What is told of how a file was read: by every command that reads one.

use std::fs;

use grove_recipe::columns::{ColumnKind, DataSummary};

use super::tools::{Project, error};

/// Of 40 rows, 12 have a value too many, and one cell is no number where numbers are asked for.
fn ragged() -> String {
    let row = |i: u32| {
        let more = if i % 10 < 3 { ",x" } else { "" };
        let size = if i == 5 {
            "large".into()
        } else {
            (i * 7 % 13).to_string()
        };
        format!("{size},{},{}{more}\n", ["a", "b"][(i % 2) as usize], i % 3)
    };
    let rows: String = (0..40).map(row).collect();
    format!("size,kind,amount\n{rows}")
}

fn project(name: &str) -> Project {
    Project::new(name, &ragged(), "kind", |recipe| {
        recipe.load.kinds.insert("size".into(), ColumnKind::Integer);
    })
}

fn expect_told(said: &str) {
    let told = "note: 12 rows are not in the table and 1 cell is missing in it, since they could not be read:";
    assert!(said.contains(told), "{said}");
    assert!(
        said.contains("      Row 1 (line 2) has 4 values where the header names 3 columns."),
        "{said}"
    );
    assert!(said.contains("      and 8 places more"), "{said}");
}

#[test]
fn what_could_not_be_read_is_told_by_every_command() {
    let project = project("told");
    for arguments in [
        &["run", "recipe.json", "data.csv"][..],
        &["prepare", "recipe.json", "data.csv", "--out", "cleaned.csv"],
        &["check", "recipe.json", "data.csv"],
        &["load"],
        // It is unchanged, and still worth knowing.
        &["load"],
        &["repro"],
        &["repro"],
    ] {
        expect_told(&project.says(arguments));
    }
    let output = project.run(&["run", "recipe.json", "data.csv"]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        printed.contains("28 rows × 3 columns, 13 places could not be read"),
        "{printed}"
    );
}

#[test]
fn without_a_recipe_a_file_is_only_looked_at() {
    let project = project("looked at");
    fs::remove_file(project.path("recipe.json")).expect("a file");
    let output = project.run(&["load", "data.csv"]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", error(&output));
    for part in [
        "data.csv: 28 rows × 3 columns",
        "Delimiter",
        "comma",
        "category",
        "b, a",
    ] {
        assert!(printed.contains(part), "{printed}");
    }
    assert!(error(&output).contains("note: 12 rows are not in the table"));
    let output = project.run(&["load", "data.csv", "--json"]);
    let read: DataSummary = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        (read.rows, read.bad_lines.rows, read.columns.len()),
        (28, 12, 3)
    );
    let left: Vec<_> = fs::read_dir(&project.folder).expect("a folder").collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn what_data_holds_does_not_move_the_cursor() {
    let hostile = "size,kind\n1,a\n2,b\n\u{1b}[2J\u{7},a\n4,b\n";
    let project = Project::new("escapes", hostile, "kind", |recipe| {
        recipe.load.kinds.insert("size".into(), ColumnKind::Integer);
    });
    let output = project.run(&["prepare", "recipe.json", "data.csv", "--out", "cleaned.csv"]);
    let said = error(&output);
    assert!(said.contains("[2J") && !said.contains('\u{1b}'), "{said:?}");
}

/// Months first, which days above 12 tell; new rows of which nothing does.
#[test]
fn a_new_file_can_be_read_otherwise_than_the_one_before() {
    let date = |i: u32| format!("{:02}/{:02}/2024", i % 12 + 1, i * 5 % 28 + 1);
    let rows: String = (0..120)
        .map(|i| format!("{},{}.5,{}.25\n", date(i), i % 7, (i % 12) * 100))
        .collect();
    let project = Project::new(
        "read differently",
        &format!("when,size,y\n{rows}"),
        "y",
        |_| {},
    );
    project.says(&["run", "recipe.json", "data.csv"]);
    let predicted = |name: &str, text: &str, options: &[&str]| {
        fs::write(project.path(name), text).expect("a file");
        let call = [
            "predict",
            "results/model.grove",
            name,
            "--out",
            "predicted.csv",
        ];
        project.says(&[&call[..], options].concat());
        project.read("predicted.csv")
    };
    let plain = "when,size\n03/05/2024,1.5\n04/06/2024,2.5\n";
    let expected = predicted("plain.csv", plain, &[]);
    let other = "when;size\n03/05/2024;1,5\n04/06/2024;2,5\n";
    let options = [
        "--delimiter",
        "semicolon",
        "--decimal",
        "comma",
        "--date-order",
        "month-first",
    ];
    assert!(predicted("other.csv", other, &options) == expected);
    let turned = "when;size\n05/03/2024;1,5\n06/04/2024;2,5\n";
    let options = [
        "--delimiter",
        "semicolon",
        "--decimal",
        "comma",
        "--date-order",
        "day_first",
    ];
    assert!(predicted("turned.csv", turned, &options) == expected);

    let prepare = [
        "prepare",
        "recipe.json",
        "other.csv",
        "--out",
        "cleaned.csv",
    ];
    project.fails(2, &[&prepare[..], &["--decimal", "dot"]].concat());
    project.fails(2, &[&prepare[..], &["--thousands", "point"]].concat());
    let rows = (1..9).map(|i| format!("03/{i:02}/2024;{i},5;{i},25\n"));
    let with_target = format!("when;size;y\n{}", rows.collect::<String>());
    fs::write(project.path("other.csv"), &with_target).expect("a file");
    let options = [
        "--delimiter",
        "semicolon",
        "--decimal",
        "comma",
        "--date-order",
        "month_first",
    ];
    project.says(&[&prepare[..], &options].concat());
    let cleaned = String::from_utf8(project.read("cleaned.csv")).expect("text");
    assert!(cleaned.contains("2024-03-05,5.5,5.25"), "{cleaned}");
    project.says(&[&["check", "recipe.json", "other.csv"][..], &options].concat());

    // A recipe that a run left has the reading, and a file of other columns' delimiter is read alike.
    let as_read = ["prepare", "results/recipe.json", "other.csv", "--out"];
    let by_itself = [&as_read[..], &["by_itself.csv", "--decimal", "comma"]].concat();
    project.says(&by_itself);
    assert!(project.read("by_itself.csv") == project.read("cleaned.csv"));
    // What only the other order can be is refused, with the option that takes it.
    let rows = (1..9).map(|i| format!("17/{i:02}/2024,{i}.5,{i}.25\n"));
    let contrary = format!("when,size,y\n{}", rows.collect::<String>());
    fs::write(project.path("contrary.csv"), contrary).expect("a file");
    let predict = [
        "predict",
        "results/model.grove",
        "contrary.csv",
        "--out",
        "p.csv",
    ];
    let check = ["check", "results/recipe.json", "contrary.csv"];
    for call in [&predict[..], &check] {
        let said = project.fails(1, call);
        assert!(said.contains(" Here: --date-order day_first."), "{said}");
        project.says(&[call, &["--date-order", "day-first"]].concat());
    }
}
