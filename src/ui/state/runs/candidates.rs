//! The candidates of a search with their scores, best first.

use std::rc::Rc;

use super::row::{FOLDS, RunCell, RunColumn, RunRow};
use super::{RunChoices, Runs};
use grove_protocol::tracking::RunId;

/// The candidates of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchCandidates {
    pub parent: RunId,
    /// The metric by which they are sorted, with its mean over the folds, by scikit-learn's name.
    pub scoring: String,
    pub higher_is_better: bool,
    /// All metrics that they have.
    pub scores: Vec<String>,
    /// The parameters that differ.
    pub axes: Vec<RunColumn>,
    /// Best first, those without a score last.
    pub candidates: Vec<(Rc<RunRow>, Option<f64>)>,
}

/// Metrics of which less is better.
const ERRORS: [&str; 4] = ["log_loss", "rmse", "mae", "median_absolute_error"];

impl Runs {
    /// Returns the runs of searches, newest first.
    pub fn searches(&self) -> Vec<RunId> {
        let kept = self.rows.iter().filter(|row| row.info.deleted.is_none());
        let mut parents: Vec<RunId> = kept.filter_map(|row| row.info.parent.clone()).collect();
        parents.sort();
        parents.dedup();
        parents.reverse();
        parents
    }

    /// Returns the candidates of the shown search; `None` if there is none. O(runs × parameters).
    pub(super) fn candidates(&self) -> Option<SearchCandidates> {
        let searches = self.searches();
        let chosen = self
            .search_shown
            .as_ref()
            .filter(|chosen| searches.contains(chosen));
        let parent = chosen.or(searches.first())?.clone();
        let rows = self
            .rows
            .iter()
            .filter(|row| row.info.parent.as_ref() == Some(&parent));
        let rows: Vec<Rc<RunRow>> = rows
            .filter(|row| row.info.deleted.is_none())
            .cloned()
            .collect();
        let known = RunChoices::of(&rows);
        let scores: Vec<String> = known.columns.iter().filter_map(score).collect();
        let wanted = self
            .score_shown
            .as_ref()
            .filter(|score| scores.contains(score));
        let scoring = wanted.or(scores.first()).cloned().unwrap_or_default();
        let higher_is_better = !ERRORS.contains(&scoring.as_str());
        let column = RunColumn::Folds([FOLDS, &scoring].concat().into());
        let varied = |column: &&RunColumn| match column {
            RunColumn::Parameter(_) => known.proposed.contains(column),
            RunColumn::Model => rows
                .windows(2)
                .any(|pair| pair[0].cell(column) != pair[1].cell(column)),
            _ => false,
        };
        let axes = known.columns.iter().filter(varied).cloned().collect();
        let scored = rows.iter().map(|row| match row.cell(&column) {
            RunCell::Number(score) => (Rc::clone(row), Some(score)),
            _ => (Rc::clone(row), None),
        });
        let mut candidates: Vec<(Rc<RunRow>, Option<f64>)> = scored.collect();
        let cell = |score: Option<f64>| score.map_or(RunCell::Nothing, RunCell::Number);
        candidates.sort_by(|(_, a), (_, b)| cell(*a).compared(&cell(*b), higher_is_better));
        Some(SearchCandidates {
            parent,
            scoring,
            higher_is_better,
            scores,
            axes,
            candidates,
        })
    }
}

fn score(column: &RunColumn) -> Option<String> {
    match column {
        RunColumn::Folds(name) => name.strip_prefix(FOLDS).map(str::to_string),
        _ => None,
    }
}
