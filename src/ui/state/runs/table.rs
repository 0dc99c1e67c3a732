//! The table of runs: which rows and columns it shows, in which order.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::choices::RunChoices;
use super::filter::RunFilter;
use super::row::{RunColumn, RunRow};
use grove_protocol::tracking::RunId;

/// The choices of the person.
#[derive(Clone, Debug, PartialEq)]
pub struct RunTable {
    /// `None` shows the runs of all experiments.
    pub experiment: Option<String>,
    pub filter: String,
    pub sorted_by: RunColumn,
    pub descending: bool,
    /// Columns that the person has shown or hidden.
    pub chosen: BTreeMap<RunColumn, bool>,
    /// Searches whose candidates are shown.
    pub unfolded: BTreeSet<RunId>,
    /// Whether names, tags and notes can be changed.
    pub editing: bool,
}

impl Default for RunTable {
    /// Shows all runs, newest first.
    fn default() -> Self {
        Self {
            experiment: None,
            filter: String::new(),
            sorted_by: RunColumn::When,
            descending: true,
            chosen: BTreeMap::new(),
            unfolded: BTreeSet::new(),
            editing: false,
        }
    }
}

/// The content of the table, derived once for every change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShownRuns {
    pub columns: Vec<RunColumn>,
    pub lines: Vec<RunLine>,
    /// The number of runs that pass the filter, including folded ones.
    pub found: u32,
    /// What is wrong with the filter; all runs are shown then.
    pub problem: Option<String>,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunLine {
    /// The index of the run.
    pub run: usize,
    /// Whether it is a candidate of the search above it.
    pub inner: bool,
    /// How many of its candidates pass the filter.
    pub candidates: u32,
}

impl RunTable {
    pub fn shows(&self, column: &RunColumn, known: &RunChoices) -> bool {
        let edited = matches!(
            column,
            RunColumn::Experiment | RunColumn::Tags | RunColumn::Note
        );
        if self.editing && edited {
            return true;
        }
        let chosen = self.chosen.get(column).copied();
        chosen.unwrap_or_else(|| known.proposed.contains(column))
    }

    /// Derives the content. O(runs × (parameters + log runs)).
    pub fn shown(&self, rows: &[Rc<RunRow>], known: &RunChoices, deleted: bool) -> ShownRuns {
        let (filter, problem) = match RunFilter::read(&self.filter, &known.columns) {
            Ok(filter) => (filter, None),
            Err(problem) => (RunFilter::default(), Some(problem)),
        };
        let of_experiment = |row: &RunRow| {
            self.experiment
                .as_ref()
                .is_none_or(|name| row.info.experiment == *name)
        };
        let there = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.info.deleted.is_some() == deleted && of_experiment(row));
        let there: BTreeMap<&RunId, usize> =
            there.map(|(index, row)| (&row.info.id, index)).collect();
        let mut tops: BTreeSet<usize> = BTreeSet::new();
        let mut candidates: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut found = 0;
        for &run in there.values() {
            let Some(row) = rows.get(run) else { continue };
            let parent = row
                .info
                .parent
                .as_ref()
                .and_then(|parent| there.get(parent));
            let taken = filter.takes(row);
            found += u32::from(taken);
            match parent {
                Some(parent) if taken => candidates.entry(*parent).or_default().push(run),
                Some(_) => {}
                None if taken => {
                    tops.insert(run);
                }
                None => {}
            }
        }
        // A search stays above those of its candidates that were found.
        tops.extend(candidates.keys());
        let mut tops: Vec<usize> = tops.into_iter().collect();
        self.sort(&mut tops, rows);
        let mut lines = Vec::with_capacity(tops.len());
        for run in tops {
            let mut inner = candidates.remove(&run).unwrap_or_default();
            lines.push(RunLine {
                run,
                inner: false,
                candidates: inner.len() as u32,
            });
            let unfolded = rows
                .get(run)
                .is_some_and(|row| self.unfolded.contains(&row.info.id));
            if unfolded {
                self.sort(&mut inner, rows);
                lines.extend(inner.into_iter().map(|run| RunLine {
                    run,
                    inner: true,
                    candidates: 0,
                }));
            }
        }
        let columns = known
            .columns
            .iter()
            .filter(|column| self.shows(column, known));
        ShownRuns {
            columns: columns.cloned().collect(),
            lines,
            found,
            problem,
        }
    }

    /// Sorts runs; equal ones by age, newest first.
    fn sort(&self, runs: &mut Vec<usize>, rows: &[Rc<RunRow>]) {
        runs.sort_unstable_by(|a, b| b.cmp(a));
        let cells = runs
            .iter()
            .filter_map(|run| Some((rows.get(*run)?.cell(&self.sorted_by), *run)));
        let mut cells: Vec<_> = cells.collect();
        cells.sort_by(|(a, _), (b, _)| a.compared(b, self.descending));
        runs.clear();
        runs.extend(cells.into_iter().map(|(_, run)| run));
    }
}
