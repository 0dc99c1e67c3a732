//! The recipe's file: JSON, or YAML by the ending of its name.

use std::path::{Path, PathBuf};

use grove::api::recipe::{Recipe, RecipeError};

use crate::failure::Failure;
use crate::{files, yaml};

/// Looked for in a project's folder, in this order.
const NAMES: [&str; 3] = ["params.yaml", "recipe.yaml", "recipe.json"];

/// Where the recipe is: where that was said, or in the folder.
pub fn locate(folder: &Path, said: &Option<PathBuf>) -> Result<PathBuf, Failure> {
    if let Some(path) = said {
        return Ok(path.clone());
    }
    let mut paths = NAMES.into_iter().map(|name| folder.join(name));
    paths.find(|path| path.exists()).ok_or_else(|| {
        let folder = match folder.as_os_str().is_empty() {
            true => "this folder".into(),
            false => folder.display().to_string(),
        };
        Failure::File(format!(
            "There is no recipe in {folder}: none of {}. Say where it is by --recipe.",
            NAMES.join(", ")
        ))
    })
}

pub fn read(path: &Path) -> Result<Recipe, Failure> {
    let bytes = files::read(path)?;
    let read: Result<Recipe, RecipeError> = match is_yaml(path) {
        true => yaml::recipe(&bytes),
        false => Recipe::from_bytes(&bytes),
    };
    read.map_err(|error| Failure::Said(format!("{}: {error}", path.display())))
}

fn is_yaml(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"))
}

/// Writes another hash of the data into the file, and nothing else: whatever a person wrote around it stays.
pub fn accept(path: &Path, recipe: &mut Recipe, sha256: &str) -> Result<(), Failure> {
    let bytes = files::read(path)?;
    let text = String::from_utf8(bytes).unwrap_or_default();
    let before = recipe.data.sha256.as_str();
    if before.len() != sha256.len() || text.matches(before).count() != 1 {
        let problem = format!(
            "{}: The hash of the data is not to be found there once. Write “{sha256}” as sha256 below data.",
            path.display()
        );
        return Err(Failure::Said(problem));
    }
    files::write(path, text.replacen(before, sha256, 1).as_bytes())?;
    recipe.data.sha256 = sha256.to_owned();
    Ok(())
}
