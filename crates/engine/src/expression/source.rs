//! Parses an expression's text with sqlparser.

use sqlparser::ast::Expr;
use sqlparser::dialect::Dialect;
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer, Whitespace};

use grove_protocol::expression::ExpressionError;

use super::text_span::{LineIndex, TextSpan};

/// The most characters of an expression.
pub const LENGTH_AT_MOST: u32 = 4000;
/// The most tokens: a chain of operators is a tree as deep as it is long, which sqlparser drops recursively.
const TOKENS_AT_MOST: usize = 1500;
/// The greatest depth for sqlparser; each parenthesis, call, CASE and NOT is a level. A call takes about 18 kB of the
/// stack natively, and a worker has 1 MB.
const DEPTH_AT_MOST: usize = 24;

/// Common SQL: names in double quotes or backticks, texts in single quotes, backslashes without a meaning.
#[derive(Debug)]
struct SqlDialect;

impl Dialect for SqlDialect {
    fn is_identifier_start(&self, c: char) -> bool {
        c.is_alphabetic() || c == '_'
    }

    fn is_identifier_part(&self, c: char) -> bool {
        c.is_alphanumeric() || c == '_'
    }

    /// A word that cannot be parsed as what it starts is not read as a column's name either: the error is inside.
    fn is_reserved_for_identifier(&self, word: Keyword) -> bool {
        matches!(
            word,
            Keyword::CASE
                | Keyword::CAST
                | Keyword::EXTRACT
                | Keyword::INTERVAL
                | Keyword::NOT
                | Keyword::SUBSTRING
                | Keyword::TRIM
        )
    }
}

/// Parses one expression; refuses anything after it.
pub fn read(text: &str) -> Result<(Expr, LineIndex), ExpressionError> {
    let source = LineIndex::new(text);
    if source.length > LENGTH_AT_MOST {
        let rest = TextSpan {
            at: LENGTH_AT_MOST,
            length: source.length - LENGTH_AT_MOST,
        };
        return Err(rest.error(format!(
            "An expression has {LENGTH_AT_MOST} characters at most, and this one has {}.",
            source.length
        )));
    }
    let tokens = tokens(text, &source)?;
    let dialect = SqlDialect;
    let mut parser = Parser::new(&dialect)
        .with_recursion_limit(DEPTH_AT_MOST)
        .with_tokens_with_locations(tokens);
    let tree = match parser.parse_expr() {
        Ok(tree) => tree,
        Err(error) => return Err(refusal(&error, &source, parser.peek_token_ref())),
    };
    let next = parser.peek_token_ref();
    if next.token != Token::EOF {
        return Err(source.of_token(next).error(format!(
            "The expression should end before {}, or an operator is missing there.",
            next.token
        )));
    }
    Ok((tree, source))
}

/// Returns the tokens, if expressions may contain all of them.
fn tokens(text: &str, source: &LineIndex) -> Result<Vec<TokenWithSpan>, ExpressionError> {
    let dialect = SqlDialect;
    let tokens = Tokenizer::new(&dialect, text)
        .tokenize_with_location()
        .map_err(|error| {
            let at = source.offset(error.location).unwrap_or(source.length);
            let length = source.length.min(at + 1) - at;
            let place = TextSpan { at, length };
            if error.message.contains("string literal") {
                place.error("The text that begins here has no quote ' at its end.")
            } else if error.message.contains("delimiter") {
                place.error("The name that begins here has no quote at its end.")
            } else {
                place.error(format!("This cannot be read: {}.", error.message))
            }
        })?;
    let mut count = 0;
    for token in &tokens {
        if !matches!(token.token, Token::EOF | Token::Whitespace(_)) {
            count += 1;
        }
        let place = source.of_token(token);
        refuse(&token.token, place)?;
        if count > TOKENS_AT_MOST {
            return Err(place.error(format!(
                "An expression has {TOKENS_AT_MOST} words and signs at most, and this one has more."
            )));
        }
    }
    if count == 0 {
        return Err(source
            .whole()
            .error("The expression is empty. Write one, such as the name of a column."));
    }
    Ok(tokens)
}

/// Refuses a token that no expression can contain, and names it.
fn refuse(token: &Token, place: TextSpan) -> Result<(), ExpressionError> {
    match token {
        Token::Word(word) if word.quote_style.is_none() => match word.keyword {
            Keyword::SELECT | Keyword::WITH => Err(place.unsupported("A query (SELECT, WITH)")),
            Keyword::EXISTS => Err(place.unsupported("EXISTS")),
            _ => Ok(()),
        },
        Token::Whitespace(
            Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_),
        ) => Err(place.error(
            "A comment is not supported in an expression. To subtract a negative number, write a - (-b).",
        )),
        Token::Char('‘' | '’' | '“' | '”' | '„') => {
            Err(place.error("Quotes must be straight here: ' around a text, \" around a name."))
        }
        Token::SemiColon => {
            Err(place.error("Only one expression is possible: remove the semicolon and what follows."))
        }
        Token::EOF
        | Token::Word(_)
        | Token::Number(..)
        | Token::SingleQuotedString(_)
        | Token::Comma
        | Token::Whitespace(_)
        | Token::DoubleEq
        | Token::Eq
        | Token::Neq
        | Token::Lt
        | Token::Gt
        | Token::LtEq
        | Token::GtEq
        | Token::Plus
        | Token::Minus
        | Token::Mul
        | Token::Div
        | Token::Mod
        | Token::StringConcat
        | Token::LParen
        | Token::RParen
        | Token::Period
        | Token::DoubleColon => Ok(()),
        other => Err(place.unsupported(other)),
    }
}

/// Turns sqlparser's error into a sentence, with its position or else that of the next token.
fn refusal(error: &ParserError, source: &LineIndex, next: &TokenWithSpan) -> ExpressionError {
    let message = match error {
        ParserError::RecursionLimitExceeded => {
            return source
                .of_token(next)
                .error("This is nested too deeply. Split the expression into several columns.");
        }
        ParserError::TokenizerError(message) | ParserError::ParserError(message) => message,
    };
    let (what, place) = match message.rsplit_once(" at Line: ") {
        Some((what, location)) => (what, located(location, source)),
        None if message.ends_with("found: EOF") => (message.as_str(), source.end()),
        None => (message.as_str(), source.of_token(next)),
    };
    if what.starts_with("No infix parser") {
        return place.unsupported("This operator");
    }
    let Some(rest) = what.strip_prefix("Expected") else {
        return place.error(format!("This cannot be read: {what}."));
    };
    let rest = rest.trim_start_matches([':', ' ']);
    let (expected, found) = match rest.rsplit_once(", found: ") {
        Some((expected, found)) => (expected, Some(found)),
        None => (rest, None),
    };
    let expected = if expected.ends_with("after IS") {
        "NULL, TRUE or FALSE, with or without NOT,"
    } else {
        expected
    };
    place.error(match found {
        Some("EOF") => format!("The expression ends too early: {expected} is expected here."),
        Some(found) => format!("{found} is not allowed here: {expected} is expected."),
        None => format!("{expected} is expected here."),
    })
}

/// Finds the character at sqlparser's "1, Column: 5".
fn located(location: &str, source: &LineIndex) -> TextSpan {
    let offset = location
        .split_once(", Column: ")
        .and_then(|(line, column)| {
            source.offset(Location {
                line: line.parse().ok()?,
                column: column.parse().ok()?,
            })
        });
    match offset {
        Some(at) => TextSpan {
            at,
            length: source.length.min(at + 1) - at,
        },
        None => source.end(),
    }
}
