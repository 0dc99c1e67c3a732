//! `grove export`: writes files for other tools.

use std::fs;
use std::path::Path;

use grove_export::bundle::BundleEntry;
use grove_export::dvc::{self, Hashed};
use grove_recipe::Recipe;
use grove_recipe::provenance::hex;
use grove_recipe::stage::PATH;
use md5::{Digest, Md5};

use crate::arguments::{ExportArguments, ExportDvcArguments, ProjectPlace};
use crate::failure::CommandFailure;
use crate::kept::StageStanding;
use crate::project::Project;
use crate::{files, recipe, set};

pub fn export(arguments: &ExportArguments) -> Result<(), CommandFailure> {
    match arguments {
        ExportArguments::Dvc(arguments) => project(arguments),
    }
}

/// Writes a project. Existing files are kept: a person may have written them. The lock is written again, since it
/// describes the stages' files.
fn project(arguments: &ExportDvcArguments) -> Result<(), CommandFailure> {
    let out = &arguments.out;
    let recipe = recipe::read(&recipe::locate(Path::new(""), &arguments.recipe)?)?;
    let its_own = out.join(dvc::RECIPE);
    if its_own.exists() && recipe::read(&its_own)? != recipe {
        let problem = format!(
            "{} is another recipe. Choose another folder.",
            its_own.display()
        );
        return Err(CommandFailure::Said(problem));
    }
    let (kept, mut written): (Vec<BundleEntry>, Vec<BundleEntry>) = dvc::project(&recipe)
        .into_iter()
        .partition(|(path, _)| out.join(path).exists());
    if let Some(lock) = lock(&recipe, out)? {
        written.push((dvc::LOCK.into(), lock.into_bytes()));
    }
    set::put(out, &written)?;
    for (what, entries) in [("kept", kept), ("written", written)] {
        for (path, _) in entries {
            println!("{what:<10}{}", out.join(path).display());
        }
    }
    Ok(())
}

/// Returns the text of the lock; `None` if a stage is out of date, or the data is missing.
fn lock(recipe: &Recipe, folder: &Path) -> Result<Option<String>, CommandFailure> {
    if !folder.join(dvc::STAGES).exists() || !folder.join(dvc::RECIPE).exists() {
        return Ok(None);
    }
    let place = ProjectPlace {
        recipe: Some(folder.join(dvc::RECIPE)),
        stages: dvc::STAGES.into(),
    };
    let mut project = Project::open(folder, &place, None)?;
    let data = folder.join(dvc::data_path(recipe));
    let fresh = |stage| project.standing(stage) == StageStanding::Fresh;
    if !PATH.into_iter().all(fresh) || !data.exists() {
        return Ok(None);
    }
    project.read_data(&data, false)?;
    dvc::lock(recipe, |path| hashed(&folder.join(path))).map(Some)
}

/// Hashes a file, or a folder of files, as DVC does.
fn hashed(path: &Path) -> Result<Hashed, CommandFailure> {
    if !path.is_dir() {
        return Ok(of_file(&files::read(path)?));
    }
    let unreadable = |error| files::failed("read", path, &error);
    let mut inside = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        inside.push((files::file_name(&path), of_file(&files::read(&path)?)));
    }
    inside.sort_by(|(one, _), (other, _)| one.cmp(other));
    let size = inside.iter().map(|(_, file)| file.size).sum();
    let list = dvc::listed(&inside);
    Ok(Hashed {
        md5: hex(&Md5::digest(list)) + ".dir",
        size,
        files: Some(inside.len() as u32),
    })
}

fn of_file(bytes: &[u8]) -> Hashed {
    Hashed {
        md5: hex(&Md5::digest(bytes)),
        size: bytes.len() as u64,
        files: None,
    }
}
