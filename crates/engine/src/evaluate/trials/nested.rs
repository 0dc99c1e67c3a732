//! A search inside of each fold, whose best candidate is scored on rows that neither trained nor chose it.

use std::cell::RefCell;
use std::rc::Rc;

use grove_protocol::report::{FoldWinner, NestedSearch};
use grove_protocol::tracking::SearchSpec;
use grove_recipe::Recipe;
use grove_recipe::error::StageError;

use super::{Tried, score, taken};
use crate::clean::Cleaned;
use crate::evaluate::cross_validation::CrossValidationJob;
use crate::evaluate::refit::RefitRows;
use crate::pace::Pace;
use crate::search::{BestCandidate, candidates, check_scoring, with_folds};
use crate::split::SplitParts;
use crate::table::Table;
use crate::train::training_job::TrainingJob;

/// What a search tries in each fold.
pub struct Nested {
    search: SearchSpec,
    candidates: Vec<Recipe>,
}

impl Nested {
    /// Makes the candidates.
    ///
    /// # Errors
    /// Names the axis or the metric that is not possible.
    pub fn new(search: SearchSpec, recipe: &Recipe) -> Result<Self, StageError> {
        check_scoring(&search, recipe)?;
        let candidates = candidates(&search, &with_folds(recipe))?;
        Ok(Self { search, candidates })
    }

    /// A report without folds.
    pub fn empty(&self) -> NestedSearch {
        NestedSearch {
            metric: self.search.scoring.clone(),
            candidates: self.candidates.len() as u32,
            folds: 0,
            winners: Vec::new(),
            note: None,
        }
    }

    /// Searches among the train rows of these parts, and scores the best candidate on the test rows of these parts. A
    /// candidate that fails is not the best.
    ///
    /// # Errors
    /// Where the train rows cannot be divided, or the best candidate cannot be trained on all of them.
    pub async fn winner(
        &self,
        cleaned: &Rc<Cleaned>,
        (table, parts): (&Table, &SplitParts),
        job: &RefCell<TrainingJob>,
        pace: &Pace,
    ) -> Result<FoldWinner, StageError> {
        // Each candidate, and the best one again.
        let units = self.candidates.len() as u32 + 1;
        let of = |place: u32| pace.part(place..place + 1, units);
        let first = &self.candidates[0];
        let mut folds = CrossValidationJob::among(cleaned, (table, parts), first)?.sharing();
        let mut best: Option<BestCandidate> = None;
        let mut before = first;
        for (place, candidate) in (0..).zip(&self.candidates) {
            folds.change(before, candidate);
            before = candidate;
            let Ok(report) = folds.report(job, candidate, &of(place)).await else {
                job.borrow_mut().stop();
                continue;
            };
            let mut scores = report.scores.into_iter();
            let found = scores.find(|scores| scores.name == self.search.scoring);
            if let Some(score) = found.and_then(|found| found.mean) {
                let next = BestCandidate { place, score };
                best = Some(next.or_better(best, &self.search.scoring));
            }
        }
        let Some(best) = best else {
            return Ok(FoldWinner {
                place: None,
                parameters: Vec::new(),
                chosen_by: None,
                held_out: None,
            });
        };
        let winner = &self.candidates[best.place as usize];
        let rows = RefitRows {
            train: taken(&table.rows, &parts.train),
            held_out: taken(&table.rows, &parts.test),
        };
        let pace = of(units - 1);
        let scored = score(rows, cleaned, winner, false, job, &pace).await?;
        let held_out = scored.held_out.iter();
        let held_out = held_out.clone().find(|of| of.name == self.search.scoring);
        Ok(FoldWinner {
            place: Some(best.place),
            parameters: self.parameters(winner),
            chosen_by: Some(best.score),
            held_out: held_out.and_then(|metric| metric.value),
        })
    }

    /// Returns what a candidate says of each varied parameter.
    fn parameters(&self, candidate: &Recipe) -> Vec<(String, String)> {
        let recipe = serde_json::to_value(candidate).unwrap_or_default();
        let axes = self.search.axes.iter().map(|axis| {
            let path = format!("/{}", axis.parameter.replace('.', "/"));
            let value = recipe.pointer(&path).map_or(String::new(), told);
            (axis.parameter.clone(), value)
        });
        axes.collect()
    }
}

fn told(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => "none".to_owned(),
        other => other.to_string(),
    }
}

/// Adds the best candidate of a fold.
pub fn note(told: &mut NestedSearch, tried: Result<Tried, StageError>) {
    match tried {
        Ok(Tried::Winner(winner)) => told.winners.push(winner),
        Ok(Tried::Scores(_)) => {}
        Err(error) => told.note = Some(format!("A fold failed: {}", error.problem)),
    }
}
