//! A project: a recipe, its data, and a folder of stage outputs.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use grove_engine::profile::profile;
use grove_export::bundle::BundleEntry;
use grove_export::dvc::data_path;
use grove_export::stages::StageFiles;
use grove_recipe::Recipe;
use grove_recipe::stage::Stage;

use crate::arguments::ProjectPlace;
use crate::failure::CommandFailure;
use crate::kept::{self, StageStanding, hash};
use crate::progress::Progress;
use crate::reading::load_bytes;
use crate::{files, recipe};

pub struct Project {
    folder: PathBuf,
    recipe_path: PathBuf,
    pub recipe: Recipe,
    stages: PathBuf,
    /// Locked while the project is open, so that no two commands write at a time.
    _lock: Option<File>,
}

impl Project {
    /// Opens a project. `data` is the path of the data, if given. The data is read here if the recipe leaves something
    /// to it.
    pub fn open(
        folder: &Path,
        place: &ProjectPlace,
        data: Option<&Path>,
    ) -> Result<Self, CommandFailure> {
        let recipe_path = recipe::locate(folder, &place.recipe)?;
        let recipe = whole(folder, &recipe_path, data)?;
        let stages = folder.join(&place.stages);
        fs::create_dir_all(&stages).map_err(|error| files::failed("make", &stages, &error))?;
        Ok(Self {
            folder: folder.to_owned(),
            recipe,
            recipe_path,
            _lock: lock(&stages)?,
            stages,
        })
    }

    pub fn standing(&self, stage: Stage) -> StageStanding {
        kept::standing(&self.folder_of(stage), &self.recipe, stage)
    }

    pub fn keep(&self, stage: Stage, entries: Vec<BundleEntry>) -> Result<(), CommandFailure> {
        kept::write(&self.folder_of(stage), &self.recipe, stage, entries)
    }

    pub fn folder_of(&self, stage: Stage) -> PathBuf {
        self.stages.join(stage.name())
    }

    /// Returns the path of the data: as given, or by its name in the folder `data` or beside it.
    pub fn data(&self, said: Option<&Path>) -> PathBuf {
        place_of_data(&self.folder, &self.recipe, said)
    }

    /// Reads the data, which must be what the recipe was made for, or is accepted instead.
    pub fn read_data(&mut self, path: &Path, accept: bool) -> Result<Vec<u8>, CommandFailure> {
        let bytes = read_data(path)?;
        let (found, expected) = (hash(&bytes), &self.recipe.data.sha256);
        if found == *expected {
            return Ok(bytes);
        }
        if accept {
            recipe::accept(&self.recipe_path, &mut self.recipe, &found)?;
            return Ok(bytes);
        }
        let (path, recipe) = (path.display(), self.recipe_path.display());
        Err(CommandFailure::Said(format!(
            "{path} is not the file that the recipe was made for: its SHA-256 is {found}, and {recipe} says \
             {expected}. It was edited or replaced. Put the other file back; or, where this one is meant, accept it: \
             `grove load {path} --accept` writes its hash into {recipe}."
        )))
    }
}

fn place_of_data(folder: &Path, recipe: &Recipe, said: Option<&Path>) -> PathBuf {
    let below = folder.join(data_path(recipe));
    let beside = folder.join(files::file_name(&below));
    match said {
        Some(path) => path.to_owned(),
        None if !below.exists() && beside.exists() => beside,
        None => below,
    }
}

fn read_data(path: &Path) -> Result<Vec<u8>, CommandFailure> {
    files::read_data(path).map_err(|failure| match failure {
        CommandFailure::File(failure) => {
            CommandFailure::File(format!("{failure} Put the data there, or give its path."))
        }
        other => other,
    })
}

/// Returns the recipe, completed by its data if necessary.
fn whole(folder: &Path, path: &Path, said: Option<&Path>) -> Result<Recipe, CommandFailure> {
    let draft = recipe::draft(path)?;
    if draft.is_whole() {
        return Ok(draft.recipe().clone());
    }
    if draft.data_name().is_none() && said.is_none() {
        return Err(CommandFailure::Said(format!(
            "{} does not name its data file. Write its name as name below data, or give it: `grove repro --data FILE`.",
            path.display()
        )));
    }
    let data = place_of_data(folder, draft.recipe(), said);
    let (name, load) = (files::file_name(&data), &draft.recipe().load);
    let (_, loaded) = load_bytes(&name, read_data(&data)?, load, &mut Progress::new())?;
    recipe::complete(draft, &profile(&loaded))
}

impl StageFiles for Project {
    fn file(&self, stage: Stage, name: &str) -> Result<Vec<u8>, String> {
        let path = self.folder_of(stage).join(name);
        fs::read(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
    }
}

/// Locks the project; `None` if the file system has no locks.
fn lock(folder: &Path) -> Result<Option<File>, CommandFailure> {
    let Ok(opened) = File::open(folder) else {
        return Ok(None);
    };
    match opened.try_lock() {
        Ok(()) => Ok(Some(opened)),
        Err(TryLockError::WouldBlock) => Err(CommandFailure::File(format!(
            "Another grove command is running in {}. Wait until it has ended.",
            folder.display()
        ))),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}
