//! The rules of expectations: each with its parameters, and the sentence that says what is expected.

use serde::{Deserialize, Serialize};

use super::words as says;
use crate::columns::ColumnKind;
use crate::day::day;
use crate::parameters::{self as p, Fields, TextKind, own_form, some};
use crate::variants;

const NO_LIMIT: &str = "Empty: no limit.";

variants! {
    /// A rule for the cleaned table. Rules about values skip missing ones, for which there is a rule of its own.
    pub enum Rule {
        /// The table has a column of this name.
        ColumnPresent "column_present" "exists" {
            /// The column's name.
            column: String = Text { label: "Column", help: "", holds: TextKind::Expected },
        } => format!("There is a column {column}"),
        /// The column is of this type or of a narrower one.
        ColumnType "column_type" "has a type" {
            /// The column's name.
            column: String = Text { label: "Column", help: "", holds: TextKind::Expected },
            /// The widest type that is accepted.
            kind: ColumnKind = Choice {
                label: "Type",
                help: "A narrower type also passes: whole numbers are decimals, and categories are texts.",
                options: &[
                    (ColumnKind::Integer, "integer"),
                    (ColumnKind::Decimal, "decimal"),
                    (ColumnKind::Boolean, "boolean"),
                    (ColumnKind::Category, "category"),
                    (ColumnKind::Text, "text"),
                    (ColumnKind::Date, "date"),
                    (ColumnKind::DateTime, "date-time"),
                ],
            },
        } => format!("The type of {column} is {}", kind.name()),
        /// The column has a value in every row.
        NotNull "not_null" "is never missing" {
            /// The column's name.
            column: String = Text { label: "Column", help: "", holds: TextKind::Expected },
        } => format!("{column} is never missing"),
        /// At most this share of the column's values is missing.
        MissingShareAtMost "missing_share_at_most" "is rarely missing" {
            /// The column's name.
            column: String = Text { label: "Column", help: "", holds: TextKind::Expected },
            /// A share of the rows, from 0 to 1.
            share: f64 = Real {
                label: "Share at most",
                help: "Of the rows, from 0 to 1.",
                min: 0.0, max: 1.0, step: 0.01, default: 0.05,
            },
        } => says::missing(column, *share),
        /// No two rows are equal in all of these columns; rows that lack one of them are not compared.
        Unique "unique" "is different in each row" {
            /// From 1 to [`p::COLUMNS_AT_MOST`] names.
            columns: Vec<String> = Text {
                label: "Columns",
                help: "Separated by commas. No two rows are equal in all of them.",
                holds: TextKind::AtMost(p::COLUMNS_AT_MOST),
            },
        } => says::unique(columns),
        /// The values of a number column are in this range, which includes both limits.
        InRange "in_range" "is within a range" {
            /// The column's name.
            column: String = Text { label: "Column", help: "", holds: TextKind::Expected },
            /// The smallest allowed value; `None` sets no limit.
            min: Option<f64> = Real {
                label: "At least", help: NO_LIMIT,
                min: f64::MIN, max: f64::MAX, step: 1.0, default: 0.0,
            },
            /// The largest allowed value; `None` sets no limit.
            max: Option<f64> = Real {
                label: "At most", help: NO_LIMIT,
                min: f64::MIN, max: f64::MAX, step: 1.0, default: 100.0,
            },
        } => says::range(column, *min, *max),
        /// The values of a date column are in this period, which includes both days. Days are written as `2019-03-31`.
        InPeriod "in_period" "is within a period" {
            /// The column's name.
            column: String = Text { label: "Column", help: "", holds: TextKind::Expected },
            /// The first day; `None` sets no limit.
            from: Option<String> = Text { label: "First day", help: NO_LIMIT, holds: TextKind::Day },
            /// The last day; `None` sets no limit.
            until: Option<String> = Text { label: "Last day", help: NO_LIMIT, holds: TextKind::Day },
        } => says::period(column, from.as_deref(), until.as_deref()),
        /// The values are in this set of texts; those of a number column are compared as numbers.
        InSet "in_set" "is one of some values" {
            /// The column's name.
            column: String = Text { label: "Column", help: "", holds: TextKind::Expected },
            /// From 1 to [`p::VALUES_AT_MOST`] allowed values.
            values: Vec<String> = Text {
                label: "Values", help: "Separated by commas.",
                holds: TextKind::AtMost(p::VALUES_AT_MOST),
            },
        } => format!("{column} is one of {}", says::list(values)),
        /// The whole text matches a regular expression.
        MatchesPattern "matches_pattern" "matches a pattern" {
            /// The column's name.
            column: String = Text { label: "Column", help: "", holds: TextKind::Expected },
            /// Of 1 to [`p::PATTERN_AT_MOST`] characters.
            pattern: String = Text {
                label: "Pattern",
                help: "A regular expression that the whole value matches, such as [A-Z]{2}\\d+.",
                holds: TextKind::AtMost(p::PATTERN_AT_MOST),
            },
        } => format!("{column} matches {pattern}"),
        /// The number of rows is within these limits, which are included.
        RowCount "row_count" "number of rows" {
            /// The fewest rows; `None` sets no limit.
            min: Option<u32> = Integer { label: "Rows at least", help: NO_LIMIT, min: 0, max: u32::MAX, default: 1 },
            /// The most rows; `None` sets no limit.
            max: Option<u32> = Integer { label: "Rows at most", help: NO_LIMIT, min: 0, max: u32::MAX, default: u32::MAX },
        } => says::row_count(*min, *max),
        /// The relation holds in every row that has both values.
        CompareColumns "compare_columns" "is compared with another column" {
            /// The column before the operator.
            left: String = Text { label: "Left column", help: "", holds: TextKind::Expected },
            /// The relation of the left value to the right one.
            comparison: ComparisonOperator = Choice {
                label: "Relation",
                help: "Between two numbers, two dates or two texts of the same row.",
                options: ComparisonOperator::RELATIONS,
            },
            /// The column after the operator.
            right: String = Text { label: "Right column", help: "", holds: TextKind::Expected },
        } => says::comparison(left, *comparison, right),
        /// The values are likely to come from the same distribution as the stored ones.
        Distribution "distribution" "keeps its present distribution" {
            /// The column's name.
            column: String = Text { label: "Column", help: "", holds: TextKind::Named },
            /// The significance level: the rule fails where the p-value is below.
            #[serde(default = "alpha")]
            alpha: f64 = Real {
                label: "Significance level",
                help: "The expectation fails if the p-value of the comparison is below this.",
                min: 1e-12, max: 0.5, step: 0.01, default: p::ALPHA,
            },
            /// The stored distribution.
            reference: Reference = Text { label: "Reference", help: "", holds: TextKind::Any },
        } => format!("{column} has its reference distribution"),
    }
}

