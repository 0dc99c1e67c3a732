//! Tests a column's values: membership in a set, match of a pattern, uniqueness.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use regex_lite::{Regex, RegexBuilder};

use crate::load::types::{cell_text, numbers};
use crate::table::column::{Cells, Column};
use grove_recipe::columns::ColumnKind;

use super::rules::NamedColumn;

type ValueOutcomes<'a> = Box<dyn Iterator<Item = Option<bool>> + 'a>;

/// Returns the values of a column as the page shows them.
fn values_of(column: &Column) -> Box<dyn Iterator<Item = Option<Cow<'_, str>>> + '_> {
    if let Some(texts) = column.texts() {
        return Box::new(texts.iter().map(|text| text.map(Cow::Borrowed)));
    }
    Box::new((0..column.len()).map(|i| cell_text(column, i).map(Cow::Owned)))
}

/// Returns the bits of a number; equal numbers have equal bits.
fn bits(value: f64) -> u64 {
    (value + 0.0).to_bits()
}

/// A set of values: numbers for a number column, so that 4 and 4.0 are equal, otherwise texts.
pub enum ValueSet<'a> {
    Numbers(HashSet<u64>),
    Texts(HashSet<&'a str>),
}

impl<'a> ValueSet<'a> {
    /// Makes a set. Values that are not numbers are ignored for a number column.
    pub fn new(values: &'a [String], kind: ColumnKind) -> Self {
        let texts = values.iter().map(String::as_str);
        if kind.is_number() {
            let numbers = texts.filter_map(|text| text.trim().parse().ok());
            return Self::Numbers(numbers.map(bits).collect());
        }
        Self::Texts(texts.collect())
    }

    /// Returns for each row whether its value is in the set.
    pub fn hold<'s>(&'s self, column: &'s Column) -> ValueOutcomes<'s> {
        match self {
            Self::Numbers(set) => {
                let values = numbers(column).into_iter();
                Box::new(values.map(|value| Some(set.contains(&bits(value?)))))
            }
            Self::Texts(set) => Box::new(values_of(column).map(|text| Some(set.contains(&*text?)))),
        }
    }
}

/// A regular expression that the whole text must match. Matching takes time linear in the text's length for each of
/// the pattern's steps, whatever the pattern; the number of steps is bounded.
pub struct Pattern(Regex);

impl Pattern {
    /// The largest compiled pattern in bytes: some hundred steps.
    const SIZE_AT_MOST: usize = 20_000;

    /// Compiles a pattern.
    ///
    /// # Errors
    /// Where the pattern is invalid or too large.
    pub fn new(pattern: &str) -> Result<Self, String> {
        let read = |text: &str| {
            let mut builder = RegexBuilder::new(text);
            let built = builder.size_limit(Self::SIZE_AT_MOST).build();
            built.map_err(|error| format!("The pattern cannot be read: {error}."))
        };
        // Compiles it by itself first: “a)|(b” is a valid pattern only inside another's brackets.
        read(pattern)?;
        read(&format!("^(?:{pattern})$")).map(Self)
    }

    /// Returns for each row whether its value matches.
    pub fn hold<'s>(&'s self, column: &'s Column) -> ValueOutcomes<'s> {
        Box::new(values_of(column).map(|text| Some(self.0.is_match(&text?))))
    }
}

/// Returns a number for each row, the same for rows that are equal in all columns, below the number of rows; `None` if
/// a row lacks one of the values.
pub fn groups(columns: &[NamedColumn]) -> Vec<Option<u32>> {
    let rows = columns.first().map_or(0, |named| named.column.len());
    let mut groups = vec![Some(0); rows];
    for named in columns {
        let values = number_values(named.column);
        let mut known: HashMap<(u32, u32), u32> = HashMap::new();
        for (group, value) in groups.iter_mut().zip(values) {
            *group = group.zip(value).map(|pair| {
                let next = known.len() as u32;
                *known.entry(pair).or_insert(next)
            });
        }
    }
    groups
}

/// Returns a number for each value of a column, the same for equal ones.
fn number_values(column: &Column) -> Vec<Option<u32>> {
    fn of<T: std::hash::Hash + Eq>(values: impl Iterator<Item = Option<T>>) -> Vec<Option<u32>> {
        let mut known: HashMap<T, u32> = HashMap::new();
        let mut number = |value| {
            let next = known.len() as u32;
            *known.entry(value).or_insert(next)
        };
        values.map(|value| value.map(&mut number)).collect()
    }
    match column.cells() {
        Cells::Texts(cells) => of(cells.iter()),
        // Beyond 2⁵³, different whole numbers would be equal as floating point.
        Cells::Integers(cells) => of(cells.iter()),
        _ => of(numbers(column).into_iter().map(|value| value.map(bits))),
    }
}
