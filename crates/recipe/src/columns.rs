//! Summaries of a table's columns, made before anything is learned.

use serde::{Deserialize, Serialize};

use crate::{DataReference, KnownColumn, Layout, Load, LoadChoice, Recipe, Task};

/// The meaning of a column's values, proposed from all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Two-valued text such as true/false or yes/no.
    Boolean,
    /// Whole numbers that fit 64 bits.
    Integer,
    /// 64-bit floating point.
    Decimal,
    /// Text that repeats.
    Category,
    /// Days without a time of day.
    Date,
    /// Days with a time of day.
    DateTime,
    /// Text that hardly ever repeats.
    Text,
    /// It names its rows.
    Identifier,
    /// No value at all.
    Empty,
}

impl ColumnKind {
    /// Returns the kind in words, such as `date-time`.
    pub const fn name(self) -> &'static str {
        match self {
            ColumnKind::Boolean => "boolean",
            ColumnKind::Integer => "integer",
            ColumnKind::Decimal => "decimal",
            ColumnKind::Category => "category",
            ColumnKind::Date => "date",
            ColumnKind::DateTime => "date-time",
            ColumnKind::Text => "text",
            ColumnKind::Identifier => "identifier",
            ColumnKind::Empty => "empty",
        }
    }

    /// With its article: `an identifier`.
    pub fn with_article(self) -> String {
        let article = match self {
            ColumnKind::Integer | ColumnKind::Identifier | ColumnKind::Empty => "an",
            _ => "a",
        };
        [article, " ", self.name()].concat()
    }

    /// Returns whether the values are whole or decimal numbers.
    pub const fn is_number(self) -> bool {
        matches!(self, ColumnKind::Integer | ColumnKind::Decimal)
    }

    /// Texts that stand for themselves.
    pub const fn is_text(self) -> bool {
        matches!(
            self,
            ColumnKind::Category | ColumnKind::Text | ColumnKind::Identifier
        )
    }

    /// Returns whether the values are days, with or without a time of day.
    pub const fn is_date(self) -> bool {
        matches!(self, ColumnKind::Date | ColumnKind::DateTime)
    }
}

/// A small picture of a column's values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Histogram {
    /// Equal-width bins from `min` to `max`. Dates are in days since 1970-01-01.
    Numbers {
        /// The smallest value, at which the first bin begins.
        min: f64,
        /// The largest value, which belongs to the last bin.
        max: f64,
        /// Rows per bin; one bin alone where all values are equal.
        counts: Vec<u32>,
    },
    /// The most frequent values, most frequent first, and how many rows hold any other value.
    Values {
        /// Values as texts, and how many rows hold each.
        top: Vec<(String, u32)>,
        /// Rows with a value that is not in `top`.
        other: u32,
    },
    /// Nothing to draw.
    None,
}

/// Summary of one column over all rows of its table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnSummary {
    /// The column's name.
    pub name: String,
    /// As it was proposed, chosen in [`Load::kinds`], or left by a step of cleaning.
    pub kind: ColumnKind,
    /// What its numbers are measured in, such as `%` or `$`, where the cells say so.
    #[serde(default)]
    pub unit: Option<String>,
    /// Rows without a value.
    pub missing: u32,
    /// Different values, the missing one not counted.
    pub distinct: u32,
    /// The distribution of the values.
    pub histogram: Histogram,
}

/// What a file's bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// Text with a delimiter between the values of a row, such as CSV.
    Delimited,
    /// One JSON object per line.
    JsonLines,
    /// Apache Parquet, which holds the columns' types.
    Parquet,
}

/// A data set as it was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataSummary {
    /// The file's name.
    pub name: String,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The file's size in bytes.
    pub bytes: f64,
    /// What the table takes in memory, and the bytes of the file that are kept beside it.
    pub memory_bytes: f64,
    /// Rows of the table, without those that could not be read.
    pub rows: u32,
    /// The format that the bytes were read in.
    pub format: FileFormat,
    /// What was chosen of how to read the bytes, …
    pub load: Load,
    /// … and how they were read; of no meaning where the format is not delimited text.
    pub layout: Layout,
    /// Rows and cells that could not be read.
    pub bad_lines: BadLines,
    /// One summary for each column, in the file's order.
    pub columns: Vec<ColumnSummary>,
    /// Columns that may be the target, and columns to leave out.
    pub proposal: Proposal,
    /// What the reader should know, such as columns that were renamed.
    pub notes: Vec<Note>,
}

/// A note on how a file was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// What was found or assumed, and on which evidence, in full sentences.
    pub text: String,
    /// `None` where it is about the whole file.
    pub column: Option<String>,
    /// Whether nothing in the file decides, so that another reading is as likely.
    pub doubt: bool,
    /// Another reading to offer; `None` where there is none.
    pub other: Option<OtherReading>,
}

/// How a file could be read instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OtherReading {
    /// What it would be, as a button says it: `Read 01/02/2024 as 2 January`.
    pub label: String,
    /// What it sets in the load part of the recipe.
    pub choice: LoadChoice,
}

