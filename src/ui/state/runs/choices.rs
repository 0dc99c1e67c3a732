//! The columns and experiments to choose from in the table of runs.

use std::rc::Rc;

use serde_json::Value;

use super::super::sorted::{SortedMap, SortedSet};
use super::row::{FOLDS, RunColumn, RunRow};

/// The choices, derived from the runs whenever they change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunChoices {
    /// The numbers of runs that are not deleted, and of those that are.
    pub kept: u32,
    pub deleted: u32,
    /// By name.
    pub experiments: Vec<String>,
    /// All columns, in their order.
    pub columns: Vec<RunColumn>,
    /// Those that are shown unless the person chooses otherwise.
    pub proposed: SortedSet<RunColumn>,
}

/// The values of a parameter in the runs so far.
struct SeenParameter<'r> {
    value: &'r Value,
    runs: usize,
    differs: bool,
}

impl RunChoices {
    /// Collects the choices. O(runs × parameters).
    pub fn of(rows: &[Rc<RunRow>]) -> Self {
        let deleted = rows.iter().filter(|row| row.info.deleted.is_some()).count();
        let mut parameters: SortedMap<&str, SeenParameter> = SortedMap::default();
        // In the order of the reports.
        let (mut metrics, mut folds) = (Vec::<&str>::new(), Vec::<&str>::new());
        let mut experiments = SortedSet::default();
        let (mut tagged, mut noted) = (false, false);
        for row in rows {
            let info = &row.info;
            for (name, value) in &*row.parameters {
                match parameters.get_mut(&**name) {
                    Some(seen) => {
                        seen.runs += 1;
                        seen.differs |= seen.value != value;
                    }
                    None => {
                        let first = SeenParameter {
                            value,
                            runs: 1,
                            differs: false,
                        };
                        parameters.insert(name, first);
                    }
                }
            }
            let scores = info
                .cross_validation
                .iter()
                .flat_map(|report| &report.scores);
            add(
                &mut metrics,
                info.metrics.iter().map(|metric| &*metric.name),
            );
            add(&mut folds, scores.map(|scores| &*scores.name));
            experiments.insert(&*info.experiment);
            tagged |= !info.tags.is_empty();
            noted |= !info.note.is_empty();
        }
        let mut columns = vec![
            RunColumn::Name,
            RunColumn::When,
            RunColumn::Changed,
            RunColumn::Experiment,
            RunColumn::Data,
            RunColumn::Model,
            RunColumn::Cleaning,
        ];
        let mut proposed: SortedSet<RunColumn> =
            [RunColumn::Name, RunColumn::When, RunColumn::Changed]
                .into_iter()
                .collect();
        let differ = |column: &RunColumn| {
            rows.windows(2)
                .any(|pair| pair[0].cell(column) != pair[1].cell(column))
        };
        let differing = [RunColumn::Data, RunColumn::Model, RunColumn::Cleaning].into_iter();
        proposed.extend(differing.filter(differ));
        for (name, seen) in parameters {
            // These have columns of their own.
            if name == "train.model" || name == "format" || name.starts_with("data.") {
                continue;
            }
            let column = RunColumn::Parameter(name.into());
            // Choices about reading, and those of single columns and steps, would fill most of the table.
            let overall = name.matches('.').count() < 2 && !name.starts_with("load.");
            if overall && (seen.differs || seen.runs < rows.len()) {
                proposed.insert(column.clone());
            }
            columns.push(column);
        }
        let metrics: Vec<RunColumn> = metrics
            .into_iter()
            .map(|m| RunColumn::Metric(m.into()))
            .collect();
        let folds = folds
            .into_iter()
            .map(|name| RunColumn::Folds([FOLDS, name].concat().into()));
        let folds: Vec<RunColumn> = folds.collect();
        proposed.extend(metrics.iter().cloned());
        proposed.extend(folds.first().cloned());
        columns.extend(metrics.into_iter().chain(folds));
        columns.extend([
            RunColumn::Duration,
            RunColumn::Size,
            RunColumn::Tags,
            RunColumn::Note,
        ]);
        proposed.insert(RunColumn::Duration);
        proposed.extend(tagged.then_some(RunColumn::Tags));
        proposed.extend(noted.then_some(RunColumn::Note));
        Self {
            kept: (rows.len() - deleted) as u32,
            deleted: deleted as u32,
            experiments: experiments.into_iter().map(str::to_string).collect(),
            columns,
            proposed,
        }
    }
}

fn add<'r>(known: &mut Vec<&'r str>, names: impl Iterator<Item = &'r str>) {
    for name in names {
        if !known.contains(&name) {
            known.push(name);
        }
    }
}
