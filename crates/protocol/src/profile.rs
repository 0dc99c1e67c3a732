//! The profile of a table: statistics of each column, associations of columns, and warnings.
//!
//! Why: `docs/decisions/0006-profile-columns-exactly.md`.

use serde::{Deserialize, Serialize};

use crate::TableName;
use crate::report::Remedy;
use grove_recipe::Task;
use grove_recipe::columns::ColumnKind;

/// What a table is profiled for. Without a target there are no counts by class and no search for leaks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProfileRequest {
    /// The column to predict, and its task; `None` where none is chosen.
    pub target: Option<(String, Task)>,
}

/// The statistics of a table, of its columns and of pairs of columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileReport {
    /// The table that was profiled: the cleaned one if there is one, otherwise the table as it was opened.
    pub table: TableName,
    /// The number of rows of that table.
    pub rows: u32,
    /// Rows that repeat an earlier one in every column.
    pub duplicates: u32,
    /// The groups by which distributions are counted: the most frequent classes of the target, in their order, then
    /// [`OTHER_CLASSES`] if there are more classes or rows without one. Empty if there are no classes.
    pub groups: Vec<String>,
    /// The columns, in the table's order.
    pub columns: Vec<ColumnProfile>,
    /// The associations of pairs of columns, on a sample of the rows.
    pub associations: Associations,
    /// The warnings, most important first.
    pub warnings: Vec<Warning>,
}

/// The last group: rows whose class has no group of its own.
pub const OTHER_CLASSES: &str = "all others";

/// The statistics of one column, over all rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnProfile {
    /// The column's name.
    pub name: String,
    /// Its type in the profiled table.
    pub kind: ColumnKind,
    /// Rows without a value.
    pub missing: u32,
    /// The number of different values, without the missing one.
    pub distinct: u32,
    /// For numbers and dates with at least one value. Dates are in days since 1970-01-01.
    pub numbers: Option<NumberProfile>,
    /// For texts with at least one value.
    pub lengths: Option<TextLengths>,
    /// The most frequent values with their numbers of rows, most frequent first; smaller values first among equally
    /// frequent ones.
    pub top: Vec<(String, u32)>,
    /// Rows by value, and by group.
    pub distribution: Distribution,
    /// How well this column alone predicts the target on rows that its rule was not fitted to: 0 is as good as without
    /// the column, 1 is always right. `None` without a target, or with too few rows.
    pub alone: Option<f64>,
}

/// Statistics of a column's values. Each is over all rows with a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberProfile {
    /// The smallest value.
    pub min: f64,
    /// Quartiles and other quantiles are interpolated linearly between the two nearest values.
    pub q05: f64,
    /// The first quartile.
    pub q25: f64,
    /// The median.
    pub median: f64,
    /// The third quartile.
    pub q75: f64,
    /// The 95 % quantile.
    pub q95: f64,
    /// The largest value.
    pub max: f64,
    /// The arithmetic mean.
    pub mean: f64,
    /// With the divisor n − 1; `None` for a single value, or where it exceeds the largest number.
    pub std: Option<f64>,
    /// The adjusted third moment (G1); `None` for fewer than three values, and where they are all equal.
    pub skewness: Option<f64>,
    /// Rows whose value is 0.
    pub zeros: u32,
    /// Rows whose value is below 0.
    pub negatives: u32,
}

/// The lengths of a column's texts, in characters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextLengths {
    /// The length of the shortest value.
    pub shortest: u32,
    /// The mean length over all rows with a value.
    pub mean: f64,
    /// The length of the longest value.
    pub longest: u32,
}

/// Rows by value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// What the bars stand for, in order.
    pub bars: Bars,
    /// `counts[bar][group]`; a single group if the report has none.
    pub counts: Vec<Vec<u32>>,
}

/// What the bars of a distribution stand for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bars {
    /// Equal-width bins; a single one where all values are equal.
    Numbers {
        /// The smallest value: the lower end of the first bin.
        min: f64,
        /// The largest value: the upper end of the last bin.
        max: f64,
    },
    /// A bar for each of the column's top values, and one more for all others if there are any.
    Values,
    /// The column has no value.
    None,
}

/// The associations of pairs of columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Associations {
    /// Positions among the report's columns; the target comes first.
    pub columns: Vec<u32>,
    /// The number of further columns that were not compared, because there are too many.
    pub left_out: u32,
    /// The number of rows that were compared: all, or a sample drawn evenly from the whole table.
    pub rows: u32,
    /// Each pair once: those of the first column with the later ones, then those of the second, and so on.
    pub pairs: Vec<Association>,
}

/// The association of two columns, over the rows that have a value in both. `None` where one of them does not vary
/// there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Association {
    /// Two numbers: each from −1 to 1.
    Numbers {
        /// Pearson's correlation.
        pearson: Option<f64>,
        /// Spearman's rank correlation.
        spearman: Option<f64>,
    },
    /// Two categories: Cramér's V, from 0 to 1, corrected for its bias (Bergsma 2013).
    CramersV(Option<f64>),
    /// A category and a number: the correlation ratio η, from 0 to 1.
    CorrelationRatio(Option<f64>),
}

