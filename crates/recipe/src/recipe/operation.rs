//! The operations of cleaning steps: each with its parameters, and the sentence that says what it does.

use serde::{Deserialize, Serialize};

use super::sentences as says;
use crate::columns::ColumnKind;
use crate::parameters::{
    CAST_KINDS, ColumnFilter, Fields, MERGED_AT_MOST, Misfit, TextKind, own_form,
};
use crate::{options, variants};

options! {
    /// The case of a text's letters.
    pub enum Case {
        /// As in `new york`.
        Lower = "lower" "lower case",
        /// As in `NEW YORK`.
        Upper = "upper" "UPPER CASE",
        /// As in `New York`.
        Title = "title" "Title Case",
    }
}

options! {
    /// Where a text to be replaced is looked for.
    pub enum Within {
        /// The whole value is equal.
        Value = "value" "the whole value",
        /// Wherever it stands in a value.
        Part = "part" "any part of a value",
    }
}

options! {
    /// What makes a value an outlier.
    pub enum OutlierMethod {
        /// Further from the middle half of the values than some times its width (Tukey, 1977).
        Iqr = "iqr" "the middle half of the values (IQR)",
        /// Further from the mean than some standard deviations.
        ZScore = "z_score" "the mean (z-score)",
    }
}

options! {
    /// What becomes of an outlier.
    pub enum OutlierAction {
        /// It is set to the nearest limit.
        Clip = "clip" "clip it to the limit",
        /// Its row is left out.
        Drop = "drop" "drop its row",
    }
}

