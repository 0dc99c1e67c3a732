//! The declaration of a stage.

use super::Reads;
use crate::Recipe;
use crate::error::StageError;
use crate::parameters::{GROUP, Misfit, Parameter};
use crate::stage::Stage;

/// What a stage says for itself.
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
    /// Returns what it reads of this recipe, if that is less.
    pub reads_less: Option<fn(&Recipe) -> Option<Reads>>,
    /// Checks that every parameter of its part is in its range. The error names the first that is not.
    pub check: fn(&Recipe) -> Result<(), StageError>,
    /// The declared parameters of its part; none where the annotated recipe describes them itself.
    pub parameters: fn(&Recipe) -> Vec<Parameter>,
    /// Whether it is so quick that the page runs it as soon as its panel is shown.
    pub quick: bool,
}

/// Returns the stage's error for a parameter out of its range. The parameter's path begins with the stage's name, except
/// for the group, which is a field beside the stages.
pub fn out_of_range(stage: Stage, checked: Result<(), Misfit>) -> Result<(), StageError> {
    checked.map_err(|misfit| {
        let misfit = match misfit.path == GROUP.name {
            true => misfit,
            false => misfit.within(stage.name()),
        };
        StageError::new(stage, misfit.problem, "Change it and run again.").of_parameter(misfit.path)
    })
}
