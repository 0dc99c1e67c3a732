//! The longer of the sentences that describe cleaning steps.

use super::operation::{Case, FillStrategy, Merge, OutlierAction, OutlierMethod, Within};
use crate::count::counted;

/// The most names in a sentence; of more, their number is written.
const NAMED: usize = 4;

pub const fn case(case: Case) -> &'static str {
    match case {
        Case::Lower => "lower case",
        Case::Upper => "upper case",
        Case::Title => "title case",
    }
}

pub fn replace(columns: &[String], to_replace: &str, within: Within, value: &str) -> String {
    let by = match (within, value) {
        (Within::Value, "") => "a missing value".into(),
        (Within::Part, "") => "nothing".into(),
        (_, value) => format!("“{value}”"),
    };
    let part = match within {
        Within::Part => " wherever it stands",
        Within::Value => "",
    };
    let columns = named(columns, "all columns");
    format!("Replace “{to_replace}” by {by}{part} in {columns}")
}

pub fn merge(column: &str, merges: &[Merge]) -> String {
    if merges.is_empty() {
        return format!("Merge similar values of {column}");
    }
    let values: usize = merges.iter().map(|merge| merge.from.len()).sum();
    format!(
        "Merge {} of {column} into {}",
        counted(values as u64, "value", "values"),
        counted(merges.len() as u64, "name", "names")
    )
}

pub fn outliers(
    columns: &[String],
    (method, iqr_factor, z_score): (OutlierMethod, f64, f64),
    action: OutlierAction,
) -> String {
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

pub fn fill(columns: &[String], strategy: FillStrategy, fill_value: &str) -> String {
    let by = match strategy {
        FillStrategy::Median => "the median".into(),
        FillStrategy::Mean => "the mean".into(),
        FillStrategy::MostFrequent => "the most frequent value".into(),
        FillStrategy::Constant => format!("“{fill_value}”"),
    };
    let columns = named(columns, "all columns that it suits");
    format!("Fill missing values of {columns} with {by}")
}

/// Lists the first few names; `none` if there is none.
pub fn named(names: &[String], none: &str) -> String {
    match names.len() {
        0 => none.into(),
        n if n <= NAMED => names.join(", "),
        n => format!("{} and {} more", names[..NAMED].join(", "), n - NAMED),
    }
}