impl Association {
    /// Returns the strength by any measure, from 0 to 1; 0 where it is not defined.
    pub fn strength(&self) -> f64 {
        let strength = |value: Option<f64>| value.map_or(0.0, f64::abs);
        match *self {
            Association::Numbers { pearson, spearman } => strength(pearson).max(strength(spearman)),
            Association::CramersV(value) | Association::CorrelationRatio(value) => strength(value),
        }
    }
}

/// A problem of the data, and what to do about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Warning {
    /// Its kind, from which severity and title follow.
    pub kind: WarningKind,
    /// What was found, as a full sentence.
    pub found: String,
    /// What to do, as full sentences.
    pub advice: String,
    /// The columns concerned, each with the figure by which the problem was found.
    pub columns: Vec<(String, String)>,
    /// Changes that remove its cause, besides leaving single columns out.
    pub remedies: Vec<Remedy>,
}

/// The kinds of warnings, most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// A column predicts the target almost perfectly.
    SuspectedLeak,
    /// The target has one value, or none.
    ConstantTarget,
    /// The classes of the target have very different numbers of rows.
    ImbalancedTarget,
    /// Values of a column differ only in case, accents, punctuation or the order of words.
    Spellings,
    /// A text such as “unknown” stands for a missing value.
    MissingText,
    /// Rows repeat an earlier row in every column.
    DuplicateRows,
    /// A column alone predicts the target well.
    StrongPredictor,
    /// A column has no values.
    Empty,
    /// A column has a single value.
    Constant,
    /// A column has a different value in almost every row, as identifiers of rows do.
    NearUnique,
    /// More than half of a column's values are missing.
    MostlyMissing,
    /// Two columns have nearly the same content.
    Redundant,
    /// A column of whole numbers has few different values, which may be codes of categories.
    CategoryInNumber,
    /// The absolute skewness of a column of numbers is above 2.
    Skewed,
}

impl WarningKind {
    /// All kinds, most important first.
    pub const ALL: [Self; 14] = [
        Self::SuspectedLeak,
        Self::ConstantTarget,
        Self::ImbalancedTarget,
        Self::Spellings,
        Self::MissingText,
        Self::DuplicateRows,
        Self::StrongPredictor,
        Self::Empty,
        Self::Constant,
        Self::NearUnique,
        Self::MostlyMissing,
        Self::Redundant,
        Self::CategoryInNumber,
        Self::Skewed,
    ];

    /// Returns the name for tests and scripts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SuspectedLeak => "suspected-leak",
            Self::ConstantTarget => "constant-target",
            Self::ImbalancedTarget => "imbalanced-target",
            Self::Spellings => "spellings",
            Self::MissingText => "missing-text",
            Self::DuplicateRows => "duplicate-rows",
            Self::StrongPredictor => "strong-predictor",
            Self::Empty => "empty",
            Self::Constant => "constant",
            Self::NearUnique => "near-unique",
            Self::MostlyMissing => "mostly-missing",
            Self::Redundant => "redundant",
            Self::CategoryInNumber => "category-in-number",
            Self::Skewed => "skewed",
        }
    }

    /// Returns how severe a warning of this kind is.
    pub const fn severity(self) -> WarningSeverity {
        match self {
            Self::SuspectedLeak | Self::ConstantTarget => WarningSeverity::Problem,
            Self::Redundant | Self::CategoryInNumber | Self::Skewed => WarningSeverity::Note,
            _ => WarningSeverity::Warning,
        }
    }

    /// Returns the heading of a warning of this kind.
    pub const fn title(self) -> &'static str {
        match self {
            Self::SuspectedLeak => "Suspected leak",
            Self::ConstantTarget => "Constant target",
            Self::ImbalancedTarget => "Imbalanced target",
            Self::Spellings => "Several spellings of a value",
            Self::MissingText => "Text for a missing value",
            Self::DuplicateRows => "Duplicate rows",
            Self::StrongPredictor => "Strong predictor",
            Self::Empty => "Empty",
            Self::Constant => "Constant",
            Self::NearUnique => "Near-unique",
            Self::MostlyMissing => "Mostly missing",
            Self::Redundant => "Redundant column",
            Self::CategoryInNumber => "Category as a number",
            Self::Skewed => "Highly skewed",
        }
    }

    /// Returns whether the remedy is to leave the columns out.
    pub const fn leaves_out(self) -> bool {
        matches!(
            self,
            Self::SuspectedLeak
                | Self::StrongPredictor
                | Self::Empty
                | Self::Constant
                | Self::NearUnique
                | Self::MostlyMissing
                | Self::Redundant
        )
    }
}

/// How severe a warning is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarningSeverity {
    /// The results are probably worthless.
    Problem,
    /// Should be decided before training.
    Warning,
    /// Good to know; nothing has to be done.
    Note,
}

impl WarningSeverity {
    /// Returns the word that the page shows for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    /// Returns a symbol for it, so that severities differ in shape and not only in colour.
    pub const fn glyph(self) -> &'static str {
        match self {
            Self::Problem => "✕",
            Self::Warning => "!",
            Self::Note => "i",
        }
    }
}