/// The relations, named as in Python's `operator`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComparisonOperator {
    /// Less than.
    Lt,
    /// At most.
    Le,
    /// Equal to.
    Eq,
    /// Different from.
    Ne,
    /// At least.
    Ge,
    /// More than.
    Gt,
}

impl ComparisonOperator {
    /// All of them, and how a sentence says them.
    pub const RELATIONS: &[(Self, &str)] = &[
        (Self::Le, "is at most"),
        (Self::Lt, "is less than"),
        (Self::Ge, "is at least"),
        (Self::Gt, "is more than"),
        (Self::Eq, "equals"),
        (Self::Ne, "differs from"),
    ];
}

impl p::Options for ComparisonOperator {}

/// A stored distribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Reference {
    /// Ascending values that stand for equal shares of the rows; dates are in days since 1970-01-01.
    Numbers {
        /// From 1 to [`p::QUANTILES_AT_MOST`] finite numbers.
        quantiles: Vec<f64>,
    },
    /// The number of rows per value, and of all other values together.
    Categories {
        /// Categories and their rows, from 1 to [`p::CATEGORIES_AT_MOST`].
        counts: Vec<(String, u32)>,
        /// Rows with any other category.
        other: u32,
    },
}

// The default of an expectation's fields.

const fn alpha() -> f64 {
    p::ALPHA
}

