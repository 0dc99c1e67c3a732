//! Parameters that a search can vary, as they are declared.

use super::{Fields, Integer, Parameter, Span};
use crate::models::{MODEL, ModelName, Train};
use crate::stage::Stage;
use crate::{Evaluate, Featurize};

/// The most candidates that a search tries.
pub const CANDIDATES_AT_MOST: u32 = 500;

/// Where a recipe asks for no folds, candidates are scored on this many.
pub const SEARCH_FOLDS: u32 = Evaluate::n_splits.default;

/// How many candidates are tried at random.
pub const N_ITER: Integer = Integer {
    name: "n_iter",
    label: "Candidates",
    help: "The number of candidates to draw at random, without repetition.",
    min: 1,
    max: CANDIDATES_AT_MOST,
    default: 20,
};

/// A parameter that a search can vary.
#[derive(Clone, Debug, PartialEq)]
pub struct Searchable {
    /// The stage that it belongs to: featurize or train.
    pub stage: Stage,
    /// The parameter's declaration.
    pub declared: Parameter,
}

impl Searchable {
    /// Its dotted name in the recipe, such as `train.max_depth`.
    pub fn parameter(&self) -> String {
        [self.stage.name(), ".", self.declared.name].concat()
    }
}

/// All of them where these models are tried, in the order in which forms show them. Of what several models have, it is
/// the first's. Of featurize, the options that all of these models take.
pub fn searchable(models: impl IntoIterator<Item = ModelName>) -> Vec<Searchable> {
    let models: Vec<ModelName> = models.into_iter().collect();
    let featurize = Featurize::default().declared();
    let featurize = featurize.into_iter().filter(|of| of.scale.is_some());
    let featurize = featurize.map(|declared| taken_by(declared, &models));
    let mut train: Vec<Parameter> = vec![(&MODEL).into()];
    for &model in &models {
        let known = |name| train.iter().any(|known| known.name == name);
        let declared = Train::of(model).declared().into_iter();
        let new: Vec<Parameter> = declared
            .filter(|parameter| parameter.scale.is_some() && !known(parameter.name))
            .collect();
        train.extend(new);
    }
    let of = |stage| move |declared| Searchable { stage, declared };
    let featurize = featurize.map(of(Stage::Featurize));
    featurize
        .chain(train.into_iter().map(of(Stage::Train)))
        .collect()
}

/// A parameter of featurize with the options that all of these models take.
fn taken_by(mut declared: Parameter, models: &[ModelName]) -> Parameter {
    if let Span::Options(options) = &mut declared.span {
        options.retain(|(option, _)| {
            let mut featurize = Featurize::default();
            featurize.write(declared.name, option);
            models.iter().all(|model| featurize.suits(model.about()))
        });
    }
    declared
}
