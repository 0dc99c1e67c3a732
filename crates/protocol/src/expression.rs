//! Errors of expressions with their positions, and the list of functions.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is wrong with an expression. `at..at + length` lies within its text, counted in characters from 0; an error
/// at the end of the text has no length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpressionError {
    /// What is wrong, and what to do about it where that can be said, in full sentences.
    pub message: String,
    /// The first character that is wrong, counted from 0.
    pub at: u32,
    /// Number of characters that are wrong; 0 at the end of the text.
    pub length: u32,
}

/// Counts characters from 1, as people do.
impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.at.saturating_add(1);
        write!(f, "{} (at character {number})", self.message)
    }
}

impl std::error::Error for ExpressionError {}

/// A function for use in expressions, as the list of functions shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionHelp {
    /// The function's name.
    pub name: String,
    /// How to call it, as in `ROUND(x[, digits])`; arguments in brackets are optional.
    pub signature: String,
    /// What it returns, in one sentence.
    pub help: String,
    /// The heading under which it is listed.
    pub group: String,
}

/// What an expression may contain, by topic, for a page that has not yet received the list of functions.
pub const SYNTAX_BY_TOPIC: [(&str, &str); 4] = [
    (
        "Numbers",
        "+ - * / %, ABS(x), ROUND(x[, digits]), FLOOR(x), CEIL(x), SIGN(x), MOD(x, y), SQRT(x), EXP(x), LN(x), \
         LOG10(x), LOG2(x), POWER(x, y)",
    ),
    (
        "Text",
        "||, LIKE, LOWER(text), UPPER(text), TRIM(text), LTRIM(text[, characters]), RTRIM(text[, characters]), \
         LENGTH(text), SUBSTRING(text, start[, count]), LEFT(text, count), RIGHT(text, count), \
         REPLACE(text, part, by), CONCAT(x, …), STRPOS(text, part), SPLIT_PART(text, separator, number), \
         STARTS_WITH(text, start)",
    ),
    (
        "Dates",
        "YEAR(date), MONTH(date), DAY(date), WEEKDAY(date), HOUR(time), MINUTE(time), SECOND(time), \
         DATE_DIFF('unit', from, to), DATE_TRUNC('unit', date)",
    ),
    (
        "Choices",
        "= <> < <= > >=, AND, OR, NOT, IN (…), BETWEEN … AND …, IS NULL, CASE WHEN … THEN … ELSE … END, \
         CAST(x AS type), COALESCE(x, …), NULLIF(x, y), LEAST(x, …), GREATEST(x, …)",
    ),
];
