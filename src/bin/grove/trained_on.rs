//! The file that a model was trained on, run again up to where its rows are needed.

use std::task::Poll;

use grove_engine::pace::Work;
use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::{Pipeline, RunEvent};
use grove_recipe::LoadChoice;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::failure::CommandFailure;
use crate::progress::Progress;
use crate::{interrupt, kept, reading};

/// Says whether these bytes are the file that the model was trained on, read as it was then.
pub fn is_own(fitted: &FittedPipeline, bytes: &[u8], choices: &[LoadChoice]) -> bool {
    choices.is_empty() && kept::hash(bytes) == fitted.recipe.data.sha256
}

/// Runs the model's recipe on its own file through this stage.
pub fn replayed(
    fitted: &FittedPipeline,
    name: &str,
    bytes: Vec<u8>,
    through: Stage,
) -> Result<Pipeline, CommandFailure> {
    let recipe = &fitted.recipe;
    let (bytes, loaded) = reading::load_bytes(name, bytes, &recipe.load, &mut Progress::new())?;
    let mut pipeline = Pipeline::default();
    pipeline.opened(bytes, loaded);
    pipeline.begin_through(recipe.clone(), through)?;
    while pipeline.step()? != RunEvent::Ended {
        interrupt::check()?;
    }
    Ok(pipeline)
}

/// Does some work and says how far it is.
pub fn finish<T>(mut work: Work<Result<T, StageError>>) -> Result<T, CommandFailure> {
    let mut progress = Progress::new();
    loop {
        interrupt::check()?;
        if let Poll::Ready(done) = work.poll() {
            return Ok(done?);
        }
        let now = work.progress();
        progress.share(Stage::Predict, now.done, now.total);
    }
}
