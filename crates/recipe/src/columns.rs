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
    /// Text or whole numbers that name the rows.
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

    /// Returns the kind with its article: `an identifier`.
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

    /// Returns whether the values are texts.
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
        /// The number of rows per bin; a single bin where all values are equal.
        counts: Vec<u32>,
    },
    /// The most frequent values, most frequent first, and the number of rows with any other value.
    Values {
        /// Values as texts, with their numbers of rows.
        top: Vec<(String, u32)>,
        /// Rows with a value that is not in `top`.
        other: u32,
    },
    /// Nothing to draw.
    None,
}

/// A summary of one column over all rows of its table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnSummary {
    /// The column's name.
    pub name: String,
    /// The kind: proposed, chosen in [`Load::kinds`], or the result of a cleaning step.
    pub kind: ColumnKind,
    /// The unit of its numbers, such as `%` or `$`, if the cells have one.
    #[serde(default)]
    pub unit: Option<String>,
    /// Rows without a value.
    pub missing: u32,
    /// The number of different values, without the missing one.
    pub distinct: u32,
    /// The distribution of the values.
    pub histogram: Histogram,
}

/// The format of a file.
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

/// A data set that was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataSummary {
    /// The file's name.
    pub name: String,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The file's size in bytes.
    pub bytes: f64,
    /// The bytes that the table takes in memory, and those of the file, which is kept too.
    pub memory_bytes: f64,
    /// Rows of the table, without those that could not be read.
    pub rows: u32,
    /// The format of the file.
    pub format: FileFormat,
    /// The choices of the recipe about reading the bytes.
    pub load: Load,
    /// How the bytes were read; meaningless where the format is not delimited text.
    pub layout: Layout,
    /// Rows and cells that could not be read.
    pub bad_lines: BadLines,
    /// One summary per column, in the file's order.
    pub columns: Vec<ColumnSummary>,
    /// Columns that may be the target, and columns to leave out.
    pub proposal: Proposal,
    /// What the reader should know, such as renamed columns.
    pub notes: Vec<Note>,
}

/// A note on how a file was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// What was found or assumed, and on which evidence, in full sentences.
    pub text: String,
    /// `None` if it is about the whole file.
    pub column: Option<String>,
    /// Whether nothing in the file decides, so that another reading is equally likely.
    pub doubt: bool,
    /// Another reading to offer; `None` where there is none.
    pub other: Option<OtherReading>,
}

/// Another way to read the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OtherReading {
    /// The label of its button: `Read 01/02/2024 as 2 January`.
    pub label: String,
    /// What it sets in the load part of the recipe.
    pub choice: LoadChoice,
}

impl Note {
    /// Makes a note without another reading.
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
    /// Writes the note, with what to write into the recipe for the other reading.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)?;
        match &self.other {
            Some(other) => write!(f, " {}: {}.", other.label, other.choice),
            None => Ok(()),
        }
    }
}

impl DataSummary {
    /// Returns the recipe for this data as it was read, with every parameter at its default. An empty `target` means
    /// that none is chosen yet.
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

    /// Returns the columns before any cleaning step.
    pub fn known(&self) -> impl Iterator<Item = KnownColumn> {
        let columns = self.columns.iter();
        columns.map(|column| (column.name.clone(), Some(column.kind)))
    }
}

/// Rows and cells that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BadLines {
    /// Rows that are not in the table, because they have too few or too many values.
    pub rows: u32,
    /// Cells that are missing in the table, because they do not fit the type of their column.
    pub cells: u32,
    /// The first of them.
    pub listed: Vec<BadLine>,
}

impl BadLines {
    /// Adds a row or a cell to the list, unless it is full.
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
    /// `None` if it is the whole row.
    pub column: Option<String>,
    /// What is wrong, as a full sentence.
    pub problem: String,
}

/// Proposals for a data set. The target is never assumed: a person has to choose it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Columns that may be meant as the target, most likely first, [`Proposal::SUGGESTIONS`] at most.
    pub suggestions: Vec<Suggestion>,
    /// Columns that hardly help to predict another one.
    pub leave_out: Vec<String>,
}

/// A column that may be meant as the target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The column's name.
    pub column: String,
    /// The reason, in one sentence.
    pub why: String,
}

impl Proposal {
    /// The most columns that are suggested as the target.
    pub const SUGGESTIONS: usize = 3;

    /// Returns the most likely target; `None` if no column varies.
    pub fn likeliest(&self) -> Option<&str> {
        self.suggestions.first().map(|first| first.column.as_str())
    }
}

/// A column with more different whole numbers than this has quantities, not classes.
const CLASSES_AT_MOST: u32 = 20;
/// A column whose values have fewer rows than this on average has quantities, not classes.
const ROWS_PER_CLASS: u32 = 2;

impl ColumnSummary {
    /// Returns the kind, with the unit of its numbers if the cells have one: `decimal, $`.
    pub fn kind_and_unit(&self) -> String {
        match &self.unit {
            Some(unit) => format!("{}, {unit}", self.kind.name()),
            None => self.kind.name().to_owned(),
        }
    }

    /// Returns whether the column's values name the rows.
    pub fn identifier(&self) -> bool {
        self.kind == ColumnKind::Identifier
    }

    /// Returns the task that is proposed when this column is chosen as the target.
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

    /// Returns the number of rows with a value.
    fn present(&self) -> u32 {
        match &self.histogram {
            Histogram::Numbers { counts, .. } => counts.iter().sum(),
            Histogram::Values { top, other } => top.iter().map(|(_, n)| n).sum::<u32>() + other,
            Histogram::None => 0,
        }
    }

    /// Returns whether a regression with this target is possible.
    pub fn can_regress(&self) -> bool {
        self.kind.is_number()
    }
}
