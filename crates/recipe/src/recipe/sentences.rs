//! Describes each cleaning step in one sentence.

use super::operation::{Case, FillStrategy, Operation, OutlierAction, OutlierMethod, Within};
use crate::count::counted;

/// The most names in a sentence; of more, their number is written.
const NAMED: usize = 4;

impl Operation {
    /// Returns the operation's name in a list.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::DropColumns { .. } => "Drop columns",
            Self::RenameColumn { .. } => "Rename a column",
            Self::Cast { .. } => "Cast to another type",
            Self::Trim { .. } => "Trim spaces",
            Self::ChangeCase { .. } => "Change case",
            Self::Replace { .. } => "Replace values",
            Self::MergeCategories { .. } => "Merge similar categories",
            Self::Filter { .. } => "Filter rows",
            Self::DropDuplicates { .. } => "Drop duplicate rows",
            Self::Outliers { .. } => "Clip or drop outliers",
            Self::FillMissing { .. } => "Fill missing values",
            Self::Derive { .. } => "Derive a column",
        }
    }

    /// Describes the operation with its choices: such as `Drop rows that are equal in id, day`.
    pub fn sentence(&self) -> String {
        match self {
            Self::DropColumns { columns } => format!("Drop {}", named(columns, "no column")),
            Self::RenameColumn { column, name } => format!("Rename {column} to {name}"),
            Self::Cast { columns, kind } => {
                format!("Cast {} to {}", named(columns, "no column"), kind.name())
            }
            Self::Trim { columns } => format!("Trim spaces in {}", named(columns, "all texts")),
            Self::ChangeCase { columns, case } => {
                let case = match case {
                    Case::Lower => "lower case",
                    Case::Upper => "upper case",
                    Case::Title => "title case",
                };
                format!("Write {} in {case}", named(columns, "all texts"))
            }
            Self::Replace {
                columns,
                to_replace,
                within,
                value,
            } => {
                let by = match (within, value.as_str()) {
                    (Within::Value, "") => "a missing value".into(),
                    (Within::Part, "") => "nothing".into(),
                    (_, value) => format!("“{value}”"),
                };
                let part = if *within == Within::Part {
                    " wherever it stands"
                } else {
                    ""
                };
                let columns = named(columns, "all columns");
                format!("Replace “{to_replace}” by {by}{part} in {columns}")
            }
            Self::MergeCategories { column, merges } if merges.is_empty() => {
                format!("Merge similar values of {column}")
            }
            Self::MergeCategories { column, merges } => {
                let values: usize = merges.iter().map(|merge| merge.from.len()).sum();
                format!(
                    "Merge {} of {column} into {}",
                    counted(values as u64, "value", "values"),
                    counted(merges.len() as u64, "name", "names")
                )
            }
            Self::Filter { condition } => format!("Keep rows where {condition}"),
            Self::DropDuplicates { columns } => {
                format!(
                    "Drop rows that are equal in {}",
                    named(columns, "every column")
                )
            }
            Self::Outliers {
                columns,
                method,
                iqr_factor,
                z_score,
                action,
            } => {
                let how = match method {
                    OutlierMethod::Iqr => format!("beyond {iqr_factor} times the IQR"),
                    OutlierMethod::ZScore => format!("beyond {z_score} standard deviations"),
                };
                let columns = named(columns, "all numbers");
                match action {
                    OutlierAction::Clip => format!("Clip {columns} {how}"),
                    OutlierAction::Drop => format!("Drop rows whose {columns} lie {how}"),
                }
            }
            Self::FillMissing {
                columns,
                strategy,
                fill_value,
            } => {
                let by = match strategy {
                    FillStrategy::Median => "the median".into(),
                    FillStrategy::Mean => "the mean".into(),
                    FillStrategy::MostFrequent => "the most frequent value".into(),
                    FillStrategy::Constant => format!("“{fill_value}”"),
                };
                let columns = named(columns, "all columns that it suits");
                format!("Fill missing values of {columns} with {by}")
            }
            Self::Derive { column, expression } => format!("Derive {column} = {expression}"),
        }
    }
}

/// Lists the first few names; `none` if there is none.
fn named(names: &[String], none: &str) -> String {
    match names.len() {
        0 => none.into(),
        n if n <= NAMED => names.join(", "),
        n => format!("{} and {} more", names[..NAMED].join(", "), n - NAMED),
    }
}
