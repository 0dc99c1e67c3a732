//! The parameters of checking.

use super::{Choice, Integer, Real, Switch, Text};
use crate::columns::ColumnKind;
use crate::{ComparisonOperator, Severity};

/// Of a recipe.
pub const EXPECTATIONS_AT_MOST: usize = 500;
/// Of one expectation's list of values.
pub const VALUES_AT_MOST: usize = 10_000;
/// Of one expectation that no two rows are equal in them.
pub const COLUMNS_AT_MOST: usize = 20;
/// Characters of a pattern.
pub const PATTERN_AT_MOST: usize = 1000;
/// Numbers that a remembered distribution keeps.
pub const QUANTILES_AT_MOST: usize = 200;
/// Categories that a remembered distribution names; the others are counted together.
pub const CATEGORIES_AT_MOST: usize = 100;

/// Whether an expectation is checked.
pub const EXPECTATION_ON: Switch = Switch {
    name: "on",
    label: "Check this",
    help: "What is off stays in the recipe and is not looked at.",
    default: true,
};
/// What becomes of the run where an expectation fails.
pub const SEVERITY: Choice<Severity> = Choice {
    name: "severity",
    label: "Where it fails",
    help: "A warning lets the run go on; a stop ends it once everything has been checked.",
    options: &[(Severity::Warn, "warn"), (Severity::Stop, "stop the run")],
};
/// The type that [`ColumnType`](crate::Rule::ColumnType) expects.
pub const KIND: Choice<ColumnKind> = Choice {
    name: "kind",
    label: "Type",
    help: "A narrower type will do too: whole numbers are decimals, and categories are texts.",
    options: &[
        (ColumnKind::Integer, "integer"),
        (ColumnKind::Decimal, "decimal"),
        (ColumnKind::Boolean, "boolean"),
        (ColumnKind::Category, "category"),
        (ColumnKind::Text, "text"),
        (ColumnKind::Date, "date"),
        (ColumnKind::DateTime, "date-time"),
    ],
};
/// The relation that [`CompareColumns`](crate::Rule::CompareColumns) expects.
pub const COMPARISON: Choice<ComparisonOperator> = Choice {
    name: "comparison",
    label: "Relation",
    help: "Between two numbers, two dates or two texts of the same row.",
    options: &[
        (ComparisonOperator::Le, "is at most"),
        (ComparisonOperator::Lt, "is less than"),
        (ComparisonOperator::Ge, "is at least"),
        (ComparisonOperator::Gt, "is more than"),
        (ComparisonOperator::Eq, "equals"),
        (ComparisonOperator::Ne, "differs from"),
    ],
};
/// The limit of [`MissingShareAtMost`](crate::Rule::MissingShareAtMost), a share from 0 to 1.
pub const MISSING_SHARE: Real = Real {
    name: "share",
    label: "Share at most",
    help: "Of the rows, from 0 to 1.",
    min: 0.0,
    max: 1.0,
    step: 0.01,
    default: 0.05,
};
/// The lower limit of [`InRange`](crate::Rule::InRange), which belongs to the range.
pub const MIN_VALUE: Real = Real {
    name: "min",
    label: "At least",
    help: "No limit where the box is empty.",
    min: f64::MIN,
    max: f64::MAX,
    step: 1.0,
    default: 0.0,
};
/// The upper limit of [`InRange`](crate::Rule::InRange), which belongs to the range.
pub const MAX_VALUE: Real = Real {
    name: "max",
    label: "At most",
    help: "No limit where the box is empty.",
    min: f64::MIN,
    max: f64::MAX,
    step: 1.0,
    default: 100.0,
};
/// The fewest rows of [`RowCount`](crate::Rule::RowCount).
pub const MIN_ROWS: Integer = Integer {
    name: "min",
    label: "Rows at least",
    help: "No limit where the box is empty.",
    min: 0,
    max: u32::MAX,
    default: 1,
};
/// The most rows of [`RowCount`](crate::Rule::RowCount).
pub const MAX_ROWS: Integer = Integer {
    name: "max",
    label: "Rows at most",
    help: "No limit where the box is empty.",
    min: 0,
    max: u32::MAX,
    default: u32::MAX,
};
/// The significance level of [`Distribution`](crate::Rule::Distribution).
pub const ALPHA: Real = Real {
    name: "alpha",
    label: "Significance level",
    help: "The expectation fails where rows that differ as much would be rarer than this if nothing had changed.",
    min: 1e-12,
    max: 0.5,
    step: 0.01,
    default: 0.01,
};
/// The columns of [`Unique`](crate::Rule::Unique).
pub const UNIQUE_COLUMNS: Text = Text {
    name: "columns",
    label: "Columns",
    help: "Separated by commas. No two rows are equal in all of them.",
};
/// The allowed values of [`InSet`](crate::Rule::InSet).
pub const VALUES: Text = Text {
    name: "values",
    label: "Values",
    help: "Separated by commas.",
};
/// The first day of [`InPeriod`](crate::Rule::InPeriod).
pub const FROM: Text = Text {
    name: "from",
    label: "First day",
    help: "No limit where the box is empty.",
};
/// The last day of [`InPeriod`](crate::Rule::InPeriod), which belongs to the period.
pub const UNTIL: Text = Text {
    name: "until",
    label: "Last day",
    help: "No limit where the box is empty.",
};
/// The regular expression of [`MatchesPattern`](crate::Rule::MatchesPattern).
pub const PATTERN: Text = Text {
    name: "pattern",
    label: "Pattern",
    help: "A regular expression that the whole value matches, such as [A-Z]{2}\\d+.",
};
