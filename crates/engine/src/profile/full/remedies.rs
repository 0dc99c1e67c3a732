//! The changes that remove the causes of warnings.

use grove_protocol::profile::{ColumnProfile, ProfileReport, WarningKind};
use grove_protocol::report::Remedy;
use grove_recipe::columns::ColumnKind;
use grove_recipe::{Merge, Operation, Within};

use crate::clean::similar;

/// Texts that people write where a value is missing, in lower case. Those that are read as missing are not among a column's
/// values.
const MISSING: [&str; 14] = [
    "unknown",
    "unk",
    "missing",
    "none",
    "not available",
    "not known",
    "not applicable",
    "no data",
    "n.a.",
    "na",
    "tbd",
    "-",
    "--",
    "unspecified",
];

/// Returns the changes for a warning of a kind about these columns.
pub fn remedies(
    report: &ProfileReport,
    kind: WarningKind,
    columns: &[(String, String)],
) -> Vec<Remedy> {
    let named = |column: &&ColumnProfile| columns.iter().any(|(name, _)| *name == column.name);
    let concerned = report.columns.iter().filter(named);
    let clean = |operation| Remedy::Clean { operation };
    match kind {
        WarningKind::DuplicateRows => vec![Remedy::DropDuplicates {
            columns: Vec::new(),
        }],
        WarningKind::Spellings => concerned
            .map(|column| {
                clean(Operation::MergeCategories {
                    column: column.name.clone(),
                    merges: spellings(column),
                })
            })
            .collect(),
        WarningKind::MissingText => concerned
            .flat_map(|column| missing(column).map(move |(text, _)| (column, text)))
            .map(|(column, text)| {
                clean(Operation::Replace {
                    columns: vec![column.name.clone()],
                    to_replace: text.clone(),
                    within: Within::Value,
                    value: String::new(),
                })
            })
            .collect(),
        WarningKind::CategoryInNumber => concerned
            .map(|column| {
                clean(Operation::Cast {
                    columns: vec![column.name.clone()],
                    kind: ColumnKind::Category,
                })
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns the merges of a column's most frequent values that differ only in case, accents, punctuation or the order of
/// words.
pub fn spellings(column: &ColumnProfile) -> Vec<Merge> {
    match column.kind {
        ColumnKind::Category | ColumnKind::Text => similar::spellings(&column.top),
        _ => Vec::new(),
    }
}

/// Returns those of a column's most frequent texts that stand for a missing value, with their numbers of rows.
pub fn missing(column: &ColumnProfile) -> impl Iterator<Item = &(String, u32)> {
    let is_text = column.kind.is_text() && column.distinct > 1;
    let top = column.top.iter().filter(move |_| is_text);
    top.filter(|(text, _)| MISSING.contains(&text.trim().to_lowercase().as_str()))
}
