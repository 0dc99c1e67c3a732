//! Evaluates operators: arithmetic, comparisons, three-valued logic. Each takes its operands as one list.

use std::cmp::Ordering;

use super::cells::{ExpressionValues, choose, each, finite};

/// Computes with whole numbers or decimal ones; a result that is too large for its kind is missing.
fn arithmetic<'t>(
    a: &[ExpressionValues<'t>],
    whole: impl Fn(i64, i64) -> Option<i64>,
    decimal: impl Fn(f64, f64) -> f64,
) -> ExpressionValues<'t> {
    if matches!(a[0], ExpressionValues::Integers(_)) {
        return ExpressionValues::Integers(each(a, |row| {
            whole(a[0].integer(row)?, a[1].integer(row)?)
        }));
    }
    ExpressionValues::Decimals(each(a, |row| {
        finite(decimal(a[0].decimal(row)?, a[1].decimal(row)?))
    }))
}

pub fn add<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    arithmetic(a, i64::checked_add, |x, y| x + y)
}

pub fn subtract<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    arithmetic(a, i64::checked_sub, |x, y| x - y)
}

pub fn multiply<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    arithmetic(a, i64::checked_mul, |x, y| x * y)
}

/// Divides decimal numbers.
pub fn divide<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    arithmetic(a, i64::checked_div, |x, y| x / y)
}

/// Returns the remainder with the sign of the dividend, as in SQL.
pub fn remainder<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    let whole = |x: i64, y: i64| (y != 0).then(|| x.wrapping_rem(y));
    arithmetic(a, whole, |x, y| x % y)
}

pub fn negate<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    match a[0] {
        ExpressionValues::Integers(_) => {
            ExpressionValues::Integers(each(a, |row| a[0].integer(row)?.checked_neg()))
        }
        _ => ExpressionValues::Decimals(each(a, |row| finite(-a[0].decimal(row)?))),
    }
}

fn compare<'t>(
    a: &[ExpressionValues<'t>],
    holds: impl Fn(Ordering) -> bool,
) -> ExpressionValues<'t> {
    ExpressionValues::Truths(each(a, |row| a[0].compare(&a[1], row).map(&holds)))
}

pub fn equal<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    compare(a, Ordering::is_eq)
}

pub fn unequal<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    compare(a, Ordering::is_ne)
}

pub fn less<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    compare(a, Ordering::is_lt)
}

pub fn at_most<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    compare(a, Ordering::is_le)
}

pub fn greater<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    compare(a, Ordering::is_gt)
}

pub fn at_least<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    compare(a, Ordering::is_ge)
}

/// Computes AND: false if one is, otherwise missing if one is.
fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub fn and<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Truths(each(a, |row| both(a[0].truth(row), a[1].truth(row))))
}

/// Computes OR, by way of AND.
pub fn or<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    let untrue = |cells: &ExpressionValues, row| cells.truth(row).map(|truth| !truth);
    ExpressionValues::Truths(each(a, |row| {
        both(untrue(&a[0], row), untrue(&a[1], row)).map(|neither| !neither)
    }))
}

pub fn not<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Truths(each(a, |row| a[0].truth(row).map(|truth| !truth)))
}

pub fn is_missing<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Truths(each(a, |row| Some(a[0].is_missing(row))))
}

pub fn is_true<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Truths(each(a, |row| Some(a[0].truth(row) == Some(true))))
}

pub fn is_false<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Truths(each(a, |row| Some(a[0].truth(row) == Some(false))))
}

/// Returns whether the first equals one of the others; missing if it equals none and one of them is missing.
pub fn among<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Truths(each(a, |row| {
        let mut unknown = false;
        for other in &a[1..] {
            match a[0].compare(other, row) {
                Some(Ordering::Equal) => return Some(true),
                Some(_) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(false)
    }))
}

/// Returns whether the first is between the second and the third, both included.
pub fn between<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Truths(each(a, |row| {
        both(
            a[0].compare(&a[1], row).map(Ordering::is_ge),
            a[0].compare(&a[2], row).map(Ordering::is_le),
        )
    }))
}

/// Returns the result of the first condition that is true, or else the last argument. Conditions and results alternate.
pub fn case<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    let otherwise = a.len() - 1;
    choose(a, |row| {
        let mut conditions = (0..otherwise).step_by(2);
        let first = conditions.find(|&at| a[at].truth(row) == Some(true));
        Some(first.map_or(otherwise, |at| at + 1))
    })
}

/// Compares a value with each condition; otherwise as `case`.
pub fn case_of<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    let otherwise = a.len() - 1;
    choose(a, |row| {
        let mut conditions = (1..otherwise).step_by(2);
        let first = conditions.find(|&at| a[0].compare(&a[at], row) == Some(Ordering::Equal));
        Some(first.map_or(otherwise, |at| at + 1))
    })
}
