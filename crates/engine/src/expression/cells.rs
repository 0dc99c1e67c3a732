//! The values of some rows, all of one kind, while an expression is evaluated.

use std::borrow::Cow;
use std::cmp::Ordering;

/// A value per row, or one for all. `None` is a missing value.
#[derive(Clone, Debug)]
pub enum RowValues<T> {
    Same(Option<T>),
    Rows(Vec<Option<T>>),
}

impl<T> RowValues<T> {
    pub fn at(&self, row: usize) -> Option<&T> {
        match self {
            RowValues::Same(value) => value.as_ref(),
            RowValues::Rows(values) => values[row].as_ref(),
        }
    }

    /// Returns how many rows have values of their own.
    fn rows(&self) -> Option<usize> {
        match self {
            RowValues::Same(_) => None,
            RowValues::Rows(values) => Some(values.len()),
        }
    }
}

#[derive(Clone, Debug)]
pub enum ExpressionValues<'t> {
    Integers(RowValues<i64>),
    /// Finite numbers; no zero is negative.
    Decimals(RowValues<f64>),
    Truths(RowValues<bool>),
    Texts(RowValues<Cow<'t, str>>),
    /// Days since 1970-01-01.
    Dates(RowValues<i32>),
    /// Milliseconds since 1970-01-01.
    Moments(RowValues<i64>),
    /// NULL, which has no kind.
    Missing,
}

impl<'t> ExpressionValues<'t> {
    pub fn rows(&self) -> Option<usize> {
        match self {
            ExpressionValues::Integers(each) | ExpressionValues::Moments(each) => each.rows(),
            ExpressionValues::Decimals(each) => each.rows(),
            ExpressionValues::Truths(each) => each.rows(),
            ExpressionValues::Texts(each) => each.rows(),
            ExpressionValues::Dates(each) => each.rows(),
            ExpressionValues::Missing => None,
        }
    }

    pub fn is_missing(&self, row: usize) -> bool {
        match self {
            ExpressionValues::Integers(each) | ExpressionValues::Moments(each) => {
                each.at(row).is_none()
            }
            ExpressionValues::Decimals(each) => each.at(row).is_none(),
            ExpressionValues::Truths(each) => each.at(row).is_none(),
            ExpressionValues::Texts(each) => each.at(row).is_none(),
            ExpressionValues::Dates(each) => each.at(row).is_none(),
            ExpressionValues::Missing => true,
        }
    }

    pub fn integer(&self, row: usize) -> Option<i64> {
        match self {
            ExpressionValues::Integers(each) => each.at(row).copied(),
            _ => None,
        }
    }

    pub fn decimal(&self, row: usize) -> Option<f64> {
        match self {
            ExpressionValues::Decimals(each) => each.at(row).copied(),
            _ => None,
        }
    }

    pub fn truth(&self, row: usize) -> Option<bool> {
        match self {
            ExpressionValues::Truths(each) => each.at(row).copied(),
            _ => None,
        }
    }

    pub fn text(&self, row: usize) -> Option<&Cow<'t, str>> {
        match self {
            ExpressionValues::Texts(each) => each.at(row),
            _ => None,
        }
    }

    pub fn date(&self, row: usize) -> Option<i32> {
        match self {
            ExpressionValues::Dates(each) => each.at(row).copied(),
            _ => None,
        }
    }

    pub fn moment(&self, row: usize) -> Option<i64> {
        match self {
            ExpressionValues::Moments(each) => each.at(row).copied(),
            _ => None,
        }
    }

    /// Compares the values of a row; texts by code points. Both are of one kind; a missing value gives `None`.
    pub fn compare(&self, other: &ExpressionValues, row: usize) -> Option<Ordering> {
        match (self, other) {
            (ExpressionValues::Integers(a), ExpressionValues::Integers(b))
            | (ExpressionValues::Moments(a), ExpressionValues::Moments(b)) => {
                Some(a.at(row)?.cmp(b.at(row)?))
            }
            (ExpressionValues::Decimals(a), ExpressionValues::Decimals(b)) => {
                a.at(row)?.partial_cmp(b.at(row)?)
            }
            (ExpressionValues::Truths(a), ExpressionValues::Truths(b)) => {
                Some(a.at(row)?.cmp(b.at(row)?))
            }
            (ExpressionValues::Texts(a), ExpressionValues::Texts(b)) => {
                Some(a.at(row)?.cmp(b.at(row)?))
            }
            (ExpressionValues::Dates(a), ExpressionValues::Dates(b)) => {
                Some(a.at(row)?.cmp(b.at(row)?))
            }
            _ => None,
        }
    }
}

/// Computes a value per row of the arguments, or one for all if they are the same in all rows.
pub fn each<T>(arguments: &[ExpressionValues], value: impl Fn(usize) -> Option<T>) -> RowValues<T> {
    match arguments.iter().find_map(ExpressionValues::rows) {
        None => RowValues::Same(value(0)),
        Some(rows) => RowValues::Rows((0..rows).map(value).collect()),
    }
}

/// Returns for each row the argument at the chosen position. All arguments that can be chosen are of the kind of the
/// last one.
pub fn choose<'t>(
    arguments: &[ExpressionValues<'t>],
    choice: impl Fn(usize) -> Option<usize>,
) -> ExpressionValues<'t> {
    let chosen = |row| arguments.get(choice(row)?).map(|cells| (cells, row));
    match arguments.last() {
        Some(ExpressionValues::Integers(_)) => ExpressionValues::Integers(each(arguments, |row| {
            chosen(row).and_then(|(cells, row)| cells.integer(row))
        })),
        Some(ExpressionValues::Decimals(_)) => ExpressionValues::Decimals(each(arguments, |row| {
            chosen(row).and_then(|(cells, row)| cells.decimal(row))
        })),
        Some(ExpressionValues::Truths(_)) => ExpressionValues::Truths(each(arguments, |row| {
            chosen(row).and_then(|(cells, row)| cells.truth(row))
        })),
        Some(ExpressionValues::Texts(_)) => ExpressionValues::Texts(each(arguments, |row| {
            chosen(row).and_then(|(cells, row)| cells.text(row).cloned())
        })),
        Some(ExpressionValues::Dates(_)) => ExpressionValues::Dates(each(arguments, |row| {
            chosen(row).and_then(|(cells, row)| cells.date(row))
        })),
        Some(ExpressionValues::Moments(_)) => ExpressionValues::Moments(each(arguments, |row| {
            chosen(row).and_then(|(cells, row)| cells.moment(row))
        })),
        Some(ExpressionValues::Missing) | None => ExpressionValues::Missing,
    }
}

/// Makes a number that a table may have: non-finite ones become missing, and zero has no sign.
pub fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value + 0.0)
}
