//! `grove explain`: what it writes, and what it refuses.

use serde_json::Value;

use super::tools::{Project, error, table};

fn project(name: &str) -> Project {
    let project = Project::new(name, &table(90), "kind", |recipe| {
        recipe.leave_out = vec!["amount".into(), "who".into(), "id".into()];
    });
    project.says(&["run", "recipe.json", "data.csv"]);
    project
}

fn written(project: &Project, arguments: &[&str]) -> Value {
    let all = [
        &["explain", "results/model.grove"],
        arguments,
        &["--out", "e.json"],
    ]
    .concat();
    project.says(&all);
    serde_json::from_slice(&project.read("e.json")).expect("JSON")
}

/// What the command prints.
fn printed(project: &Project, arguments: &[&str]) -> String {
    let all = [&["explain", "results/model.grove"], arguments].concat();
    let output = project.run(&all);
    assert!(output.status.success(), "{}", error(&output));
    String::from_utf8(output.stdout).expect("text")
}

fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list").iter();
    list.map(|number| number.as_f64().expect("a number"))
        .collect()
}

#[test]
fn contributions_and_base_add_up_to_the_answer_that_predict_writes() {
    let project = project("explain");
    let told = written(
        &project,
        &["data.csv", "--rows", "2,3,5", "--background", "40"],
    );
    assert_eq!(told["background_rows"].as_array().map(Vec::len), Some(40));
    project.says(&[
        "predict",
        "results/model.grove",
        "data.csv",
        "--out",
        "p.csv",
    ]);
    let predicted = String::from_utf8(project.read("p.csv")).expect("text");
    let rows = told["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 3);
    for (row, number) in rows.iter().zip([2, 3, 5]) {
        assert_eq!(row["row"], number);
        let answer = numbers(&row["answer"]);
        let line = predicted.lines().nth(number).expect("a row");
        let probabilities = line.split(',').skip(2).map(|cell| cell.parse::<f64>());
        assert_eq!(
            probabilities.collect::<Result<Vec<f64>, _>>(),
            Ok(answer.clone())
        );
        let base = numbers(&row["base"]);
        let contributions = row["contributions"].as_object().expect("columns");
        let names: Vec<&String> = contributions.keys().collect();
        let columns = told["columns"].as_array().expect("a list").iter();
        assert_eq!(
            names,
            columns
                .map(|name| name.as_str().unwrap())
                .collect::<Vec<_>>()
        );
        for (class, answer) in answer.iter().enumerate() {
            let moved: f64 = contributions.values().map(|of| numbers(of)[class]).sum();
            assert!((base[class] + moved - answer).abs() < 1e-12);
            assert!(numbers(&row["residual"])[class].abs() < 1e-12);
        }
    }
    let again = project.read("e.json");
    written(
        &project,
        &["data.csv", "--rows", "2,3,5", "--background", "40"],
    );
    assert_eq!(project.read("e.json"), again);
}

#[test]
fn effects_trees_neighbours_and_changes_are_written_too() {
    let project = project("explain-more");
    let told = written(
        &project,
        &[
            "data.csv",
            "--rows",
            "4",
            "--neighbours",
            "3",
            "--change",
            "--lock",
            "size",
        ],
    );
    let row = &told["rows"][0];
    assert_eq!(row["neighbours"].as_array().map(Vec::len), Some(3));
    assert!(row["change"].is_object() || row["change"].is_null());
    let told = written(&project, &["data.csv", "--effects", "size"]);
    assert!(told.get("rows").is_none());
    let places = &told["effects"]["places"]["intervals"]["thresholds"];
    let answers = told["effects"]["partial_dependence"]
        .as_array()
        .map(Vec::len);
    assert_eq!(answers, places.as_array().map(|places| places.len() + 1));
    let told = written(&project, &["data.csv", "--tree", "1", "--rows", "4"]);
    assert!(
        told["tree"]["text"]
            .as_str()
            .is_some_and(|text| text.starts_with("|--- "))
    );
    assert_eq!(told["tree"]["paths"][0]["row"], 4);
}

#[test]
fn another_file_is_its_own_background_and_says_so() {
    let project = project("explain-new");
    let rows = "id,size,whole,colour,day,at,text,flag,who,share\n\
        1,2.25,3,red,2024-01-11,2024-01-11 10:30,a quick fox,yes,g1,1.5\n\
        2,,4,blue,2024-02-11,2024-01-12 10:30,,no,g2,2.5\n";
    std::fs::write(project.path("new.csv"), rows).expect("a file");
    let said = project.says(&["explain", "results/model.grove", "new.csv", "--rows", "2"]);
    assert!(said.contains("its own rows are the background"), "{said}");
}

#[test]
fn what_cannot_be_explained_is_refused_in_words() {
    let project = project("explain-refused");
    let refused = |arguments: &[&str]| {
        let all = [&["explain", "results/model.grove"], arguments].concat();
        project.fails(1, &all)
    };
    let said = refused(&["data.csv", "--rows", "2,900"]);
    assert!(said.contains("no row 900"), "{said}");
    let said = refused(&["data.csv", "--effects", "nothing"]);
    assert!(said.contains("does not use a column nothing"), "{said}");
    let said = refused(&["data.csv", "--tree", "99"]);
    assert!(said.contains("no tree 99"), "{said}");
    std::fs::write(project.path("narrow.csv"), "size\n1\n").expect("a file");
    let said = refused(&["narrow.csv", "--rows", "1"]);
    assert!(said.contains("lacks the columns"), "{said}");
    project.fails(2, &["explain", "results/model.grove", "data.csv"]);
    project.fails(
        2,
        &["explain", "results/model.grove", "data.csv", "--rows", "0"],
    );
}

#[test]
fn the_decided_class_is_written_also_where_a_threshold_decides_otherwise() {
    let project = Project::new("explain-decided", &table(90), "flag", |recipe| {
        recipe.leave_out = vec!["amount".into(), "who".into(), "id".into(), "kind".into()];
    });
    project.says(&[
        "run",
        "recipe.json",
        "data.csv",
        "--threshold",
        "0.01",
        "--pos-label",
        "yes",
    ]);
    let told = written(&project, &["data.csv", "--rows", "1,2,3,4,5,6,7,8"]);
    project.says(&[
        "predict",
        "results/model.grove",
        "data.csv",
        "--out",
        "p.csv",
    ]);
    let predicted = String::from_utf8(project.read("p.csv")).expect("text");
    let mut otherwise = 0;
    let yes = told["classes"]
        .as_array()
        .and_then(|classes| classes.iter().position(|class| class == "yes"))
        .expect("a class");
    for row in told["rows"].as_array().expect("rows") {
        let number = row["row"].as_u64().expect("a number") as usize;
        let line = predicted.lines().nth(number).expect("a row");
        let label = line.split(',').nth(1).expect("a label");
        assert_eq!(row["prediction"], label);
        otherwise += u32::from(label == "yes" && numbers(&row["answer"])[yes] < 0.5);
    }
    assert!(otherwise > 0, "{told}");
    let said = printed(&project, &["data.csv", "--rows", "1,2"]);
    assert!(said.contains("yes with probability"), "{said}");
    assert!(!said.contains("no with probability"), "{said}");
}

#[test]
fn votes_and_what_lies_outside_are_told_beside_each_row() {
    let project = project("explain-votes");
    let told = written(
        &project,
        &["data.csv", "--rows", "2,5", "--votes", "--tree", "3"],
    );
    for row in told["rows"].as_array().expect("rows") {
        let anatomy = &row["anatomy"];
        assert_eq!(anatomy["row"], row["row"]);
        assert_eq!(anatomy["votes"]["classes"]["mean"], row["answer"]);
        assert_eq!(anatomy["path"]["tree"], 3);
        assert!(
            anatomy["commonness"]["share"]
                .as_f64()
                .is_some_and(|of| of > 0.0)
        );
        assert!(anatomy["outside"].is_array());
    }
    let said = printed(&project, &["data.csv", "--rows", "2", "--votes"]);
    for words in [
        "row 2 in the trees:",
        "its path through tree 1:",
        "rarer than",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // Another file has no train rows.
    let rows = "size,whole,colour,day,at,text,flag,share\n\
        2.25,3,red\u{1b}[31m,2024-01-11,2024-01-11 10:30,a quick fox,yes,1.5\n";
    std::fs::write(project.path("new.csv"), rows).expect("a file");
    let said = printed(&project, &["new.csv", "--rows", "1", "--votes"]);
    assert!(said.contains("give data.csv"), "{said}");
    assert!(!said.contains('\u{1b}'), "{said}");
}

#[test]
fn the_mean_over_test_rows_is_that_of_the_rows() {
    let project = project("explain-all");
    let told = written(&project, &["data.csv", "--all", "9", "--background", "20"]);
    let rows = told["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 9);
    let means = told["mean_absolute"].as_object().expect("columns");
    for (column, means) in means {
        for (class, mean) in numbers(means).iter().enumerate() {
            let moved = rows
                .iter()
                .map(|row| numbers(&row["contributions"][column])[class]);
            let sum: f64 = moved.map(f64::abs).sum();
            assert_eq!(*mean, sum / 9.0);
        }
    }
    let said = printed(&project, &["data.csv", "--all", "9"]);
    assert!(said.contains("mean of 9 rows"), "{said}");
    let all = ["--all", "9", "--rows", "2"];
    project.fails(
        2,
        &[&["explain", "results/model.grove", "data.csv"], &all[..]].concat(),
    );
}
