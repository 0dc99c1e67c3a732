//! Chooses the operation of an arithmetic operator by the kinds of its operands.

use sqlparser::ast::BinaryOperator;

use grove_protocol::expression::ExpressionError;
use grove_recipe::columns::ColumnKind;

use super::functions::{days_between, join, shift, shift_back};
use super::kinds::written;
use super::operand::{Operand, agree};
use super::operators;
use super::program::{InstructionWork, Kernel};
use super::resolve::Resolved;

pub fn operation(left: Operand, operator: &BinaryOperator, right: Operand) -> Resolved {
    let dates = left.kind.is_date() || right.kind.is_date();
    match operator {
        BinaryOperator::Plus if dates => later(left, right),
        BinaryOperator::Minus if dates => earlier(left, right),
        BinaryOperator::Plus => numbers(left, "+", right, operators::add),
        BinaryOperator::Minus => numbers(left, "-", right, operators::subtract),
        BinaryOperator::Multiply => numbers(left, "*", right, operators::multiply),
        BinaryOperator::Modulo => numbers(left, "%", right, operators::remainder),
        BinaryOperator::Divide => quotient(left, right),
        BinaryOperator::StringConcat => joined(left, right),
        BinaryOperator::Eq => comparison(left, right, operators::equal),
        BinaryOperator::NotEq => comparison(left, right, operators::unequal),
        BinaryOperator::Lt => comparison(left, right, operators::less),
        BinaryOperator::LtEq => comparison(left, right, operators::at_most),
        BinaryOperator::Gt => comparison(left, right, operators::greater),
        BinaryOperator::GtEq => comparison(left, right, operators::at_least),
        BinaryOperator::And => logic(left, "AND", right, operators::and),
        BinaryOperator::Or => logic(left, "OR", right, operators::or),
        other => Err(left.place.to(right.place).unsupported(other)),
    }
}

fn numbers(left: Operand, sign: &str, right: Operand, run: Kernel) -> Resolved {
    let needed = || match sign {
        "+" => "+ needs numbers (texts are joined by ||).".to_owned(),
        _ => format!("{sign} needs numbers."),
    };
    let operands = vec![left.number(needed)?, right.number(needed)?];
    let (operands, kind) = agree(operands, sign)?;
    Ok(Operand::of(operands, InstructionWork::Call(run), kind))
}

fn quotient(left: Operand, right: Operand) -> Resolved {
    let decimal =
        |operand: Operand| operand.fit(ColumnKind::Decimal, || "/ needs numbers.".to_owned());
    let operands = vec![decimal(left)?, decimal(right)?];
    let work = InstructionWork::Call(operators::divide);
    Ok(Operand::of(operands, work, ColumnKind::Decimal))
}

fn joined(left: Operand, right: Operand) -> Resolved {
    let kind = super::kinds::common(written(left.kind), written(right.kind));
    let operands = vec![left.written(), right.written()];
    let kind = kind.unwrap_or(ColumnKind::Text);
    Ok(Operand::of(operands, InstructionWork::Call(join), kind))
}

fn comparison(left: Operand, right: Operand, run: Kernel) -> Resolved {
    let (operands, _) = agree(vec![left, right], "A comparison")?;
    Ok(Operand::of(
        operands,
        InstructionWork::Call(run),
        ColumnKind::Boolean,
    ))
}

fn logic(left: Operand, word: &str, right: Operand, run: Kernel) -> Resolved {
    let truth = |operand: Operand| {
        let needed = || format!("{word} needs conditions that are true or false.");
        operand.fit(ColumnKind::Boolean, needed)
    };
    let operands = vec![truth(left)?, truth(right)?];
    Ok(Operand::of(
        operands,
        InstructionWork::Call(run),
        ColumnKind::Boolean,
    ))
}

/// Resolves the sum of a date and days, in either order.
fn later(left: Operand, right: Operand) -> Resolved {
    if left.kind.is_date() {
        return shifted(left, right, shift);
    }
    let place = left.place.to(right.place);
    let operand = shifted(right, left, shift)?;
    Ok(Operand { place, ..operand })
}

/// Resolves a date minus days, or minus another date.
fn earlier(left: Operand, right: Operand) -> Resolved {
    let is_date = |operand: &Operand| operand.kind.is_date() || operand.literal().is_some();
    if !(is_date(&left) && is_date(&right)) {
        return shifted(left, right, shift_back);
    }
    let (operands, kind) = agree(vec![left, right], "- after a date")?;
    let kind = match kind {
        ColumnKind::Date => ColumnKind::Integer,
        _ => ColumnKind::Decimal,
    };
    Ok(Operand::of(
        operands,
        InstructionWork::Call(days_between),
        kind,
    ))
}

fn shifted(date: Operand, days: Operand, run: Kernel) -> Result<Operand, ExpressionError> {
    let kind = date.kind;
    if !kind.is_date() {
        return Err(date.place.error("A date can only be taken from a date."));
    }
    let days = match kind {
        ColumnKind::Date => days.fit(ColumnKind::Integer, || {
            "To a date without a time, whole days can be added.".to_owned()
        }),
        _ => days.fit(ColumnKind::Decimal, || {
            "To a date, a number of days can be added.".to_owned()
        }),
    }?;
    Ok(Operand::of(
        vec![date, days],
        InstructionWork::Call(run),
        kind,
    ))
}
