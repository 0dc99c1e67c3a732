//! Writes a DVC project: the stages of a recipe as steps that call the native command, with their inputs and outputs.
//!
//! ```text
//! dvc.yaml     the stages, the scores and the plots
//! params.yaml  the recipe itself, so that DVC watches train.n_estimators and the others
//! data/NAME    the data, which the person puts there; the recipe knows its SHA-256
//! README.md    what to do
//! ```
//! `dvc.lock` has the hashes of what the stages read and wrote. DVC writes it, or the native command if the stages have
//! run without DVC, because these files exist only there. DVC also adds the files that it stores to `.gitignore`.
//!
//! Why: `docs/decisions/0030-native-stages-as-files.md`.

mod lock;
mod readme;
mod step;
pub mod yaml;

use serde_json::{Map, Value, json};

use super::bundle::{self, BundleEntry};
use super::stages::CURVE;
use grove_recipe::models::gradient_boosting::EarlyStopping;
use grove_recipe::stage::Stage;
use grove_recipe::{Recipe, SplitMethod, Task};

pub use lock::{Hashed, listed, lock};
pub use step::in_shell;
use step::{DvcStep, folder, steps};

/// The folder in which each stage has a folder for its files.
pub const STAGES: &str = "stages";
/// The file that holds the recipe, from which DVC reads parameters.
pub const RECIPE: &str = "params.yaml";
/// The file with the hashes of what stages read and wrote, as DVC keeps it.
pub const LOCK: &str = "dvc.lock";
const DATA: &str = "data";

/// Returns the project's files. The same recipe gives the same bytes. The data is not among them, nor anything of it
/// that the recipe does not have.
pub fn project(recipe: &Recipe) -> Vec<BundleEntry> {
    let files = [
        (".dvc/config", "[core]\n    analytics = false\n".into()),
        (".dvc/.gitignore", "/config.local\n/tmp\n/cache\n".into()),
        (".dvcignore", String::new()),
        (".gitignore", "/results\n".into()),
        ("data/.gitignore", "*\n!.gitignore\n!*.dvc\n".into()),
        ("README.md", readme::write(recipe)),
        ("dvc.yaml", stages(recipe)),
        (RECIPE, params(recipe)),
    ];
    let files = files.into_iter();
    files
        .map(|(path, text): (&str, String)| (path.into(), text.into_bytes()))
        .collect()
}

/// Writes the project as a zip.
pub fn zip(recipe: &Recipe) -> Vec<u8> {
    bundle::zip(&project(recipe))
}

/// Returns the path of a recipe's data in its project: below `data`, by its name without folders and invisible
/// characters.
pub fn data_path(recipe: &Recipe) -> String {
    let seen = |letter: char| match letter {
        '/' | '\\' => '_',
        letter if letter.is_control() => '_',
        letter => letter,
    };
    let name: String = recipe.data.name.chars().map(seen).collect();
    match name.trim_matches([' ', '.']) {
        "" => format!("{DATA}/data.csv"),
        _ => format!("{DATA}/{name}"),
    }
}

/// Writes the recipe as YAML, with a line on what it is.
pub fn params(recipe: &Recipe) -> String {
    let recipe = serde_json::to_value(recipe).expect("a recipe holds nothing that JSON cannot");
    let head = "# The recipe. Change a value and run `dvc repro`, or `grove repro` without DVC.\n";
    head.to_owned() + &yaml::write(&recipe)
}

fn stages(recipe: &Recipe) -> String {
    let stages: Map<String, Value> = steps(recipe)
        .map(|step| (step.stage.name().into(), describe(&step)))
        .collect();
    let evaluation = folder(Stage::Evaluate);
    let mut plots = match recipe.task {
        Task::Classification => vec![
            json!({ "Confusion": {
                "template": "confusion",
                "x": "predicted",
                "y": { format!("{evaluation}/confusion.csv"): "actual" },
            }}),
            json!({ "ROC": {
                "template": "simple",
                "x": "fpr", "x_label": "false positive rate",
                "y": { format!("{evaluation}/roc.csv"): "tpr" }, "y_label": "true positive rate",
            }}),
        ],
        Task::Regression => vec![json!({ "Predictions": {
            "template": "scatter",
            "x": "actual",
            "y": { format!("{evaluation}/predictions.csv"): "prediction" }, "y_label": "predicted",
        }})],
    };
    plots.extend(curve(recipe));
    plots.push(json!({ "Importances": {
        "template": "bar_horizontal",
        "x": "permutation", "x_label": "decrease of the score when shuffled",
        "y": { format!("{evaluation}/importances.csv"): "column" },
    }}));
    let file = json!({ "stages": stages, "plots": plots });
    let head = "# The stages of the recipe in params.yaml, each a call of the native command.\n";
    head.to_owned() + &yaml::write(&file)
}

/// Plots how the model improves while it grows; `None` where no such curve is known. Of the losses, that of validation
/// rows where the recipe says that there are some.
fn curve(recipe: &Recipe) -> Option<Value> {
    let file = format!("{}/{CURVE}", folder(Stage::Train));
    if let Some(chosen) = recipe.train.boosting() {
        let watched = chosen.early_stopping == EarlyStopping::On
            || recipe.split.method != SplitMethod::Folds && recipe.split.validation_size > 0.0;
        let losses = match watched {
            true => json!(["train_loss", "validation_loss"]),
            false => json!("train_loss"),
        };
        return Some(json!({ "Loss": {
            "template": "simple",
            "x": "iteration",
            "y": { file: losses }, "y_label": "loss",
        }}));
    }
    recipe
        .train
        .forest()
        .filter(|forest| forest.bootstrap)
        .map(|_| {
            json!({ "Out-of-bag score": {
                "template": "simple",
                "x": "tree", "x_label": "trees",
                "y": { file: "oob_score" }, "y_label": "out-of-bag score",
            }})
        })
}

fn describe(step: &DvcStep) -> Value {
    let plain_all = |paths: &[String]| paths.iter().map(|path| plain(path)).collect::<Vec<_>>();
    let mut description = json!({
        "cmd": plain(&step.command),
        "deps": plain_all(&step.reads),
        "params": step.stage.may_read(),
        "outs": plain_all(&step.writes),
    });
    if let Some(scores) = &step.scores {
        description["metrics"] = json!([{ scores.as_str(): { "cache": false } }]);
    }
    description
}

/// Escapes a text so that DVC substitutes nothing in it.
fn plain(text: &str) -> String {
    text.replace("${", "\\${")
}
