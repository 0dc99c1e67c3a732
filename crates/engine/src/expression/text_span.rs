//! The position of a part of an expression in its text.

use std::fmt;

use sqlparser::ast::Spanned;
use sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan};

use grove_protocol::expression::ExpressionError;

/// A part of the text, in characters from 0.
#[derive(Clone, Copy, Debug)]
pub struct TextSpan {
    pub at: u32,
    pub length: u32,
}

impl TextSpan {
    pub fn error(self, message: impl Into<String>) -> ExpressionError {
        ExpressionError {
            message: message.into(),
            at: self.at,
            length: self.length,
        }
    }

    pub fn unsupported(self, what: impl fmt::Display) -> ExpressionError {
        self.error(format!("{what} is not supported in an expression."))
    }

    /// Returns the span from the start of this one to the end of the other.
    pub fn to(self, other: TextSpan) -> TextSpan {
        let at = self.at.min(other.at);
        let end = (self.at + self.length).max(other.at + other.length);
        let length = end - at;
        TextSpan { at, length }
    }
}

/// The starts of lines, to convert a line and a column to a position.
pub struct LineIndex {
    lines: Vec<u32>,
    pub length: u32,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let breaks = (1..).zip(text.chars()).filter(|(_, c)| *c == '\n');
        let starts = breaks.map(|(after, _)| after);
        Self {
            lines: std::iter::once(0).chain(starts).collect(),
            length: text.chars().count() as u32,
        }
    }

    /// Returns the position of sqlparser's line and column, each from 1.
    pub fn offset(&self, location: Location) -> Option<u32> {
        let line = usize::try_from(location.line.checked_sub(1)?).ok()?;
        let column = u32::try_from(location.column.checked_sub(1)?).ok()?;
        Some((self.lines.get(line)?.saturating_add(column)).min(self.length))
    }

    pub fn whole(&self) -> TextSpan {
        TextSpan {
            at: 0,
            length: self.length,
        }
    }

    pub fn end(&self) -> TextSpan {
        TextSpan {
            at: self.length,
            length: 0,
        }
    }

    /// Converts a span. One without a position (sqlparser does not know all) becomes the whole text.
    pub fn place(&self, span: Span) -> TextSpan {
        match (self.offset(span.start), self.offset(span.end)) {
            (Some(at), Some(end)) => TextSpan {
                at,
                length: end.saturating_sub(at),
            },
            _ => self.whole(),
        }
    }

    pub fn of(&self, part: &impl Spanned) -> TextSpan {
        self.place(part.span())
    }

    pub fn of_token(&self, token: &TokenWithSpan) -> TextSpan {
        if token.token == Token::EOF {
            self.end()
        } else {
            self.place(token.span)
        }
    }
}
