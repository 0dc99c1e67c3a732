//! What a stage says for itself.

use super::Reads;
use crate::Recipe;
use crate::error::StageError;
use crate::parameters::{GROUP, Misfit, Parameter};
use crate::stage::Stage;

/// What is known of a stage before it has run.
pub struct About {
    /// What it is called as a heading.
    pub title: &'static str,
    /// What it does, in one sentence: for the command's help and for its card in the page.
    pub does: &'static str,
    /// What its part of the recipe is for, in one sentence.
    pub part: &'static str,
    /// The version of what the stage does: raise it when its output changes for the same input, so that no earlier
    /// result is taken for one of the present Grove. `tests/pipeline/versions.rs` notices.
    pub version: u32,
    /// The stages whose output it takes.
    pub needs: &'static [Stage],
    /// What it reads of a recipe.
    pub reads: Reads,
    /// What it reads of this recipe, where that is less.
    pub reads_less: Option<fn(&Recipe) -> Option<Reads>>,
    /// The first parameter of its part that is out of its range.
    pub check: fn(&Recipe) -> Result<(), StageError>,
    /// The parameters of its part, where forms and searches do not write them themselves.
    pub parameters: fn(&Recipe) -> Vec<Parameter>,
    /// Whether it is so quick that the page runs it as soon as its panel is shown.
    pub quick: bool,
}

/// The error of a parameter out of its range. Its path begins with the stage's name, but that of the group, which stands
/// beside the stages.
pub fn out_of_range(stage: Stage, checked: Result<(), Misfit>) -> Result<(), StageError> {
    checked.map_err(|misfit| {
        let misfit = match misfit.path == GROUP.name {
            true => misfit,
            false => misfit.within(stage.name()),
        };
        StageError::new(stage, misfit.problem, "Change it and run again.").of_parameter(misfit.path)
    })
}