impl Rule {
    /// The names of the rules as a person chooses among them.
    pub const MENU: [&str; 12] = [
        "column_present",
        "column_type",
        "not_null",
        "missing_share_at_most",
        "unique",
        "in_range",
        "in_period",
        "in_set",
        "matches_pattern",
        "distribution",
        "compare_columns",
        "row_count",
    ];

    /// Returns the columns that the rule names.
    pub fn columns(&self) -> Vec<&String> {
        match self {
            Rule::ColumnPresent { column }
            | Rule::ColumnType { column, .. }
            | Rule::NotNull { column }
            | Rule::MissingShareAtMost { column, .. }
            | Rule::InRange { column, .. }
            | Rule::InPeriod { column, .. }
            | Rule::InSet { column, .. }
            | Rule::MatchesPattern { column, .. }
            | Rule::Distribution { column, .. } => vec![column],
            Rule::Unique { columns } => columns.iter().collect(),
            Rule::CompareColumns { left, right, .. } => vec![left, right],
            Rule::RowCount { .. } => Vec::new(),
        }
    }

    pub(crate) fn check(&self) -> Result<(), p::Misfit> {
        Fields::check(self)?;
        match self {
            Rule::InRange { min, max, .. } => ordered(min.as_ref(), max.as_ref()),
            Rule::RowCount { min, max } => ordered(min.as_ref(), max.as_ref()),
            Rule::InPeriod { from, until, .. } => {
                let problem = match [from, until].map(|limit| limit.as_deref().and_then(day)) {
                    [None, None] => "from or until must be given.",
                    [Some(from), Some(until)] if from > until => "from is after until.",
                    _ => return Ok(()),
                };
                Err(p::Misfit::new("from", problem))
            }
            _ => Ok(()),
        }
    }
}

impl Default for Reference {
    fn default() -> Self {
        Self::Numbers {
            quantiles: Vec::new(),
        }
    }
}

// A distribution is remembered by the engine.
own_form!(Reference, |reference: &Reference, name: &str| reference
    .check()
    .map_err(|misfit| misfit.within(name)));

impl Reference {
    fn check(&self) -> Result<(), p::Misfit> {
        match self {
            Reference::Numbers { quantiles } => {
                some("quantiles", quantiles.len(), p::QUANTILES_AT_MOST)
                    .map_err(|misfit| misfit.within("numbers"))?;
                let finite = quantiles.iter().all(|value| value.is_finite());
                if finite && quantiles.is_sorted() {
                    return Ok(());
                }
                let problem = "quantiles must be finite numbers in ascending order.";
                Err(p::Misfit::new("quantiles", problem).within("numbers"))
            }
            Reference::Categories { counts, other } => {
                some("counts", counts.len(), p::CATEGORIES_AT_MOST)
                    .map_err(|misfit| misfit.within("categories"))?;
                let all = counts.iter().map(|(_, rows)| u64::from(*rows)).sum::<u64>();
                if all == 0 || all + u64::from(*other) > u64::from(u32::MAX) {
                    let problem = "counts must name some rows, and fewer than 2³².";
                    return Err(p::Misfit::new("counts", problem).within("categories"));
                }
                Ok(())
            }
        }
    }
}

fn ordered<T: PartialOrd>(min: Option<&T>, max: Option<&T>) -> Result<(), p::Misfit> {
    let problem = match (min, max) {
        (None, None) => "min or max must be given.",
        (Some(min), Some(max)) if min > max => "min is above max.",
        _ => return Ok(()),
    };
    Err(p::Misfit::new("min", problem))
}
