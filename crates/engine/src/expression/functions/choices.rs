//! Functions that choose one of several values.

use std::cmp::Ordering;

use super::super::cells::{ExpressionValues, choose};
use super::Function;
use super::Gives::Common;
use super::Takes::Any;

pub const FUNCTIONS: &[Function] = &[
    Function::new(
        ("COALESCE", "COALESCE(x, …)"),
        "The first of the values that is not missing.",
        &[Any],
        Common,
        coalesce,
    )
    .repeating(),
    Function::new(
        ("NULLIF", "NULLIF(x, y)"),
        "x, or a missing value where it equals y.",
        &[Any, Any],
        Common,
        null_if,
    ),
    Function::new(
        ("LEAST", "LEAST(x, …)"),
        "The least of the values; missing where one of them is.",
        &[Any],
        Common,
        least,
    )
    .repeating(),
    Function::new(
        ("GREATEST", "GREATEST(x, …)"),
        "The greatest of the values; missing where one of them is.",
        &[Any],
        Common,
        greatest,
    )
    .repeating(),
];

fn coalesce<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    choose(a, |row| a.iter().position(|cells| !cells.is_missing(row)))
}

fn null_if<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    choose(a, |row| {
        (a[0].compare(&a[1], row) != Some(Ordering::Equal)).then_some(0)
    })
}

fn least<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    extreme(a, Ordering::Less)
}

fn greatest<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    extreme(a, Ordering::Greater)
}

/// Returns the largest or the smallest value; missing if a value is.
fn extreme<'t>(a: &[ExpressionValues<'t>], beyond: Ordering) -> ExpressionValues<'t> {
    choose(a, |row| {
        (0..a.len()).try_fold(0, |best, at| {
            Some(if a[at].compare(&a[best], row)? == beyond {
                at
            } else {
                best
            })
        })
    })
}