options! {
    /// What takes the place of a missing value.
    pub enum FillStrategy {
        /// The median of the column's train rows.
        Median = "median" "the median",
        /// The mean of the column's train rows.
        Mean = "mean" "the mean",
        /// The most frequent value of the column's train rows.
        MostFrequent = "most_frequent" "the most frequent value",
        /// A value of the person's own.
        Constant = "constant" "a value of your own",
    }
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

/// Forms show an operation's columns behind its other parameters.
const LAST: u8 = 2;

const ALL_TEXTS: &str = "None chosen: every column of text.";

variants! {
    /// A list of columns that is empty means every column that the operation is for, without those that the model is
    /// not to learn from (target, weight, group) where values change by what was learned.
    pub enum Operation {
        /// At least one.
        DropColumns "drop_columns" "Drop columns" {
            /// At least one column's name.
            columns: Vec<String> = Text {
                label: "Columns", help: "",
                holds: TextKind::SomeColumns,
            }.shown_at(LAST),
        } => format!("Drop {}", says::named(columns, "no column")),
        /// Gives the column another name, which no other column has.
        RenameColumn "rename_column" "Rename a column" {
            /// The present name.
            column: String = Text {
                label: "Column", help: "",
                holds: TextKind::Column(ColumnFilter::Any),
            },
            /// The new name.
            name: String = Text { label: "New name", help: "", holds: TextKind::NewColumn },
        } => format!("Rename {column} to {name}"),
        /// What cannot be read as the new type becomes missing.
        Cast "cast" "Cast to another type" {
            /// At least one column's name.
            columns: Vec<String> = Text {
                label: "Columns", help: "",
                holds: TextKind::SomeColumns,
            }.shown_at(LAST),
            /// The new type; not [`ColumnKind::Empty`].
            kind: ColumnKind = Choice {
                label: "New type",
                help: "Values that cannot be converted become missing.",
                options: CAST_KINDS,
            },
        } => format!("Cast {} to {}", says::named(columns, "no column"), kind.name()),
        /// Cuts off spaces at both ends and leaves one of several in a row.
        Trim "trim" "Trim spaces" {
            /// The columns' names; empty for every one that it is for.
            #[serde(default)]
            columns: Vec<String> = Text {
                label: "Columns", help: ALL_TEXTS,
                holds: TextKind::Columns(ColumnFilter::Text),
            }.shown_at(LAST),
        } => format!("Trim spaces in {}", says::named(columns, "all texts")),
        /// Writes all letters of texts in one case.
        ChangeCase "change_case" "Change case" {
            /// The columns' names; empty for every one that it is for.
            #[serde(default)]
            columns: Vec<String> = Text {
                label: "Columns", help: ALL_TEXTS,
                holds: TextKind::Columns(ColumnFilter::Text),
            }.shown_at(LAST),
            /// The case of the letters.
            case: Case = Choice {
                label: "Letters",
                help: "Values that differ only in case become the same.",
                options: Case::OPTIONS,
            },
        } => format!("Write {} in {}", says::named(columns, "all texts"), says::case(*case)),
        /// An empty `value` makes the cell missing, or takes the part out.
        Replace "replace" "Replace values" {
            /// The columns' names; empty for every one that it is for.
            #[serde(default)]
            columns: Vec<String> = Text {
                label: "Columns", help: "None chosen: every column that could contain it.",
                holds: TextKind::Columns(ColumnFilter::Any),
            }.shown_at(LAST),
            /// The text to look for; never empty.
            to_replace: String = Text {
                label: "Replace", help: "",
                holds: TextKind::Given("The text to replace is missing."),
            },
            /// Where it is looked for.
            #[serde(default)]
            within: Within = Choice {
                label: "Where",
                help: "A part of a value can be replaced only in columns of text.",
                options: Within::OPTIONS,
            }.shown_at(1),
            /// What takes its place.
            #[serde(default)]
            value: String = Text {
                label: "By", help: "Empty: the cell becomes missing, or the part is removed.",
                holds: TextKind::Any,
            },
        } => says::replace(columns, to_replace, *within, value),
        /// Replaces values of one column of text.
        MergeCategories "merge_categories" "Merge similar categories" {
            /// The column's name.
            column: String = Text {
                label: "Column", help: "",
                holds: TextKind::Column(ColumnFilter::Text),
            },
            /// The first merge that names a value holds.
            merges: Vec<Merge> = Text { label: "Merges", help: "", holds: TextKind::Any },
        } => says::merge(column, merges),
        /// Keeps the rows that the condition, an SQL expression, is true of.
        Filter "filter" "Filter rows" {
            /// In SQL, over the table's columns.
            condition: String = Text {
                label: "Keep rows where",
                help: "An SQL condition, such as fare > 0 AND payment IS NOT NULL.",
                holds: TextKind::Expression("The condition is missing."),
            },
        } => format!("Keep rows where {condition}"),
        /// Keeps the first of rows that are equal in these columns.
        DropDuplicates "drop_duplicates" "Drop duplicate rows" {
            /// The columns' names; empty for every column.
            #[serde(default)]
            columns: Vec<String> = Text {
                label: "Columns", help: "None chosen: rows must be equal in every column.",
                holds: TextKind::Columns(ColumnFilter::Any),
            }.shown_at(LAST),
        } => format!("Drop rows that are equal in {}", says::named(columns, "every column")),
        /// Limits are learned from train rows.
        Outliers "outliers" "Clip or drop outliers" {
            /// The columns' names; empty for every one that it is for.
            #[serde(default)]
            columns: Vec<String> = Text {
                label: "Columns", help: "None chosen: every column of numbers except the target.",
                holds: TextKind::Columns(ColumnFilter::Number),
            }.shown_at(LAST),
            /// What the limits are measured by.
            #[serde(default)]
            method: OutlierMethod = Choice {
                label: "An outlier is far from",
                help: "Limits are learned from train rows.",
                options: OutlierMethod::OPTIONS,
            },
            /// The limit of [`OutlierMethod::Iqr`], in widths between the quartiles.
            #[serde(default = "iqr_factor")]
            iqr_factor: f64 = Real {
                label: "Times the interquartile range",
                help: "How far below the first quartile or above the third a value may lie. Usual is 1.5.",
                min: 0.0, max: 100.0, step: 0.5, default: IQR_FACTOR,
            }.only_where("method", [OutlierMethod::Iqr]),
            /// The limit of [`OutlierMethod::ZScore`], in standard deviations.
            #[serde(default = "z_score")]
            z_score: f64 = Real {
                label: "Standard deviations",
                help: "How far from the mean a value may lie. Usual is 3.",
                min: 0.1, max: 100.0, step: 0.5, default: Z_SCORE,
            }.only_where("method", [OutlierMethod::ZScore]),
            /// What becomes of an outlier.
            #[serde(default)]
            action: OutlierAction = Choice {
                label: "What to do with it",
                help: "New rows are clipped to the same limits, and never dropped.",
                options: OutlierAction::OPTIONS,
            },
        } => says::outliers(columns, (*method, *iqr_factor, *z_score), *action),
        /// Unless it is a constant, the value is learned from train rows.
        FillMissing "fill_missing" "Fill missing values" {
            /// The columns' names; empty for every one that it is for.
            #[serde(default)]
            columns: Vec<String> = Text {
                label: "Columns", help: "None chosen: every suitable column except the target.",
                holds: TextKind::Columns(ColumnFilter::Any),
            }.shown_at(LAST),
            /// Where the value comes from.
            #[serde(default)]
            strategy: FillStrategy = Choice {
                label: "Fill with",
                help: "The first three are learned from train rows. Featurize fills the remaining missing values as the model needs.",
                options: FillStrategy::OPTIONS,
            },
            /// The value of [`FillStrategy::Constant`]; of no meaning otherwise.
            #[serde(default)]
            fill_value: String = Text { label: "Value", help: "", holds: TextKind::Any }
                .only_where("strategy", [FillStrategy::Constant]),
        } => says::fill(columns, *strategy, fill_value),
        /// A column from an SQL expression over others; one that is there already gets new values.
        Derive "derive" "Derive a column" {
            /// The name of the column that it makes.
            column: String = Text {
                label: "Name of the column", help: "A column that already has this name gets new values.",
                holds: TextKind::NewColumn,
            },
            /// In SQL, over the table's columns.
            expression: String = Text {
                label: "Expression",
                help: "SQL over the columns, such as tip / fare > 0.2. A result that cannot be computed is missing.",
                holds: TextKind::Expression("The expression is missing."),
            },
        } => format!("Derive {column} = {expression}"),
    }
}

const IQR_FACTOR: f64 = 1.5;
const Z_SCORE: f64 = 3.0;

// What an operation has that does not say it.
const fn iqr_factor() -> f64 {
    IQR_FACTOR
}
const fn z_score() -> f64 {
    Z_SCORE
}

impl Operation {
    /// The names of the operations as a person chooses among them, below headings.
    pub const MENU: [(&str, &[&str]); 4] = [
        (
            "Columns",
            &["drop_columns", "rename_column", "cast", "derive"],
        ),
        (
            "Texts and values",
            &["trim", "change_case", "replace", "merge_categories"],
        ),
        ("Missing values and outliers", &["fill_missing", "outliers"]),
        ("Rows", &["filter", "drop_duplicates"]),
    ];

    /// Each operation once, as it is before anything was chosen, in the order of [`Self::MENU`].
    pub fn all() -> Vec<Self> {
        let names = Self::MENU.into_iter().flat_map(|(_, names)| names);
        names.filter_map(|name| Self::named(name)).collect()
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
    pub(crate) fn check(&self) -> Result<(), Misfit> {
        Fields::check(self)?;
        let problem = match self {
            Self::Cast {
                kind: ColumnKind::Empty,
                ..
            } => ("kind", "A column cannot be cast to empty."),
            Self::FillMissing {
                strategy: FillStrategy::Constant,
                fill_value,
                ..
            } if fill_value.is_empty() => ("fill_value", "The value to fill in is missing."),
            _ => return Ok(()),
        };
        Err(Misfit::new(problem.0, problem.1))
    }
}

// Merges are confirmed one by one.
own_form!(Vec<Merge>, |merges: &Vec<Merge>, name: &str| {
    let wrong = |problem: String| Err(Misfit::new(name, problem));
    if merges.is_empty() {
        return wrong("No values to merge are chosen.".into());
    }
    let values: usize = merges.iter().map(|merge| merge.from.len()).sum();
    if values > MERGED_AT_MOST {
        return wrong(format!(
            "{values} values are merged; at most {MERGED_AT_MOST} can be."
        ));
    }
    match merges.iter().position(|merge| merge.to.trim().is_empty()) {
        None => Ok(()),
        Some(place) => Err(Misfit::new("to", "The name of merged values is missing.")
            .within_list(place)
            .within(name)),
    }
});
