//! The operations of cleaning steps.

use serde::{Deserialize, Serialize};

use crate::columns::ColumnKind;
use crate::parameters as p;

/// The case of a text's letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// As in `new york`.
    Lower,
    /// As in `NEW YORK`.
    Upper,
    /// As in `New York`.
    Title,
}

/// Where a text to be replaced is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// The whole value is equal.
    Value,
    /// Wherever it stands in a value.
    Part,
}

/// What makes a value an outlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutlierMethod {
    /// Further from the middle half of the values than some times its width (Tukey, 1977).
    Iqr,
    /// Further from the mean than some standard deviations.
    ZScore,
}

/// What becomes of an outlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutlierAction {
    /// It is set to the nearest limit.
    Clip,
    /// Its row is left out.
    Drop,
}

/// What takes the place of a missing value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FillStrategy {
    /// The median of the column's train rows.
    Median,
    /// The mean of the column's train rows.
    Mean,
    /// The most frequent value of the column's train rows.
    MostFrequent,
    /// A value of the person's own.
    Constant,
}

/// Values that are written in other ways and become one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The values to replace, as texts.
    pub from: Vec<String>,
    /// The value that they become.
    pub to: String,
}

/// A list of columns that is empty means every column that the operation is for, without those that the model is
/// not to learn from (target, weight, group) where values change by what was learned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Operation {
    /// At least one.
    DropColumns {
        /// At least one column's name.
        columns: Vec<String>,
    },
    /// Gives the column another name, which no other column has.
    RenameColumn {
        /// The present name.
        column: String,
        /// The new name.
        name: String,
    },
    /// What cannot be read as the new type becomes missing.
    Cast {
        /// At least one column's name.
        columns: Vec<String>,
        /// The new type; not [`ColumnKind::Empty`].
        kind: ColumnKind,
    },
    /// Cuts off spaces at both ends and leaves one of several in a row.
    Trim {
        /// The columns' names; empty for every one that it is for.
        #[serde(default)]
        columns: Vec<String>,
    },
    /// Writes all letters of texts in one case.
    ChangeCase {
        /// The columns' names; empty for every one that it is for.
        #[serde(default)]
        columns: Vec<String>,
        /// The case of the letters.
        case: Case,
    },
    /// An empty `value` makes the cell missing, or takes the part out.
    Replace {
        /// The columns' names; empty for every one that it is for.
        #[serde(default)]
        columns: Vec<String>,
        /// The text to look for; never empty.
        to_replace: String,
        /// Where it is looked for.
        #[serde(default = "within")]
        within: Within,
        /// What takes its place.
        #[serde(default)]
        value: String,
    },
    /// Replaces values of one column of text.
    MergeCategories {
        /// The column's name.
        column: String,
        /// The first merge that names a value holds.
        merges: Vec<Merge>,
    },
    /// Keeps the rows that the condition, an SQL expression, is true of.
    Filter {
        /// In SQL, over the table's columns.
        condition: String,
    },
    /// Keeps the first of rows that are equal in these columns.
    DropDuplicates {
        /// The columns' names; empty for every column.
        #[serde(default)]
        columns: Vec<String>,
    },
    /// Limits are learned from train rows.
    Outliers {
        /// The columns' names; empty for every one that it is for.
        #[serde(default)]
        columns: Vec<String>,
        /// What the limits are measured by.
        #[serde(default = "method")]
        method: OutlierMethod,
        /// The limit of [`OutlierMethod::Iqr`], in widths between the quartiles.
        #[serde(default = "iqr_factor")]
        iqr_factor: f64,
        /// The limit of [`OutlierMethod::ZScore`], in standard deviations.
        #[serde(default = "z_score")]
        z_score: f64,
        /// What becomes of an outlier.
        #[serde(default = "action")]
        action: OutlierAction,
    },
    /// Unless it is a constant, the value is learned from train rows.
    FillMissing {
        /// The columns' names; empty for every one that it is for.
        #[serde(default)]
        columns: Vec<String>,
        /// Where the value comes from.
        #[serde(default = "strategy")]
        strategy: FillStrategy,
        /// The value of [`FillStrategy::Constant`]; of no meaning otherwise.
        #[serde(default)]
        fill_value: String,
    },
    /// A column from an SQL expression over others; one that is there already gets new values.
    Derive {
        /// The name of the column that it makes.
        column: String,
        /// In SQL, over the table's columns.
        expression: String,
    },
}

// What an operation has that does not say it.
fn within() -> Within {
    p::WITHIN.default()
}
fn method() -> OutlierMethod {
    p::OUTLIER_METHOD.default()
}
const fn iqr_factor() -> f64 {
    p::IQR_FACTOR.default
}
const fn z_score() -> f64 {
    p::Z_SCORE.default
}
fn action() -> OutlierAction {
    p::OUTLIER_ACTION.default()
}
fn strategy() -> FillStrategy {
    p::FILL_STRATEGY.default()
}

impl Operation {
    /// Each operation once, as it is before anything was chosen.
    pub fn all() -> [Self; 12] {
        let columns = Vec::new;
        let text = String::new;
        [
            Self::DropColumns { columns: columns() },
            Self::RenameColumn {
                column: text(),
                name: text(),
            },
            Self::Cast {
                columns: columns(),
                kind: p::CAST_KIND.default(),
            },
            Self::Derive {
                column: text(),
                expression: text(),
            },
            Self::Trim { columns: columns() },
            Self::ChangeCase {
                columns: columns(),
                case: p::CASE.default(),
            },
            Self::Replace {
                columns: columns(),
                to_replace: text(),
                within: within(),
                value: text(),
            },
            Self::MergeCategories {
                column: text(),
                merges: Vec::new(),
            },
            Self::FillMissing {
                columns: columns(),
                strategy: strategy(),
                fill_value: text(),
            },
            Self::Outliers {
                columns: columns(),
                method: method(),
                iqr_factor: iqr_factor(),
                z_score: z_score(),
                action: action(),
            },
            Self::Filter { condition: text() },
            Self::DropDuplicates { columns: columns() },
        ]
    }

