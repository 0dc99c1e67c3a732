//! Texts: what they hold, and which are refused.

use super::Misfit;
use crate::columns::ColumnKind;
use crate::day::day;

/// A text, or a list of texts, or a text that need not be there.
#[derive(Debug, PartialEq)]
pub struct Text {
    /// The name in recipes.
    pub name: &'static str,
    /// What forms call it.
    pub label: &'static str,
    /// What it does, for forms and documentation; can be empty.
    pub help: &'static str,
    /// What the texts are.
    pub holds: TextKind,
}

/// What a text is: it decides which texts are refused, and what a form shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// Any text, also an empty one.
    Any,
    /// A text that is not empty; the sentence says what is missing.
    Given(&'static str),
    /// The name of a new column: one that a file can hold and loading gives back.
    NewColumn,
    /// The name of a column that must be chosen, of such a kind.
    Column(ColumnFilter),
    /// The name of a column that the data may lack.
    Expected,
    /// The name of a column that forms do not ask for.
    Named,
    /// Names of columns of such a kind; none stands for all of them.
    Columns(ColumnFilter),
    /// Names of columns, at least one.
    SomeColumns,
    /// A day as `2019-03-31`.
    Day,
    /// An SQL expression; the sentence says what is missing where there is none.
    Expression(&'static str),
    /// Any texts; these where none are chosen.
    Usually(&'static [&'static str]),
    /// A text of at least one character and at most so many, or a list of so many.
    AtMost(usize),
}

/// Kinds of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnFilter {
    /// All of them.
    Any,
    /// Those of texts.
    Text,
    /// Those of numbers.
    Number,
}

impl ColumnFilter {
    /// Whether a column of this kind is one of them.
    pub const fn suits(self, kind: ColumnKind) -> bool {
        match self {
            Self::Any => true,
            Self::Text => kind.is_text(),
            Self::Number => kind.is_number(),
        }
    }
}

impl Text {
    /// Returns the list where none is chosen.
    pub(super) const fn usual(&self) -> &'static [&'static str] {
        match self.holds {
            TextKind::Usually(usual) => usual,
            _ => &[],
        }
    }

    /// `Err` says what is wrong with a text.
    pub(super) fn check(&self, text: &str) -> Result<(), Misfit> {
        let problem = match self.holds {
            TextKind::Given(missing) if text.is_empty() => missing.into(),
            TextKind::Expression(missing) if text.trim().is_empty() => missing.into(),
            TextKind::Column(_) if text.trim().is_empty() => "The column is missing.".into(),
            TextKind::NewColumn if text.is_empty() => "The name of the column is missing.".into(),
            TextKind::NewColumn if text.trim() != text => {
                "The name of the column begins or ends with a space.".into()
            }
            TextKind::Day if day(text).is_none() => {
                format!("“{text}” is not a day such as 2019-03-31.")
            }
            TextKind::AtMost(most) => return self.check_count(text.chars().count(), most),
            _ => return Ok(()),
        };
        Err(Misfit::new(self.name, problem))
    }

    /// `Err` says what is wrong with a list.
    pub(super) fn check_list(&self, texts: &[String]) -> Result<(), Misfit> {
        match self.holds {
            TextKind::SomeColumns if texts.is_empty() => {
                Err(Misfit::new(self.name, "No column is chosen."))
            }
            TextKind::AtMost(most) => self.check_count(texts.len(), most),
            _ => Ok(()),
        }
    }

    fn check_count(&self, count: usize, at_most: usize) -> Result<(), Misfit> {
        some(self.name, count, at_most)
    }
}

/// Checks that there is at least one, and at most `at_most`.
pub fn some(name: &str, count: usize, at_most: usize) -> Result<(), Misfit> {
    let problem = match count {
        0 => format!("{name} is empty."),
        _ if count > at_most => format!("{name} is {count} long; at most {at_most} are possible."),
        _ => return Ok(()),
    };
    Err(Misfit::new(name, problem))
}
