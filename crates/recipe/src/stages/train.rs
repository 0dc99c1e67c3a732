//! The train stage. Its part of the recipe is a model with the parameters of that model, which declares them itself.

use super::{About, out_of_range, reads};
use crate::stage::Stage;

pub use crate::models::Train;

/// The declaration of the train stage.
pub const ABOUT: About = About {
    title: "Train",
    does: "Trains the model on the train rows.",
    part: "The model, and its parameters.",
    version: 1,
    needs: &[Stage::Load, Stage::Featurize],
    reads: reads! { train, seed },
    reads_less: None,
    check: |recipe| out_of_range(Stage::Train, recipe.train.check()),
    parameters: |recipe| recipe.train.declared(),
    quick: false,
};