    /// The operation's name in recipes and automation handles.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::DropColumns { .. } => "drop_columns",
            Self::RenameColumn { .. } => "rename_column",
            Self::Cast { .. } => "cast",
            Self::Trim { .. } => "trim",
            Self::ChangeCase { .. } => "change_case",
            Self::Replace { .. } => "replace",
            Self::MergeCategories { .. } => "merge_categories",
            Self::Filter { .. } => "filter",
            Self::DropDuplicates { .. } => "drop_duplicates",
            Self::Outliers { .. } => "outliers",
            Self::FillMissing { .. } => "fill_missing",
            Self::Derive { .. } => "derive",
        }
    }

    /// Whether it learns from rows, which must then be split before.
    pub const fn learns(&self) -> bool {
        match self {
            Self::Outliers { .. } => true,
            Self::FillMissing { strategy, .. } => !matches!(strategy, FillStrategy::Constant),
            _ => false,
        }
    }

    /// The columns that it gives other values, or judges rows by.
    pub fn columns(&self) -> &[String] {
        match self {
            Self::DropColumns { columns }
            | Self::Cast { columns, .. }
            | Self::Trim { columns }
            | Self::ChangeCase { columns, .. }
            | Self::Replace { columns, .. }
            | Self::DropDuplicates { columns }
            | Self::Outliers { columns, .. }
            | Self::FillMissing { columns, .. } => columns,
            Self::RenameColumn { column, .. }
            | Self::MergeCategories { column, .. }
            | Self::Derive { column, .. } => std::slice::from_ref(column),
            Self::Filter { .. } => &[],
        }
    }

    /// The list of columns to choose, where the operation has one.
    pub fn columns_mut(&mut self) -> Option<&mut Vec<String>> {
        match self {
            Self::DropColumns { columns }
            | Self::Cast { columns, .. }
            | Self::Trim { columns }
            | Self::ChangeCase { columns, .. }
            | Self::Replace { columns, .. }
            | Self::DropDuplicates { columns }
            | Self::Outliers { columns, .. }
            | Self::FillMissing { columns, .. } => Some(columns),
            _ => None,
        }
    }

    /// What it needs and lacks, or which value is out of its range.
    pub(crate) fn check(&self) -> Result<(), p::Misfit> {
        let wrong = |name: &str, problem: &str| Err(p::Misfit::new(name, problem));
        let given = |text: &str, name: &str, what: &str| {
            if text.trim().is_empty() {
                return Err(p::Misfit::new(name, [what, " is missing."].concat()));
            }
            Ok(())
        };
        let some = |columns: &[String]| {
            if columns.is_empty() {
                return wrong("columns", "No column is chosen.");
            }
            Ok(())
        };
        match self {
            Self::DropColumns { columns } => some(columns),
            Self::Cast { columns, kind } => {
                some(columns)?;
                if *kind == ColumnKind::Empty {
                    return wrong("kind", "A column cannot be cast to empty.");
                }
                Ok(())
            }
            Self::RenameColumn { column, name } => {
                given(column, "column", "The column")?;
                well_named("name", name)
            }
            Self::Replace { to_replace, .. } => {
                if to_replace.is_empty() {
                    return wrong("to_replace", "The text to replace is missing.");
                }
                Ok(())
            }
            Self::MergeCategories { column, merges } => {
                given(column, "column", "The column")?;
                if merges.is_empty() {
                    return wrong("merges", "No values are chosen to be merged.");
                }
                let values: usize = merges.iter().map(|merge| merge.from.len()).sum();
                if values > p::MERGED_AT_MOST {
                    let at_most = p::MERGED_AT_MOST;
                    let problem = format!("{values} values are merged; at most {at_most} can be.");
                    return wrong("merges", &problem);
                }
                merges.iter().enumerate().try_for_each(|(place, merge)| {
                    given(&merge.to, "to", "The name of merged values")
                        .map_err(|misfit| misfit.within_list(place).within("merges"))
                })
            }
            Self::Filter { condition } => given(condition, "condition", "The condition"),
            Self::Outliers {
                iqr_factor,
                z_score,
                ..
            } => {
                p::IQR_FACTOR.check(*iqr_factor)?;
                p::Z_SCORE.check(*z_score)
            }
            Self::FillMissing {
                strategy: FillStrategy::Constant,
                fill_value,
                ..
            } if fill_value.is_empty() => wrong("fill_value", "The value to fill in is missing."),
            Self::Derive { column, expression } => {
                well_named("column", column)?;
                given(expression, "expression", "The expression")
            }
            Self::Trim { .. }
            | Self::ChangeCase { .. }
            | Self::DropDuplicates { .. }
            | Self::FillMissing { .. } => Ok(()),
        }
    }
}

/// A name that a file can hold and load gives back.
fn well_named(parameter: &str, name: &str) -> Result<(), p::Misfit> {
    let problem = if name.is_empty() {
        "The name of the column is missing."
    } else if name.trim() != name {
        "The name of the column begins or ends with a space."
    } else {
        return Ok(());
    };
    Err(p::Misfit::new(parameter, problem))
}
