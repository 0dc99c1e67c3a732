//! Other splits, and other seeds of the training.

use grove_protocol::report::{Metric, REPEATS_AT_MOST, RepeatedScores, Repeats, metrics_of};
use grove_recipe::error::StageError;
use grove_recipe::{Recipe, SplitMethod};

use super::{Training, Tried};
use crate::evaluate::refit::scored_otherwise;
use crate::split::{SplitParts, split_rows};
use crate::table::Table;

/// A report without scores: the seeds are those that follow the recipe's.
pub fn empty(recipe: &Recipe, wanted: u32) -> Repeats {
    let seeds = 1..=wanted.clamp(1, REPEATS_AT_MOST);
    let none = |name: &&str| RepeatedScores {
        name: (*name).into(),
        by_split: Vec::new(),
        by_seed: Vec::new(),
    };
    Repeats {
        seeds: seeds.map(|i| recipe.seed.wrapping_add(i)).collect(),
        scores: metrics_of(recipe.task).iter().map(none).collect(),
        notes: scored_otherwise(&recipe.evaluate)
            .map(String::from)
            .into_iter()
            .collect(),
    }
}

/// The trainings of these seeds. A split that does not depend on a seed is not repeated.
pub fn trainings(told: &mut Repeats, recipe: &Recipe) -> Vec<Training> {
    let splits = match recipe.split.method {
        SplitMethod::Random | SplitMethod::Group => true,
        SplitMethod::Time | SplitMethod::Folds => {
            let note =
                "This split does not depend on a seed, so there is no other one to compare with.";
            told.notes.push(note.into());
            false
        }
    };
    let of_seed = |&seed: &u32| {
        let split = splits.then_some(Training::Split(seed));
        split.into_iter().chain([Training::Seed(seed)])
    };
    told.seeds.iter().flat_map(of_seed).collect()
}

/// Splits the rows by another seed.
pub fn split(table: &Table, recipe: &Recipe, seed: u32) -> Result<SplitParts, StageError> {
    let mut recipe = recipe.clone();
    recipe.seed = seed;
    split_rows(table, &recipe)
}

/// Adds the scores of a training.
pub fn note(told: &mut Repeats, training: Training, tried: Result<Tried, StageError>) {
    let found: Vec<Metric> = match tried {
        Ok(Tried::Scores(scored)) => scored.held_out,
        Ok(Tried::Winner(_)) => Vec::new(),
        Err(error) => {
            let note = format!("A training failed: {}", error.problem);
            if !told.notes.contains(&note) {
                told.notes.push(note);
            }
            Vec::new()
        }
    };
    for (place, of_metric) in told.scores.iter_mut().enumerate() {
        let value = found.get(place).and_then(|metric| metric.value);
        match training {
            Training::Split(_) => of_metric.by_split.push(value),
            _ => of_metric.by_seed.push(value),
        }
    }
}