impl Note {
    /// A fact that leaves no choice.
    pub fn fact(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            column: None,
            doubt: false,
            other: None,
        }
    }

    /// Sets the column that the note is about.
    pub fn in_column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// Offers another reading: the label of its button, and the choice that it makes.
    pub fn or(mut self, label: impl Into<String>, choice: LoadChoice) -> Self {
        self.other = Some(OtherReading {
            label: label.into(),
            choice,
        });
        self
    }

    /// Marks that nothing in the file decides.
    pub fn in_doubt(mut self) -> Self {
        self.doubt = true;
        self
    }
}

impl std::fmt::Display for Note {
    /// In words, with what to write into the recipe for the other reading.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)?;
        match &self.other {
            Some(other) => write!(f, " {}: {}.", other.label, other.choice),
            None => Ok(()),
        }
    }
}

impl DataSummary {
    /// The recipe for this data as it was read, with every parameter at its default. An empty `target` is not chosen yet.
    pub fn recipe(&self, target: &str) -> Recipe {
        let data = DataReference {
            name: self.name.clone(),
            sha256: self.sha256.clone(),
        };
        let column = self.columns.iter().find(|column| column.name == target);
        let task = column.map_or(Task::Classification, ColumnSummary::task);
        let mut leave_out = self.proposal.leave_out.clone();
        leave_out.retain(|left| left != target);
        let mut recipe = Recipe::new(data, target.to_owned(), task, leave_out);
        recipe.load = self.load.clone();
        recipe
    }

    /// The columns as they are before any step of cleaning.
    pub fn known(&self) -> impl Iterator<Item = KnownColumn> {
        let columns = self.columns.iter();
        columns.map(|column| (column.name.clone(), Some(column.kind)))
    }
}

/// What could not be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BadLines {
    /// Rows that are not in the table, since they have too few or too many values.
    pub rows: u32,
    /// Cells that are missing in the table, since they are no value of their column's type.
    pub cells: u32,
    /// The first of them.
    pub listed: Vec<BadLine>,
}

impl BadLines {
    /// Names a row or a cell, if not too many are named already.
    pub fn list(&mut self, bad: BadLine) {
        const LISTED_AT_MOST: usize = 1000;
        if self.listed.len() < LISTED_AT_MOST {
            self.listed.push(bad);
        }
    }
}

/// A row or a cell that could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BadLine {
    /// The data row in the file, counted from 1 below the header.
    pub row: u32,
    /// `None` where it is the whole row.
    pub column: Option<String>,
    /// What is wrong, as a full sentence.
    pub problem: String,
}

/// What could be done with a data set. What to predict is never assumed: somebody has to choose it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Columns that may be meant to be predicted, the likeliest first, [`Proposal::SUGGESTIONS`] at most.
    pub suggestions: Vec<Suggestion>,
    /// Columns that hardly help to predict another.
    pub leave_out: Vec<String>,
}

/// A column that may be meant to be predicted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The column's name.
    pub column: String,
    /// In one sentence.
    pub why: String,
}

impl Proposal {
    /// The most columns that are suggested as the target.
    pub const SUGGESTIONS: usize = 3;

    /// The likeliest target; none where no column varies.
    pub fn likeliest(&self) -> Option<&str> {
        self.suggestions.first().map(|first| first.column.as_str())
    }
}

/// Above this many different whole numbers, a column is a quantity and not a set of classes …
const CLASSES_AT_MOST: u32 = 20;
/// … and so it is when a value does not stand for this many rows on average.
const ROWS_PER_CLASS: u32 = 2;

impl ColumnSummary {
    /// The kind in words, with the unit of its numbers where the cells have one: `decimal, $`.
    pub fn kind_and_unit(&self) -> String {
        match &self.unit {
            Some(unit) => format!("{}, {unit}", self.kind.name()),
            None => self.kind.name().to_owned(),
        }
    }

    /// Returns whether the column names its rows.
    pub fn identifier(&self) -> bool {
        self.kind == ColumnKind::Identifier
    }

    /// The task that this column proposes when it is chosen as the target.
    pub fn task(&self) -> Task {
        let few = self.distinct <= CLASSES_AT_MOST
            && self.distinct.saturating_mul(ROWS_PER_CLASS) <= self.present();
        let quantity = match self.kind {
            ColumnKind::Decimal => self.distinct > 2,
            ColumnKind::Integer => !few,
            _ => false,
        };
        if quantity {
            Task::Regression
        } else {
            Task::Classification
        }
    }

    /// Rows with a value.
    fn present(&self) -> u32 {
        match &self.histogram {
            Histogram::Numbers { counts, .. } => counts.iter().sum(),
            Histogram::Values { top, other } => top.iter().map(|(_, n)| n).sum::<u32>() + other,
            Histogram::None => 0,
        }
    }

    /// Whether a model could learn to predict a number from this column.
    pub fn can_regress(&self) -> bool {
        self.kind.is_number()
    }
}
