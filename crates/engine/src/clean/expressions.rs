//! Expressions in cleaning steps. An error in one is reported as an error of its step, with the position in the text.

use crate::expression::Expression;
use crate::table::{Kinds, Table};
use grove_protocol::expression::ExpressionError;
use grove_recipe::error::StageError;

use super::error;

/// Parses the expression of a derived column.
///
/// # Errors
/// Where the expression cannot be parsed or does not fit the columns.
pub fn expression(text: &str, kinds: &Kinds) -> Result<Expression, StageError> {
    Expression::parse(text, kinds).map_err(located)
}

/// Parses the condition of a filter.
///
/// # Errors
/// Where the condition cannot be parsed, does not fit the columns, or is not true or false.
pub fn condition(text: &str, table: &Table) -> Result<Expression, StageError> {
    Expression::condition(text, &table.kinds()).map_err(located)
}

fn located(wrong: ExpressionError) -> StageError {
    let place = (wrong.at, wrong.length);
    let mut error = error(wrong.to_string(), "Correct the expression.");
    error.at = Some(place);
    error
}
