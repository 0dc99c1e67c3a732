//! The check stage: the person's expectations of the data.

use serde::{Deserialize, Serialize};

use super::{About, out_of_range, reads};
use crate::KnownDoubt;
use crate::columns::ColumnKind;
use crate::day::day;
use crate::parameters as p;
use crate::stage::Stage;

/// The expectations. Each is checked, whichever others fail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Check {
    /// At most [`p::EXPECTATIONS_AT_MOST`], in the order of the list.
    pub expectations: Vec<Expectation>,
    /// Doubts about the scores that the person knows of.
    #[serde(default)]
    pub known: Vec<KnownDoubt>,
}

/// A rule for the cleaned table, and what happens to the run if it fails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// Whether it is checked. One that is off stays in the recipe.
    #[serde(default = "on")]
    pub on: bool,
    /// What happens to the run if it fails.
    #[serde(default = "severity")]
    pub severity: Severity,
    /// The rule.
    pub rule: Rule,
}

/// What happens to the run if an expectation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The failure is reported, and the run goes on.
    Warn,
    /// The run ends once every expectation has been checked.
    Stop,
}

/// A rule for the cleaned table. Rules about values skip missing ones, for which there is a rule of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// The table has a column of this name.
    ColumnPresent {
        /// The column's name.
        column: String,
    },
    /// The column is of this type or of a narrower one.
    ColumnType {
        /// The column's name.
        column: String,
        /// The widest type that is accepted.
        kind: ColumnKind,
    },
    /// The column has a value in every row.
    NotNull {
        /// The column's name.
        column: String,
    },
    /// At most this share of the column's values is missing.
    MissingShareAtMost {
        /// The column's name.
        column: String,
        /// A share of the rows, from 0 to 1.
        share: f64,
    },
    /// No two rows are equal in all of these columns; rows that lack one of them are not compared.
    Unique {
        /// From 1 to [`p::COLUMNS_AT_MOST`] names.
        columns: Vec<String>,
    },
    /// The values of a number column are in this range, which includes both limits.
    InRange {
        /// The column's name.
        column: String,
        /// The smallest allowed value; `None` sets no limit.
        min: Option<f64>,
        /// The largest allowed value; `None` sets no limit.
        max: Option<f64>,
    },
    /// The values of a date column are in this period, which includes both days. Days are written as `2019-03-31`.
    InPeriod {
        /// The column's name.
        column: String,
        /// The first day; `None` sets no limit.
        from: Option<String>,
        /// The last day; `None` sets no limit.
        until: Option<String>,
    },
    /// The values are in this set of texts; those of a number column are compared as numbers.
    InSet {
        /// The column's name.
        column: String,
        /// From 1 to [`p::VALUES_AT_MOST`] allowed values.
        values: Vec<String>,
    },
    /// The whole text matches a regular expression.
    MatchesPattern {
        /// The column's name.
        column: String,
        /// Of 1 to [`p::PATTERN_AT_MOST`] characters.
        pattern: String,
    },
    /// The number of rows is within these limits, which are included.
    RowCount {
        /// The fewest rows; `None` sets no limit.
        min: Option<u32>,
        /// The most rows; `None` sets no limit.
        max: Option<u32>,
    },
    /// The relation holds in every row that has both values.
    CompareColumns {
        /// The column before the operator.
        left: String,
        /// The relation of the left value to the right one.
        comparison: ComparisonOperator,
        /// The column after the operator.
        right: String,
    },
    /// The values are likely to come from the same distribution as the stored ones.
    Distribution {
        /// The column's name.
        column: String,
        /// The significance level: the rule fails where the p-value is below.
        #[serde(default = "alpha")]
        alpha: f64,
        /// The stored distribution.
        reference: Reference,
    },
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

const fn on() -> bool {
    p::EXPECTATION_ON.default
}

fn severity() -> Severity {
    p::SEVERITY.default()
}

const fn alpha() -> f64 {
    p::ALPHA.default
}

impl Expectation {
    /// Makes an expectation that is on, of the default severity.
    pub fn new(rule: Rule) -> Self {
        Self {
            on: on(),
            severity: severity(),
            rule,
        }
    }
}

