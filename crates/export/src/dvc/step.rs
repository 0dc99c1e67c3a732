//! A step of a DVC project: a stage with its input and output files.

use super::{STAGES, data_path};
use grove_recipe::stage::{PATH, Stage};
use grove_recipe::{Recipe, Task};

pub struct DvcStep {
    pub stage: Stage,
    /// A command for a POSIX shell.
    pub command: String,
    /// Paths relative to the project, with forward slashes.
    pub reads: Vec<String>,
    pub writes: Vec<String>,
    /// The file that git stores, since it is small and shown.
    pub scores: Option<String>,
}

/// Returns one step per stage, in their order.
pub fn steps(recipe: &Recipe) -> impl Iterator<Item = DvcStep> {
    PATH.into_iter().map(|stage| step(stage, recipe))
}

pub fn folder(stage: Stage) -> String {
    format!("{STAGES}/{}", stage.name())
}

fn step(stage: Stage, recipe: &Recipe) -> DvcStep {
    let mut command = format!("grove {}", stage.name());
    let mut reads: Vec<String> = stage.about().needs.iter().copied().map(folder).collect();
    if stage == Stage::Load {
        let path = data_path(recipe);
        command.push(' ');
        command.push_str(&in_shell(&path));
        reads.push(path);
    }
    let (writes, scores) = match stage {
        // Single files, since one of them is stored differently.
        Stage::Evaluate => {
            let mut files = vec!["model.grove", "predictions.csv", "importances.csv"];
            if recipe.task == Task::Classification {
                files.extend(["confusion.csv", "roc.csv"]);
            }
            files.extend(["metrics.json", "report.json", "stage.json"]);
            let inside = |name: &str| format!("{}/{name}", folder(stage));
            let scores = inside("scores.json");
            (files.into_iter().map(inside).collect(), Some(scores))
        }
        _ => (vec![folder(stage)], None),
    };
    DvcStep {
        stage,
        command,
        reads,
        writes,
        scores,
    }
}

/// Quotes an argument of a command, unless every shell reads it as it is.
pub fn in_shell(argument: &str) -> String {
    let harmless = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    match argument.chars().all(harmless) {
        true => argument.to_owned(),
        false => format!("'{}'", argument.replace('\'', r"'\''")),
    }
}
