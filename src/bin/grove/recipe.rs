//! Reads and writes the recipe's file: JSON, or YAML if its name says so.

use std::path::{Path, PathBuf};

use grove_export::dvc::in_shell;
use grove_recipe::columns::DataSummary;
use grove_recipe::{Draft, Recipe, RecipeError, list};

use crate::arguments::TargetArguments;
use crate::failure::CommandFailure;
use crate::{files, set, yaml};

/// One more than the largest recipe, by which a larger one is recognised.
const BYTES_AT_MOST: u64 = 1_000_001;
/// The names of recipes that are looked for in a project's folder, in this order.
const NAMES: [&str; 3] = ["params.yaml", "recipe.yaml", "recipe.json"];

/// Returns the path of the recipe: as given, or in the folder.
pub fn locate(folder: &Path, said: &Option<PathBuf>) -> Result<PathBuf, CommandFailure> {
    if let Some(path) = said {
        return Ok(path.clone());
    }
    let mut paths = NAMES.into_iter().map(|name| folder.join(name));
    paths.find(|path| path.exists()).ok_or_else(|| {
        let folder = match folder.as_os_str().is_empty() {
            true => "this folder".into(),
            false => folder.display().to_string(),
        };
        CommandFailure::File(format!(
            "There is no recipe in {folder}: none of {}. Name it with --recipe.",
            NAMES.join(", ")
        ))
    })
}

/// Reads a complete recipe.
pub fn read(path: &Path) -> Result<Recipe, CommandFailure> {
    read_as(path, Recipe::from_json, Recipe::from_bytes)
}

/// Reads a recipe that may be incomplete.
pub fn draft(path: &Path) -> Result<Draft, CommandFailure> {
    read_as(path, Draft::from_json, Draft::from_bytes)
}

fn read_as<T>(
    path: &Path,
    from_json: fn(&str) -> Result<T, RecipeError>,
    from_bytes: fn(&[u8]) -> Result<T, RecipeError>,
) -> Result<T, CommandFailure> {
    set::whole(path)?;
    let bytes = files::read_at_most(path, BYTES_AT_MOST)?;
    let read = match is_yaml(path) {
        true => yaml::read_as(&bytes, from_json),
        false => from_bytes(&bytes),
    };
    read.map_err(|error| CommandFailure::Said(format!("{}: {error}", path.display())))
}

/// Starts the recipe for data that was just read: from its file, if there is one, with the target options.
pub fn begin(path: Option<&Path>, aim: &TargetArguments) -> Result<Draft, CommandFailure> {
    let mut begun = path.map_or(Ok(Draft::default()), draft)?;
    if let Some(target) = &aim.target {
        begun.set_target(target);
    }
    if let Some(task) = aim.task {
        begun.set_task(task);
    }
    Ok(begun)
}

/// Completes the recipe for this data. Fails without a target, which is never assumed.
pub fn complete(draft: Draft, data: &DataSummary) -> Result<Recipe, CommandFailure> {
    match draft.target() {
        Some(_) => Ok(draft.complete(data)?),
        None => Err(CommandFailure::Said(question(data))),
    }
}

fn question(data: &DataSummary) -> String {
    let names: Vec<&str> = data.columns.iter().map(|c| c.name.as_str()).collect();
    let mut text = String::from("Which column should be predicted? Name it with --target.");
    for suggestion in &data.proposal.suggestions {
        let column = in_shell(&suggestion.column);
        text.push_str(&format!("\n  --target {column:<20}  {}", suggestion.why));
    }
    text.push_str(&format!("\nThe columns are {}.", list(&names)));
    text
}

fn is_yaml(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"))
}

/// Replaces the hash of the data in the file, and nothing else, so that all that a person wrote stays.
pub fn accept(path: &Path, recipe: &mut Recipe, sha256: &str) -> Result<(), CommandFailure> {
    let bytes = files::read(path)?;
    let text = String::from_utf8(bytes).unwrap_or_default();
    let before = recipe.data.sha256.as_str();
    if before.len() != sha256.len() || text.matches(before).count() != 1 {
        let problem = format!(
            "{}: The hash of the data does not occur there exactly once. Write “{sha256}” as sha256 below data.",
            path.display()
        );
        return Err(CommandFailure::Said(problem));
    }
    files::write_some(path, text.replacen(before, sha256, 1).as_bytes())?;
    recipe.data.sha256 = sha256.to_owned();
    Ok(())
}
