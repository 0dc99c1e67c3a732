//! The filter of runs: words, and conditions such as `train.n_estimators > 50`, joined by AND.

use std::cmp::Ordering;

use super::number::number;
use super::row::{RunCell, RunColumn, RunRow};

/// The conditions of a filter. All of them must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunFilter {
    parts: Vec<FilterPart>,
}

#[derive(Clone, Debug, PartialEq)]
enum FilterPart {
    /// In lower case.
    Word(String),
    Condition {
        column: RunColumn,
        operator: FilterOperator,
        value: FilterValue,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FilterOperator {
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
    Other,
}

#[derive(Clone, Debug, PartialEq)]
enum FilterValue {
    Number(f64),
    /// In lower case.
    Text(String),
}

/// Longer ones first, since they begin with the shorter ones.
const OPERATORS: [(&str, FilterOperator); 9] = [
    ("<=", FilterOperator::AtMost),
    (">=", FilterOperator::AtLeast),
    ("!=", FilterOperator::Other),
    ("==", FilterOperator::Equal),
    ("≤", FilterOperator::AtMost),
    ("≥", FilterOperator::AtLeast),
    ("<", FilterOperator::Less),
    (">", FilterOperator::More),
    ("=", FilterOperator::Equal),
];

impl RunFilter {
    /// Parses a filter. `Err` says what is wrong with it, as a full sentence. O(length × columns).
    pub fn read(text: &str, columns: &[RunColumn]) -> Result<Self, String> {
        let mut parts = Vec::new();
        for part in conjuncts(text) {
            match first_operator(&part) {
                None => parts.extend(
                    part.split_whitespace()
                        .map(|w| FilterPart::Word(w.to_lowercase())),
                ),
                Some((at, sign, operator)) => {
                    let (name, value) = (part[..at].trim(), part[at + sign.len()..].trim());
                    parts.push(condition(&part, name, operator, value, columns)?);
                }
            }
        }
        Ok(Self { parts })
    }

    pub fn takes(&self, row: &RunRow) -> bool {
        self.parts.iter().all(|part| match part {
            FilterPart::Word(word) => row.mentions(word),
            FilterPart::Condition {
                column,
                operator,
                value,
            } => operator.holds(&row.cell(column), value),
        })
    }
}

impl FilterOperator {
    /// Returns whether it holds; false for a run without such a value.
    fn holds(self, cell: &RunCell, value: &FilterValue) -> bool {
        let order = match (cell, value) {
            (RunCell::Number(cell), FilterValue::Number(value)) => cell.partial_cmp(value),
            (RunCell::Text(cell), FilterValue::Text(value)) => Some(cell.to_lowercase().cmp(value)),
            (RunCell::Nothing, _) => None,
            // A number never equals a text.
            _ => return self == Self::Other,
        };
        order.is_some_and(|order| match self {
            Self::Less => order == Ordering::Less,
            Self::AtMost => order != Ordering::Greater,
            Self::More => order == Ordering::Greater,
            Self::AtLeast => order != Ordering::Less,
            Self::Equal => order == Ordering::Equal,
            Self::Other => order != Ordering::Equal,
        })
    }
}

/// Splits a filter at AND. Empty parts are skipped, so that a filter can be typed.
fn conjuncts(text: &str) -> Vec<String> {
    let mut parts = vec![Vec::new()];
    for word in text.split_whitespace() {
        if word.eq_ignore_ascii_case("and") {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(word);
        }
    }
    let parts = parts.into_iter().map(|words| words.join(" "));
    parts.filter(|part| !part.is_empty()).collect()
}

fn first_operator(part: &str) -> Option<(usize, &'static str, FilterOperator)> {
    let found = OPERATORS.iter().filter_map(|(sign, operator)| {
        let at = part.find(sign)?;
        Some((at, *sign, *operator))
    });
    // Of two that start at one place, the longer.
    found.min_by_key(|(at, sign, _)| (*at, std::cmp::Reverse(sign.len())))
}

fn condition(
    part: &str,
    name: &str,
    operator: FilterOperator,
    value: &str,
    columns: &[RunColumn],
) -> Result<FilterPart, String> {
    if name.is_empty() || value.is_empty() {
        let text = [
            "“",
            part,
            "” needs a name before the sign and a value after it, such as accuracy >= 0.9.",
        ];
        return Err(text.concat());
    }
    let column = named(name, columns)?;
    let quoted = value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'));
    let value = match (quoted, number(value)) {
        (None, Some(number)) => FilterValue::Number(number),
        (quoted, _) => FilterValue::Text(quoted.unwrap_or(value).to_lowercase()),
    };
    if !matches!(operator, FilterOperator::Equal | FilterOperator::Other)
        && matches!(value, FilterValue::Text(_))
    {
        return Err(["“", part, "”: more and less need numbers."].concat());
    }
    Ok(FilterPart::Condition {
        column,
        operator,
        value,
    })
}

/// Finds the column of a name, of which the last part is enough if no other column ends so.
fn named(name: &str, columns: &[RunColumn]) -> Result<RunColumn, String> {
    let lower = name.to_lowercase();
    let called = |column: &&RunColumn| column.key().to_lowercase() == lower;
    if let Some(column) = columns.iter().find(called) {
        return Ok(column.clone());
    }
    let ending = [".", &lower].concat();
    let mut ends = columns.iter().filter(|column| {
        matches!(column, RunColumn::Parameter(_)) && column.key().to_lowercase().ends_with(&ending)
    });
    match (ends.next(), ends.next()) {
        (Some(column), None) => Ok(column.clone()),
        (Some(first), Some(second)) => Err([
            "“",
            name,
            "” could be ",
            first.key(),
            " or ",
            second.key(),
            ": write the full name.",
        ]
        .concat()),
        _ => Err(["No run has a parameter or a score called “", name, "”."].concat()),
    }
}

impl RunColumn {
    /// Returns its name in conditions.
    pub fn key(&self) -> &str {
        match self {
            Self::Name => "name",
            Self::When => "when",
            Self::Changed => "changed",
            Self::Experiment => "experiment",
            Self::Data => "data",
            Self::Model => "model",
            Self::Cleaning => "cleaning",
            Self::Parameter(name) | Self::Metric(name) | Self::Folds(name) => name,
            Self::Duration => "seconds",
            Self::Size => "bytes",
            Self::Tags => "tags",
            Self::Note => "note",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<RunColumn> {
        vec![
            RunColumn::Name,
            RunColumn::Parameter("train.n_estimators".into()),
            RunColumn::Parameter("train.alpha".into()),
            RunColumn::Parameter("clean.alpha".into()),
            RunColumn::Metric("accuracy".into()),
            RunColumn::Folds("cv.accuracy".into()),
        ]
    }

    fn problem(text: &str) -> String {
        RunFilter::read(text, &columns()).expect_err(text)
    }

    #[test]
    fn conditions_are_read_with_every_sign() {
        let accuracy = RunColumn::Metric("accuracy".into());
        for (sign, operator) in OPERATORS {
            for space in ["", " "] {
                let text = ["accuracy", space, sign, space, "0.9"].concat();
                let filter = RunFilter::read(&text, &columns()).expect("a condition");
                let condition = FilterPart::Condition {
                    column: accuracy.clone(),
                    operator,
                    value: FilterValue::Number(0.9),
                };
                assert_eq!(filter.parts, [condition], "{text}");
            }
        }
    }

    #[test]
    fn a_name_may_be_cut_where_only_one_ends_so() {
        let column = |name| named(name, &columns());
        let trees = RunColumn::Parameter("train.n_estimators".into());
        assert_eq!(column("N_Estimators"), Ok(trees));
        assert_eq!(
            column("cv.accuracy"),
            Ok(RunColumn::Folds("cv.accuracy".into()))
        );
        let either = column("alpha").expect_err("there are two");
        assert!(either.contains("train.alpha or clean.alpha"), "{either}");
        assert!(column("estimators").is_err(), "names are cut at points");
    }

    #[test]
    fn what_is_wrong_is_told() {
        assert!(problem("> 5").contains("needs a name before"));
        assert!(problem("accuracy >").contains("a value after"));
        assert!(problem("trees > 5").contains("called “trees”"));
        assert!(problem("accuracy > high").contains("need numbers"));
        assert!(problem("first AND trees = 5").contains("“trees”"));
    }

    #[test]
    fn words_and_unfinished_filters_are_no_error() {
        for text in ["", "  ", "and", "first AND", "AND AND first"] {
            assert!(RunFilter::read(text, &columns()).is_ok(), "{text}");
        }
        let filter = RunFilter::read("Deep Trees and accuracy>=0.9", &columns());
        assert_eq!(filter.map(|filter| filter.parts.len()), Ok(3));
    }
}
