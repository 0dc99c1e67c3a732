//! The table of functions: name, arguments, result and implementation of each.

mod choices;
mod dates;
mod numbers;
mod texts;

use grove_protocol::expression::FunctionHelp;

use super::program::Kernel;

pub use dates::{DAY, days_between, shift, shift_back};
pub use texts::join;

/// The kind of value that a function takes in one place.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// Any kind, the same for all such arguments.
    Any,
    /// Whole or decimal numbers, the same for all such arguments.
    Number,
    Decimal,
    Integer,
    Text,
    /// Any value, converted to text.
    Written,
    /// A date, with a time or without.
    Date,
    /// A date with a time; one without is taken as midnight.
    Moment,
    /// A date that has a time.
    Clock,
    /// One of these words, written in the expression.
    Unit(&'static [&'static str]),
}

/// The kind of a function's result.
#[derive(Clone, Copy, Debug)]
pub enum Gives {
    Integer,
    Decimal,
    Boolean,
    /// A category if all text arguments are.
    Text,
    /// The kind of its `Any` or `Number` arguments.
    Common,
    /// The kind of its date argument.
    Date,
}

#[derive(Debug)]
pub struct Function {
    pub name: &'static str,
    pub signature: &'static str,
    pub help: &'static str,
    pub takes: &'static [Takes],
    /// The least number of arguments.
    pub required: usize,
    /// Whether the last argument may be repeated.
    pub repeats: bool,
    pub gives: Gives,
    pub run: Kernel,
}

impl Function {
    const fn new(
        signature: (&'static str, &'static str),
        help: &'static str,
        takes: &'static [Takes],
        gives: Gives,
        run: Kernel,
    ) -> Self {
        let (name, signature) = signature;
        Self {
            name,
            signature,
            help,
            takes,
            required: takes.len(),
            repeats: false,
            gives,
            run,
        }
    }

    /// Makes the last argument optional.
    const fn optional(self) -> Self {
        let required = self.required - 1;
        Self { required, ..self }
    }

    const fn repeating(self) -> Self {
        let repeats = true;
        Self { repeats, ..self }
    }

    /// Returns what the function takes in a place, from 0.
    pub fn takes(&self, place: usize) -> Option<Takes> {
        let last = self.takes.last().filter(|_| self.repeats);
        self.takes.get(place).or(last).copied()
    }
}

const GROUPS: [(&str, &[Function]); 4] = [
    ("Numbers", numbers::FUNCTIONS),
    ("Text", texts::FUNCTIONS),
    ("Dates", dates::FUNCTIONS),
    ("Choices", choices::FUNCTIONS),
];

/// Other names of some functions.
const ALIASES: [(&str, &str); 4] = [
    ("CEILING", "CEIL"),
    ("POW", "POWER"),
    ("SUBSTR", "SUBSTRING"),
    ("CHAR_LENGTH", "LENGTH"),
];

/// Aggregates of SQL, which are not supported, and what to use instead within a row.
pub const AGGREGATES: [(&str, &str); 9] = [
    ("SUM", ""),
    ("AVG", ""),
    ("COUNT", ""),
    (
        "MIN",
        " Within a row, LEAST gives the least of several values.",
    ),
    (
        "MAX",
        " Within a row, GREATEST gives the greatest of several values.",
    ),
    ("MEDIAN", ""),
    ("STDDEV", ""),
    ("VARIANCE", ""),
    ("ROW_NUMBER", ""),
];

/// Returns the function of this name, whatever its case.
pub fn find(name: &str) -> Option<&'static Function> {
    let alias = ALIASES
        .iter()
        .find(|(alias, _)| alias.eq_ignore_ascii_case(name));
    let name = alias.map_or(name, |(_, name)| *name);
    GROUPS
        .iter()
        .flat_map(|(_, functions)| *functions)
        .find(|function| function.name.eq_ignore_ascii_case(name))
}

pub fn names() -> impl Iterator<Item = &'static str> {
    let functions = GROUPS.iter().flat_map(|(_, functions)| *functions);
    functions.map(|function| function.name)
}

/// Returns the descriptions of all functions, in the order of the table.
pub fn functions() -> Vec<FunctionHelp> {
    let mut list = Vec::new();
    for (group, functions) in GROUPS {
        list.extend(functions.iter().map(|function| FunctionHelp {
            name: function.name.to_owned(),
            signature: function.signature.to_owned(),
            help: function.help.to_owned(),
            group: group.to_owned(),
        }));
    }
    list
}
