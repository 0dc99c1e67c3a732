//! What runs are called: by what differs from the first run on the same table, and what changed since the run before.

use std::rc::Rc;

use super::row::RunRow;
use grove_protocol::tracking::RunId;
use grove_recipe::provenance::{run_changes, run_name};

/// What a run is called beside other runs. A name that the person gave comes before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RunTitle {
    /// With a number where an earlier run is called the same.
    pub shown: String,
    plain: String,
    /// What differs from the run before, in a few words; `None` for the first.
    pub changed: Option<String>,
    /// The run that it is named beside, and the run before.
    beside: (Option<RunId>, Option<RunId>),
}

/// The runs on a table for a target.
struct RunsOfTable {
    first: usize,
    /// The latest that is kept.
    last: Option<usize>,
    /// What they are called.
    plain: Vec<String>,
}

/// Names all runs, oldest first. A run is named beside the first run for the same target of the same table, and follows the
/// run before; a candidate is named beside its search. Only what a change concerns is named again.
/// O(runs × (parameters + runs)).
pub(super) fn name_all(rows: &mut [Rc<RunRow>]) {
    let mut tables: Vec<RunsOfTable> = Vec::new();
    for place in 0..rows.len() {
        let row = &rows[place];
        let mut known = tables.iter();
        let known = known.position(|of| rows[of.first].is_beside(row));
        let known = known.unwrap_or_else(|| {
            tables.push(RunsOfTable {
                first: place,
                last: None,
                plain: Vec::new(),
            });
            tables.len() - 1
        });
        let of = &mut tables[known];
        let info = &row.info;
        let parent = info.parent.as_ref().and_then(|parent| {
            let place = rows.binary_search_by(|row| row.info.id.cmp(parent));
            place.ok()
        });
        let first = parent.unwrap_or(of.first);
        let before = parent.or(of.last).filter(|before| *before != place);
        if info.parent.is_none() && info.deleted.is_none() {
            of.last = Some(place);
        }
        let title = title(row, &rows[first], before.map(|before| &*rows[before]));
        let same = of.plain.iter().filter(|plain| **plain == title.plain);
        let shown = match same.count() {
            0 => title.plain.clone(),
            earlier => [&title.plain, " (", &(earlier + 1).to_string(), ")"].concat(),
        };
        of.plain.push(title.plain.clone());
        let title = RunTitle { shown, ..title };
        if row.title != title {
            Rc::make_mut(&mut rows[place]).title = title;
        }
    }
}

/// Names a run, or takes the name that it has beside the same runs.
fn title(row: &RunRow, first: &RunRow, before: Option<&RunRow>) -> RunTitle {
    let id = |row: &RunRow| Some(row.info.id.clone());
    let beside = (id(first), before.and_then(id));
    if row.title.beside == beside {
        return row.title.clone();
    }
    let of = (&row.info.recipe, &*row.parameters);
    RunTitle {
        shown: String::new(),
        plain: run_name(of, (&first.info.recipe, &first.parameters)),
        changed: before.map(|before| {
            let changed = run_changes(of, (&before.info.recipe, &before.parameters));
            changed.unwrap_or_else(|| "the same recipe".to_string())
        }),
        beside,
    }
}
