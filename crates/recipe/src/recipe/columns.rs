//! Predicts the columns after each cleaning step, as far as possible without running it.

use super::Task;
use super::operation::{FillStrategy, Operation, Within};
use crate::Step;
use crate::columns::{ColumnKind, ColumnSummary};

/// A column's name and kind; the kind is `None` if it is known only after the step has run.
pub type KnownColumn = (String, Option<ColumnKind>);

/// Returns the columns after these steps, which start with those of the file. A step that does not fit them is skipped.
pub fn columns_after(
    columns: impl IntoIterator<Item = KnownColumn>,
    steps: &[Step],
) -> Vec<KnownColumn> {
    let mut known: Vec<KnownColumn> = columns.into_iter().collect();
    for step in steps.iter().filter(|step| step.on) {
        pass(&mut known, &step.operation);
    }
    known
}

fn pass(known: &mut Vec<KnownColumn>, operation: &Operation) {
    let place = |known: &[KnownColumn], name: &String| known.iter().position(|(n, _)| n == name);
    match operation {
        Operation::DropColumns { columns } => known.retain(|(name, _)| !columns.contains(name)),
        Operation::RenameColumn { column, name } => {
            if let Some(place) = place(known, column) {
                known[place].0.clone_from(name);
            }
        }
        Operation::Derive { column, .. } => match place(known, column) {
            Some(place) => known[place].1 = None,
            None if column.is_empty() => {}
            None => known.push((column.clone(), None)),
        },
        Operation::Cast { columns, kind } => {
            let cast = known.iter_mut().filter(|(name, _)| columns.contains(name));
            cast.for_each(|known| known.1 = Some(*kind));
        }
        Operation::Replace {
            columns,
            within: Within::Value,
            value,
            ..
        } if !value.is_empty() => {
            for (_, kind) in known.iter_mut().filter(|(name, _)| columns.contains(name)) {
                *kind = kind.map(replaced);
            }
        }
        Operation::FillMissing {
            columns, strategy, ..
        } => {
            let filled = |name: &String| columns.is_empty() || columns.contains(name);
            for (_, kind) in known.iter_mut().filter(|(name, _)| filled(name)) {
                *kind = kind.map(|kind| kind_when_filled(kind, *strategy));
            }
        }
        _ => {}
    }
}

/// Returns the kind of a column after some of its values were replaced by a text: truth values become texts.
pub fn replaced(kind: ColumnKind) -> ColumnKind {
    match kind {
        ColumnKind::Boolean => ColumnKind::Category,
        kind => kind,
    }
}

/// Returns the kind of a column after missing values were filled: the mean or the median of whole numbers need not be
/// whole.
pub fn kind_when_filled(kind: ColumnKind, strategy: FillStrategy) -> ColumnKind {
    match (kind, strategy) {
        (ColumnKind::Integer, FillStrategy::Mean | FillStrategy::Median) => ColumnKind::Decimal,
        (ColumnKind::Boolean, FillStrategy::Constant) => ColumnKind::Category,
        (kind, _) => kind,
    }
}

/// Returns the task that is proposed for a target: by the step that makes it, or else by the column of the file.
pub fn proposed_task(columns: &[ColumnSummary], steps: &[Step], target: &str) -> Option<Task> {
    let mut name = target;
    for step in steps.iter().rev().filter(|step| step.on) {
        match &step.operation {
            Operation::RenameColumn { column, name: new } if new == name => name = column,
            Operation::Derive { column, expression } if column == name => {
                return Some(if answers_a_question(expression) {
                    Task::Classification
                } else {
                    Task::Regression
                });
            }
            Operation::Cast { columns, kind } if columns.iter().any(|column| column == name) => {
                return Some(if kind.is_number() {
                    Task::Regression
                } else {
                    Task::Classification
                });
            }
            _ => {}
        }
    }
    let column = columns.iter().find(|column| column.name == name);
    column.map(ColumnSummary::task)
}

/// Returns whether an expression seems to give truth values or names rather than quantities.
fn answers_a_question(expression: &str) -> bool {
    const WORDS: [&str; 9] = [
        "and", "or", "not", "in", "like", "between", "is", "case", "then",
    ];
    let lower = expression.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric());
    lower.contains(['<', '>', '=', '\'']) || words.any(|word| WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_is_a_question_and_a_ratio_is_not() {
        assert!(answers_a_question("tip / fare > 0.2"));
        assert!(answers_a_question("payment IS NULL"));
        assert!(answers_a_question("lower('X')"));
        assert!(!answers_a_question("tip / fare"));
        assert!(!answers_a_question("round(island + origin, 2)"));
    }
}
