//! Cells: the values of some rows, of one kind, while an expression is worked out.

use std::borrow::Cow;
use std::cmp::Ordering;

/// A value per row, or the same in all of them. `None` is a missing value.
#[derive(Clone, Debug)]
pub enum Each<T> {
    Same(Option<T>),
    Rows(Vec<Option<T>>),
}

impl<T> Each<T> {
    pub fn at(&self, row: usize) -> Option<&T> {
        match self {
            Each::Same(value) => value.as_ref(),
            Each::Rows(values) => values[row].as_ref(),
        }
    }

    /// How many rows there are a value for each of.
    fn rows(&self) -> Option<usize> {
        match self {
            Each::Same(_) => None,
            Each::Rows(values) => Some(values.len()),
        }
    }
}

#[derive(Clone, Debug)]
pub enum Cells<'t> {
    Integers(Each<i64>),
    /// Finite, and no zero is negative.
    Decimals(Each<f64>),
    Truths(Each<bool>),
    Texts(Each<Cow<'t, str>>),
    /// Days since 1970-01-01.
    Dates(Each<i32>),
    /// Milliseconds since 1970-01-01.
    Moments(Each<i64>),
    /// NULL as it is written, which has no kind.
    Missing,
}

impl<'t> Cells<'t> {
    pub fn rows(&self) -> Option<usize> {
        match self {
            Cells::Integers(each) | Cells::Moments(each) => each.rows(),
            Cells::Decimals(each) => each.rows(),
            Cells::Truths(each) => each.rows(),
            Cells::Texts(each) => each.rows(),
            Cells::Dates(each) => each.rows(),
            Cells::Missing => None,
        }
    }

    pub fn is_missing(&self, row: usize) -> bool {
        match self {
            Cells::Integers(each) | Cells::Moments(each) => each.at(row).is_none(),
            Cells::Decimals(each) => each.at(row).is_none(),
            Cells::Truths(each) => each.at(row).is_none(),
            Cells::Texts(each) => each.at(row).is_none(),
            Cells::Dates(each) => each.at(row).is_none(),
            Cells::Missing => true,
        }
    }

    pub fn integer(&self, row: usize) -> Option<i64> {
        match self {
            Cells::Integers(each) => each.at(row).copied(),
            _ => None,
        }
    }

    pub fn decimal(&self, row: usize) -> Option<f64> {
        match self {
            Cells::Decimals(each) => each.at(row).copied(),
            _ => None,
        }
    }

    pub fn truth(&self, row: usize) -> Option<bool> {
        match self {
            Cells::Truths(each) => each.at(row).copied(),
            _ => None,
        }
    }

    pub fn text(&self, row: usize) -> Option<&Cow<'t, str>> {
        match self {
            Cells::Texts(each) => each.at(row),
            _ => None,
        }
    }

    pub fn date(&self, row: usize) -> Option<i32> {
        match self {
            Cells::Dates(each) => each.at(row).copied(),
            _ => None,
        }
    }

    pub fn moment(&self, row: usize) -> Option<i64> {
        match self {
            Cells::Moments(each) => each.at(row).copied(),
            _ => None,
        }
    }

    /// How the values of a row compare; texts do by code points. Both are of one kind; missing values do not compare.
    pub fn compare(&self, other: &Cells, row: usize) -> Option<Ordering> {
        match (self, other) {
            (Cells::Integers(a), Cells::Integers(b)) | (Cells::Moments(a), Cells::Moments(b)) => {
                Some(a.at(row)?.cmp(b.at(row)?))
            }
            (Cells::Decimals(a), Cells::Decimals(b)) => a.at(row)?.partial_cmp(b.at(row)?),
            (Cells::Truths(a), Cells::Truths(b)) => Some(a.at(row)?.cmp(b.at(row)?)),
            (Cells::Texts(a), Cells::Texts(b)) => Some(a.at(row)?.cmp(b.at(row)?)),
            (Cells::Dates(a), Cells::Dates(b)) => Some(a.at(row)?.cmp(b.at(row)?)),
            _ => None,
        }
    }
}

/// A value per row of the arguments, or one for all where they are the same in all rows.
pub fn each<T>(arguments: &[Cells], value: impl Fn(usize) -> Option<T>) -> Each<T> {
    match arguments.iter().find_map(Cells::rows) {
        None => Each::Same(value(0)),
        Some(rows) => Each::Rows((0..rows).map(value).collect()),
    }
}

/// For each row the argument at the position that is chosen for it. All that can be chosen are of one kind, that of
/// the last one.
pub fn choose<'t>(arguments: &[Cells<'t>], choice: impl Fn(usize) -> Option<usize>) -> Cells<'t> {
    let chosen = |row| arguments.get(choice(row)?).map(|cells| (cells, row));
    match arguments.last() {
        Some(Cells::Integers(_)) => Cells::Integers(each(arguments, |row| {
            chosen(row).and_then(|(cells, row)| cells.integer(row))
        })),
        Some(Cells::Decimals(_)) => Cells::Decimals(each(arguments, |row| {
            chosen(row).and_then(|(cells, row)| cells.decimal(row))
        })),
        Some(Cells::Truths(_)) => Cells::Truths(each(arguments, |row| {
            chosen(row).and_then(|(cells, row)| cells.truth(row))
        })),
        Some(Cells::Texts(_)) => Cells::Texts(each(arguments, |row| {
            chosen(row).and_then(|(cells, row)| cells.text(row).cloned())
        })),
        Some(Cells::Dates(_)) => Cells::Dates(each(arguments, |row| {
            chosen(row).and_then(|(cells, row)| cells.date(row))
        })),
        Some(Cells::Moments(_)) => Cells::Moments(each(arguments, |row| {
            chosen(row).and_then(|(cells, row)| cells.moment(row))
        })),
        Some(Cells::Missing) | None => Cells::Missing,
    }
}

/// A number that a table may hold: what is not finite is missing, and zero has no sign.
pub fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value + 0.0)
}
