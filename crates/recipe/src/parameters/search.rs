//! Parameters that a search can vary, as they are declared.

use serde::Serialize;
use serde_json::Value;

use super::{Choice, Integer, Real, Switch};
use super::{evaluate, featurize as f, train as t};
use crate::stage::Stage;

/// The most candidates that a search tries.
pub const CANDIDATES_AT_MOST: u32 = 500;

/// Where a recipe asks for no folds, candidates are scored on so many.
pub const SEARCH_FOLDS: u32 = evaluate::N_SPLITS.default;

/// How many candidates are tried at random.
pub const N_ITER: Integer = Integer {
    name: "n_iter",
    label: "Candidates",
    help: "So many are drawn at random, each once.",
    min: 1,
    max: CANDIDATES_AT_MOST,
    default: 20,
};

/// A parameter that a search can vary.
#[derive(Debug, PartialEq)]
pub struct Searchable {
    pub stage: Stage,
    /// Its field in that stage of the recipe.
    pub name: &'static str,
    pub label: &'static str,
    pub span: Span,
}

/// What a parameter may become.
#[derive(Debug, PartialEq)]
pub enum Span {
    Whole {
        min: u32,
        max: u32,
        /// Whether a null stands for no limit.
        unlimited: bool,
    },
    Real {
        min: f64,
        max: f64,
    },
    /// One of these, as they stand in a recipe's JSON form, and what they are called.
    Options(Vec<(Value, &'static str)>),
}

impl Searchable {
    /// Its dotted name in the recipe, such as `train.max_depth`.
    pub fn parameter(&self) -> String {
        [self.stage.name(), ".", self.name].concat()
    }

    /// The value as a recipe has it; `Err` says what is wrong with it.
    pub fn value(&self, value: &Value) -> Result<Value, String> {
        let within = |min: f64, max: f64| match value.as_f64() {
            Some(number) if (min..=max).contains(&number) => Ok(number),
            _ => Err(format!("{value} is no number from {min} to {max}.")),
        };
        match &self.span {
            Span::Whole {
                unlimited: true, ..
            } if value.is_null() => Ok(Value::Null),
            Span::Whole { min, max, .. } => {
                let number = within(f64::from(*min), f64::from(*max))?;
                match number.fract() == 0.0 {
                    true => Ok((number as u32).into()),
                    false => Err(format!("{value} is no whole number.")),
                }
            }
            Span::Real { min, max } => within(*min, *max).map(Value::from),
            Span::Options(options) => {
                let known = options.iter().any(|(option, _)| option == value);
                known.then(|| value.clone()).ok_or_else(|| {
                    let options: Vec<String> = options
                        .iter()
                        .map(|(option, _)| option.to_string())
                        .collect();
                    format!("{value} is none of {}.", options.join(", "))
                })
            }
        }
    }
}

/// All of them, in the order in which their forms show them.
pub fn searchable() -> Vec<Searchable> {
    let (featurize, train) = (Stage::Featurize, Stage::Train);
    vec![
        options(featurize, &f::NUMERIC_IMPUTATION),
        switch(featurize, &f::MISSING_INDICATOR),
        options(featurize, &f::CATEGORY_IMPUTATION),
        options(featurize, &f::ENCODING),
        whole(featurize, &f::MAX_CATEGORIES, false),
        options(train, &t::MODEL),
        whole(train, &t::N_ESTIMATORS, false),
        whole(train, &t::MAX_DEPTH, true),
        whole(train, &t::MIN_SAMPLES_SPLIT, false),
        whole(train, &t::MIN_SAMPLES_LEAF, false),
        real(train, &t::MIN_IMPURITY_DECREASE),
        whole(train, &t::MAX_LEAF_NODES, true),
        options(train, &t::MAX_FEATURES),
        options(train, &t::CUTS),
        switch(train, &t::BOOTSTRAP),
        real(train, &t::MAX_SAMPLES),
        options(train, &t::CLASS_WEIGHT),
        real(train, &t::CCP_ALPHA),
        real(train, &t::C),
        real(train, &t::RIDGE_ALPHA),
        real(train, &t::LASSO_ALPHA),
        whole(train, &t::N_NEIGHBORS, false),
        options(train, &t::NEIGHBOR_WEIGHTS),
        real(train, &t::VAR_SMOOTHING),
    ]
}

fn whole(stage: Stage, declared: &'static Integer, unlimited: bool) -> Searchable {
    Searchable {
        stage,
        name: declared.name,
        label: declared.label,
        span: Span::Whole {
            min: declared.min,
            max: declared.max,
            unlimited,
        },
    }
}

fn real(stage: Stage, declared: &'static Real) -> Searchable {
    Searchable {
        stage,
        name: declared.name,
        label: declared.label,
        span: Span::Real {
            min: declared.min,
            max: declared.max,
        },
    }
}

fn switch(stage: Stage, declared: &'static Switch) -> Searchable {
    Searchable {
        stage,
        name: declared.name,
        label: declared.label,
        span: Span::Options(vec![(false.into(), "no"), (true.into(), "yes")]),
    }
}

fn options<T: Serialize>(stage: Stage, declared: &'static Choice<T>) -> Searchable {
    let json = |option: &T| serde_json::to_value(option).expect("an option is a word");
    let options = declared.options.iter();
    Searchable {
        stage,
        name: declared.name,
        label: declared.label,
        span: Span::Options(
            options
                .map(|(option, label)| (json(option), *label))
                .collect(),
        ),
    }
}
