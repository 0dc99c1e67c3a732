//! Functions of numbers. Exponentials and logarithms are libm's, with the same bits on every platform.

use super::super::cells::{ExpressionValues, each, finite};
use super::super::operators::remainder;
use super::Function;
use super::Gives::{self, Common};
use super::Takes::{Decimal, Integer, Number};

pub const FUNCTIONS: &[Function] = &[
    Function::new(
        ("ABS", "ABS(x)"),
        "The absolute value.",
        &[Number],
        Common,
        abs,
    ),
    Function::new(
        ("ROUND", "ROUND(x[, digits])"),
        "Rounded to this many decimals, or to a whole number; halves are rounded away from zero.",
        &[Number, Integer],
        Common,
        round,
    )
    .optional(),
    Function::new(
        ("FLOOR", "FLOOR(x)"),
        "The next whole number down.",
        &[Number],
        Common,
        |a| whole(a, f64::floor),
    ),
    Function::new(
        ("CEIL", "CEIL(x)"),
        "The next whole number up.",
        &[Number],
        Common,
        |a| whole(a, f64::ceil),
    ),
    Function::new(
        ("SIGN", "SIGN(x)"),
        "-1, 0 or 1 for a number below, equal to or above zero.",
        &[Number],
        Gives::Integer,
        sign,
    ),
    Function::new(
        ("MOD", "MOD(x, y)"),
        "The remainder of x divided by y, with the sign of x.",
        &[Number, Number],
        Common,
        remainder,
    ),
    Function::new(
        ("SQRT", "SQRT(x)"),
        "The square root; missing below zero.",
        &[Decimal],
        Gives::Decimal,
        |a| decimal(a, f64::sqrt),
    ),
    Function::new(
        ("EXP", "EXP(x)"),
        "e to the power of x.",
        &[Decimal],
        Gives::Decimal,
        |a| decimal(a, libm::exp),
    ),
    Function::new(
        ("LN", "LN(x)"),
        "The natural logarithm; missing at zero and below.",
        &[Decimal],
        Gives::Decimal,
        |a| decimal(a, libm::log),
    ),
    Function::new(
        ("LOG10", "LOG10(x)"),
        "The logarithm to the base of 10; missing at zero and below.",
        &[Decimal],
        Gives::Decimal,
        |a| decimal(a, libm::log10),
    ),
    Function::new(
        ("LOG2", "LOG2(x)"),
        "The logarithm to the base of 2; missing at zero and below.",
        &[Decimal],
        Gives::Decimal,
        |a| decimal(a, libm::log2),
    ),
    Function::new(
        ("POWER", "POWER(x, y)"),
        "x to the power of y.",
        &[Decimal, Decimal],
        Gives::Decimal,
        power,
    ),
];

fn decimal<'t>(a: &[ExpressionValues<'t>], of: impl Fn(f64) -> f64) -> ExpressionValues<'t> {
    ExpressionValues::Decimals(each(a, |row| finite(of(a[0].decimal(row)?))))
}

/// Applies a function; whole numbers are unchanged.
fn whole<'t>(a: &[ExpressionValues<'t>], of: impl Fn(f64) -> f64) -> ExpressionValues<'t> {
    match &a[0] {
        ExpressionValues::Integers(_) => a[0].clone(),
        _ => decimal(a, of),
    }
}

fn abs<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    match &a[0] {
        ExpressionValues::Integers(_) => {
            ExpressionValues::Integers(each(a, |row| a[0].integer(row)?.checked_abs()))
        }
        _ => decimal(a, f64::abs),
    }
}

fn sign<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Integers(each(a, |row| match &a[0] {
        ExpressionValues::Integers(_) => a[0].integer(row).map(i64::signum),
        cells => {
            let value = cells.decimal(row)?;
            Some(i64::from(value > 0.0) - i64::from(value < 0.0))
        }
    }))
}

fn power<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Decimals(each(a, |row| {
        finite(libm::pow(a[0].decimal(row)?, a[1].decimal(row)?))
    }))
}

fn round<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    let digits = |row| a.get(1).map_or(Some(0), |cells| cells.integer(row));
    match &a[0] {
        ExpressionValues::Integers(_) => ExpressionValues::Integers(each(a, |row| {
            round_integer(a[0].integer(row)?, digits(row)?)
        })),
        _ => ExpressionValues::Decimals(each(a, |row| {
            round_decimal(a[0].decimal(row)?, digits(row)?)
        })),
    }
}

/// Rounds a whole number; missing if the result exceeds 64 bits.
fn round_integer(value: i64, digits: i64) -> Option<i64> {
    /// The largest power of ten that 64 bits hold.
    const LARGEST: i64 = 18;
    if digits >= 0 {
        return Some(value);
    }
    if digits < -LARGEST - 1 {
        return Some(0);
    }
    let unit = 10_i128.pow(digits.unsigned_abs() as u32);
    let value = i128::from(value);
    let away = value + value.signum() * (unit / 2);
    i64::try_from(away / unit * unit).ok()
}

/// Rounds by way of the product with a power of ten: 1.005 is stored as slightly less, and rounds to 1.00.
fn round_decimal(value: f64, digits: i64) -> Option<f64> {
    /// Beyond this, powers of ten are no normal numbers.
    const DIGITS: i64 = 300;
    let unit = libm::pow(10.0, digits.unsigned_abs().min(DIGITS as u64) as f64);
    if digits < 0 {
        return finite((value / unit).round() * unit);
    }
    let scaled = value * unit;
    if scaled.is_finite() {
        finite(scaled.round() / unit)
    } else {
        Some(value)
    }
}
