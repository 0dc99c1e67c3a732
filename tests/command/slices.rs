//! `grove slices`: what it writes, and what it refuses.

use serde_json::Value;

use super::tools::{Project, table};

/// A column that only says where the class is another.
fn planted() -> String {
    let mut csv = String::from("size,region,kind\n");
    for row in 0..1500u32 {
        let n = row * 7 % 23;
        let region = ["North", "East", "South"][(row * 5 % 7 % 3) as usize];
        let turned = region == "East" && row * 11 % 13 < 6;
        let kind = if (n > 11) == turned { "small" } else { "large" };
        csv += &format!("{n},{region},{kind}\n");
    }
    csv
}

#[test]
fn a_planted_failure_is_printed_and_written() {
    let project = Project::new("slices", &planted(), "kind", |_| {});
    project.says(&["run", "recipe.json", "data.csv"]);
    let asked = [
        "slices",
        "results/model.grove",
        "data.csv",
        "--out",
        "s.json",
    ];
    let output = project.run(&asked);
    assert!(output.status.success());
    let printed = String::from_utf8(output.stdout).expect("text");
    assert!(printed.contains("region is East"), "{printed}");
    let written = project.read("s.json");
    let told: Value = serde_json::from_slice(&written).expect("JSON");
    let first = &told["slices"][0];
    assert_eq!(first["description"], "region is East");
    assert_eq!(
        (&first["holds"], &told["rows"]),
        (&true.into(), &375.into())
    );
    project.says(&asked);
    assert_eq!(project.read("s.json"), written);

    // Another file is looked at as a whole.
    std::fs::write(project.path("new.csv"), planted() + "1,North,large\n").expect("a file");
    let said = project.says(&[
        "slices",
        "results/model.grove",
        "new.csv",
        "--out",
        "s.json",
    ]);
    assert!(
        said.contains("not the file that the model was trained on"),
        "{said}"
    );
    let told: Value = serde_json::from_slice(&project.read("s.json")).expect("JSON");
    assert_eq!(told["rows"], 1501);
    std::fs::write(project.path("new.csv"), "size,region\n1,North\n").expect("a file");
    let said = project.fails(1, &["slices", "results/model.grove", "new.csv"]);
    assert!(said.contains("no column kind"), "{said}");
}

#[test]
fn too_few_rows_are_said() {
    let project = Project::new("slices-few", &table(90), "kind", |_| {});
    project.says(&["run", "recipe.json", "data.csv"]);
    let output = project.run(&["slices", "results/model.grove", "data.csv"]);
    let printed = String::from_utf8(output.stdout).expect("text");
    assert!(
        printed.starts_with("There are too few rows to judge: "),
        "{printed}"
    );
}
