//! Files for other tools beside those of a run.

use super::tools::{Project, error, table};
use grove_protocol::take_home::TakeHomeFormat;
use grove_recipe::ModelName;

fn said(project: &Project, arguments: &[&str]) -> String {
    let output = project.run(arguments);
    assert!(output.status.success(), "{}", error(&output));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_run_leaves_what_other_tools_read() {
    let project = Project::new("exports", &table(60), "kind", |_| {});
    let all = TakeHomeFormat::ALL.map(TakeHomeFormat::name).join(",");
    let run = ["run", "recipe.json", "data.csv", "--out"];
    let told = said(
        &project,
        &[&run[..], &["out", "--example-rows", "--export", &all]].concat(),
    );
    for format in TakeHomeFormat::ALL {
        let bytes = project.read(&format!("out/{}", format.file_name()));
        assert!(!bytes.is_empty(), "{format:?}");
    }
    assert_eq!(
        told.matches("15 test rows: 0 labels differ, largest difference")
            .count(),
        3,
        "{told}"
    );
    assert!(told.contains("Example rows"), "{told}");

    // The same run gives the same bytes; without example rows there are other ones.
    let again = ["again", "--export", "onnx", "--export", "mlflow"];
    let told = said(&project, &[&run[..], &again].concat());
    assert!(!told.contains("Example rows"), "{told}");
    assert_eq!(
        project.read("again/model.onnx"),
        project.read("out/model.onnx")
    );
    assert_ne!(
        project.read("again/mlflow-model.zip"),
        project.read("out/mlflow-model.zip")
    );
}

#[test]
fn what_a_format_cannot_hold_is_named_and_the_run_is_kept() {
    let project = Project::new("refused_export", &table(60), "kind", |recipe| {
        recipe.train.choose(ModelName::KNeighbors);
    });
    let run = ["run", "recipe.json", "data.csv", "--out", "out", "--export"];
    let told = project.fails(1, &[&run[..], &["onnx"]].concat());
    assert!(told.contains("onnx: "), "{told}");
    assert!(!project.read("out/model.grove").is_empty());
    assert!(!project.path("out/model.onnx").exists());
    project.fails(2, &[&run[..], &["excel"]].concat());
}