impl Check {
    /// Checks that every parameter is in its range. The error has the number of its expectation.
    pub(super) fn check(&self) -> Result<(), p::Misfit> {
        if self.expectations.len() > p::EXPECTATIONS_AT_MOST {
            let problem = format!(
                "There are {} expectations; at most {} are possible.",
                self.expectations.len(),
                p::EXPECTATIONS_AT_MOST
            );
            return Err(p::Misfit::new("expectations", problem));
        }
        if self.known.len() > p::EXPECTATIONS_AT_MOST {
            let problem = format!(
                "known has {} entries; at most {} are possible.",
                self.known.len(),
                p::EXPECTATIONS_AT_MOST
            );
            return Err(p::Misfit::new("known", problem));
        }
        let mut numbered = self.expectations.iter().enumerate();
        numbered.try_for_each(|(place, Expectation { rule, .. })| {
            rule.check().map_err(|misfit| {
                let misfit = misfit.about(&format!("Expectation {}", place + 1));
                let misfit = misfit.within(rule.name()).within("rule");
                misfit.within_list(place).within("expectations")
            })
        })
    }
}

impl Rule {
    /// Returns the rule's name in recipes.
    const fn name(&self) -> &'static str {
        match self {
            Rule::ColumnPresent { .. } => "column_present",
            Rule::ColumnType { .. } => "column_type",
            Rule::NotNull { .. } => "not_null",
            Rule::MissingShareAtMost { .. } => "missing_share_at_most",
            Rule::Unique { .. } => "unique",
            Rule::InRange { .. } => "in_range",
            Rule::InPeriod { .. } => "in_period",
            Rule::InSet { .. } => "in_set",
            Rule::MatchesPattern { .. } => "matches_pattern",
            Rule::RowCount { .. } => "row_count",
            Rule::CompareColumns { .. } => "compare_columns",
            Rule::Distribution { .. } => "distribution",
        }
    }

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

    fn check(&self) -> Result<(), p::Misfit> {
        match self {
            Rule::MissingShareAtMost { share, .. } => p::MISSING_SHARE.check(*share),
            Rule::Unique { columns } => some("columns", columns.len(), p::COLUMNS_AT_MOST),
            Rule::InRange { min, max, .. } => {
                min.map_or(Ok(()), |min| p::MIN_VALUE.check(min))?;
                max.map_or(Ok(()), |max| p::MAX_VALUE.check(max))?;
                ordered(min.as_ref(), max.as_ref())
            }
            Rule::InPeriod { from, until, .. } => {
                let read = |name: &str, limit: &Option<String>| match limit {
                    None => Ok(None),
                    Some(text) => match day(text) {
                        Some(day) => Ok(Some(day)),
                        None => {
                            let problem = format!("“{text}” is no day such as 2019-03-31.");
                            Err(p::Misfit::new(name, problem))
                        }
                    },
                };
                let problem = match (read("from", from)?, read("until", until)?) {
                    (None, None) => "from or until must be given.",
                    (Some(from), Some(until)) if from > until => "from is after until.",
                    _ => return Ok(()),
                };
                Err(p::Misfit::new("from", problem))
            }
            Rule::RowCount { min, max } => ordered(min.as_ref(), max.as_ref()),
            Rule::InSet { values, .. } => some("values", values.len(), p::VALUES_AT_MOST),
            Rule::MatchesPattern { pattern, .. } => {
                some("pattern", pattern.chars().count(), p::PATTERN_AT_MOST)
            }
            Rule::Distribution {
                alpha, reference, ..
            } => {
                p::ALPHA.check(*alpha)?;
                let reference = reference.check();
                reference.map_err(|misfit| misfit.within("reference"))
            }
            Rule::ColumnPresent { .. }
            | Rule::ColumnType { .. }
            | Rule::NotNull { .. }
            | Rule::CompareColumns { .. } => Ok(()),
        }
    }
}

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

/// Checks that there is at least one, and at most `at_most`.
fn some(name: &str, count: usize, at_most: usize) -> Result<(), p::Misfit> {
    let problem = match count {
        0 => format!("{name} is empty."),
        _ if count > at_most => format!("{name} is {count} long; at most {at_most} are possible."),
        _ => return Ok(()),
    };
    Err(p::Misfit::new(name, problem))
}

fn ordered<T: PartialOrd>(min: Option<&T>, max: Option<&T>) -> Result<(), p::Misfit> {
    let problem = match (min, max) {
        (None, None) => "min or max must be given.",
        (Some(min), Some(max)) if min > max => "min is above max.",
        _ => return Ok(()),
    };
    Err(p::Misfit::new("min", problem))
}

/// The declaration of the check stage.
pub const ABOUT: About = About {
    title: "Check",
    does: "Tests the cleaned table against what a model needs and what you expect.",
    part: "What is expected of the cleaned table.",
    // Since version 1, findings write numbers as the rest of Grove does.
    version: 2,
    needs: &[Stage::Load, Stage::Clean],
    reads: reads! {
        target, task, weight, group, leave_out;
        check.expectations;
        split, seed
    },
    reads_less: None,
    check: |recipe| out_of_range(Stage::Check, recipe.check.check()),
    parameters: |_| Vec::new(),
    quick: true,
};
