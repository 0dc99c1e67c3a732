//! Finds a column that alone predicts the target almost without error.

use crate::profile::full::copy::is_copy;
use crate::profile::full::leaks::{LEAK, SampledTarget, score_alone};
use crate::profile::full::sample::{Sampled, evenly};
use crate::profile::full::warnings::LEAK_ADVICE;
use grove_protocol::report::{Doubt, Remedy};
use grove_recipe::count::{count, counted};
use grove_recipe::{Question, Role, Task};

use super::{BeliefRows, QuestionResult, doubt};

/// The most rows and cells that are used.
const ROWS_AT_MOST: u32 = 50_000;
const CELLS_AT_MOST: u32 = 1_500_000;
const ROWS_AT_LEAST: u32 = 2_000;

/// Looks for leaks: fits a rule to each column by itself, as the profile does, and takes the columns from
/// which cleaning computed the target.
pub fn ask(rows: &BeliefRows) -> QuestionResult {
    let features = rows.features();
    let (table, target) = (&rows.cleaned.table, &rows.recipe.target);
    let task = rows.recipe.task;
    let wanted = CELLS_AT_MOST / (features.len() as u32).max(1);
    let positions = evenly(table.height(), wanted.clamp(ROWS_AT_LEAST, ROWS_AT_MOST));
    let sampled = |name: &str| {
        let column = table.column(name)?;
        Some(Sampled::of(&column.take(&positions)))
    };
    let mut doubts: Vec<Doubt> = made_of(rows).into_iter().collect();
    let told: Vec<String> = doubts.iter().flat_map(|d| d.columns.clone()).collect();
    let looked = match positions.len() as u32 {
        all if all == table.height() => counted(all, "row", "rows"),
        some => format!("{} of {} rows", count(some), count(table.height())),
    };
    let Some(of_target) = sampled(target) else {
        return QuestionResult::fine("There is no target.");
    };
    let outcome = SampledTarget::new(&of_target, task);
    let classes = of_target.classes().1;
    let limit = match task {
        Task::Classification => LEAK.0,
        Task::Regression => LEAK.1,
    };
    for column in features.iter().filter(|c| !told.contains(&c.name)) {
        let Some(values) = sampled(&column.name) else {
            continue;
        };
        let alone = match &outcome {
            Some(outcome) => outcome.score(&values).filter(|alone| *alone >= limit),
            None => is_copy(&of_target, &values, task).then_some(1.0),
        };
        let Some(alone) = alone else { continue };
        let name = &column.name;
        let remedy = Remedy::LeaveOut {
            columns: vec![name.clone()],
        };
        doubts.push(Doubt {
            found: format!(
                "{name} alone predicts {target}: {} ({looked} checked).",
                score_alone(alone, task, classes)
            ),
            advice: LEAK_ADVICE.into(),
            ..doubt(Question::Leak, vec![name.clone()], remedy)
        });
    }
    QuestionResult {
        failing: doubts.iter().map(|doubt| doubt.columns.len() as u32).sum(),
        of: features.len() as u32,
        fine: format!("All columns in use pass ({looked} checked)."),
        doubts,
    }
}

/// Returns the doubt about columns that the target was made of, or that were made of it.
fn made_of(rows: &BeliefRows) -> Option<Doubt> {
    let leak = rows.cleaned.leaks.first()?;
    let used = leak.columns.iter();
    let used = used.filter(|column| rows.recipe.role(column) == Role::Feature);
    let columns: Vec<String> = used.cloned().collect();
    let remedy = Remedy::LeaveOut {
        columns: columns.clone(),
    };
    (!columns.is_empty()).then(|| Doubt {
        found: leak.sentence.clone(),
        advice: "Leave out columns that are not known when a new row is predicted.".into(),
        ..doubt(Question::Leak, columns, remedy)
    })
}
