//! The DVC project: what is in it, and what is not. `interop/dvc.py` runs it with DVC itself.

use std::fs;
use std::io::Read;

use grove_export::dvc::{data_path, project, zip};
use grove_recipe::{DataReference, ModelName, Recipe, Task};

use super::tools::{Project, ran, table};

fn named(name: &str) -> Recipe {
    let data = DataReference {
        name: name.into(),
        sha256: "0".repeat(64),
    };
    Recipe::new(data, "kind".into(), Task::Classification, Vec::new())
}

#[test]
fn a_project_runs_without_dvc_and_has_its_lock() {
    let origin = Project::new("dvc", &table(90), "kind", |_| {});
    let export = [
        "export",
        "dvc",
        "--recipe",
        "recipe.json",
        "--out",
        "project",
    ];
    origin.says(&export);
    assert!(!origin.path("project/dvc.lock").exists());
    fs::copy(
        origin.path("data.csv"),
        origin.path("project/data/data.csv"),
    )
    .expect("a file");
    assert_eq!(ran(&origin.says(&["repro", "project"])).len(), 7);
    let before = origin.read("project/params.yaml");
    origin.says(&export);
    assert_eq!(origin.read("project/params.yaml"), before);
    let lock = String::from_utf8(origin.read("project/dvc.lock")).expect("text");
    assert_eq!(lock.matches("nfiles").count(), 23);
    // Stages that are out of date have no lock.
    fs::remove_file(origin.path("project/dvc.lock")).expect("a file");
    fs::remove_dir_all(origin.path("project/stages/train")).expect("a folder");
    origin.says(&export);
    assert!(!origin.path("project/dvc.lock").exists());
    // Nor is another recipe written over one that is there.
    let text = String::from_utf8(before)
        .expect("text")
        .replace("seed: 42", "seed: 43");
    fs::write(origin.path("project/params.yaml"), text).expect("a file");
    let said = origin.fails(1, &export);
    assert!(
        said.contains("project/params.yaml is another recipe."),
        "{said}"
    );
}

#[test]
fn the_zip_holds_the_same_files_and_is_the_same_each_time() {
    let recipe = named("iris.csv");
    let bytes = zip(&recipe);
    assert!(bytes == zip(&recipe));
    let files = project(&recipe);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    assert_eq!(archive.len(), files.len());
    for (path, expected) in files {
        let mut found = Vec::new();
        let mut file = archive.by_name(&path).expect("a file");
        file.read_to_end(&mut found).expect("its bytes");
        assert!(found == expected, "{path}");
    }
}

#[test]
fn nothing_of_the_data_is_in_a_project() {
    let secret = table(90).replace("a quick fox", "SECRET");
    let origin = Project::new("dvc secret", &secret, "kind", |_| {});
    for (path, bytes) in project(&origin.recipe) {
        let text = String::from_utf8(bytes).expect("text");
        assert!(
            !text.contains("SECRET") && !text.contains("größe"),
            "{path}"
        );
    }
}

#[test]
fn the_data_has_a_path_whatever_its_name_is() {
    let paths = [
        ("iris.csv", "data/iris.csv"),
        ("it's “a” 🚕.csv", "data/it's “a” 🚕.csv"),
        ("../../etc/passwd", "data/.._.._etc_passwd"),
        ("a\\b\n\u{0}c.csv", "data/a_b__c.csv"),
        ("..", "data/data.csv"),
        ("", "data/data.csv"),
    ];
    for (name, path) in paths {
        assert_eq!(data_path(&named(name)), path);
    }
}

#[test]
fn names_of_files_are_no_commands_and_no_variables() {
    let text_of = |name: &str| {
        let files = project(&named(name));
        let file = files.into_iter().find(|(path, _)| path == "dvc.yaml");
        String::from_utf8(file.expect("a file").1).expect("text")
    };
    let quoted = text_of("it's; rm -rf ${HOME}.csv");
    let expected = r#"cmd: "grove load 'data/it'\\''s; rm -rf \\${HOME}.csv'""#;
    assert!(quoted.contains(expected), "{quoted}");
    assert!(text_of("iris.csv").contains("cmd: grove load data/iris.csv\n"));
}

#[test]
fn the_plots_of_a_project_have_their_columns() {
    let boosting = |recipe: &mut Recipe| {
        recipe.train.choose(ModelName::GradientBoosting);
        recipe.train.set("max_iter", 5).expect("a number");
        recipe.train.set("early_stopping", "on").expect("a choice");
    };
    let forest = |recipe: &mut Recipe| recipe.train.set("n_estimators", 5).expect("a number");
    let losses = "iteration,train_loss,validation_loss";
    let of = |name, change: &dyn Fn(&mut Recipe), plot: &str, header: &str, steps: usize| {
        let origin = Project::new(name, &table(90), "kind", change);
        origin.says(&[
            "export",
            "dvc",
            "--recipe",
            "recipe.json",
            "--out",
            "project",
        ]);
        let written = String::from_utf8(origin.read("project/dvc.yaml")).expect("text");
        assert!(written.contains(plot), "{written}");
        fs::copy(
            origin.path("data.csv"),
            origin.path("project/data/data.csv"),
        )
        .expect("a file");
        origin.says(&["repro", "project"]);
        let curve = origin.read("project/stages/train/curve.csv");
        let curve = String::from_utf8(curve).expect("text");
        assert_eq!(curve.lines().next(), Some(header));
        assert_eq!(curve.lines().count(), 1 + steps, "{curve}");
        let whole = |line: &str| {
            line.split(',')
                .skip(1)
                .all(|cell| cell.parse::<f64>().is_ok())
        };
        assert!(curve.lines().skip(1).all(whole), "{curve}");
    };
    let both = "stages/train/curve.csv:\n          - train_loss\n          - validation_loss\n";
    of("dvc losses", &boosting, both, losses, 6);
    of(
        "dvc trees",
        &forest,
        "stages/train/curve.csv: oob_score",
        "tree,oob_score",
        5,
    );
    let without = |recipe: &mut Recipe| recipe.train.choose(ModelName::LogisticRegression);
    let origin = Project::new("dvc no curve", &table(90), "kind", without);
    let files = project(&origin.recipe);
    assert!(
        files
            .iter()
            .all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains("curve.csv"))
    );
}
