//! The load stage: how a file's bytes are read as a table.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{About, out_of_range, reads};
use crate::columns::ColumnKind;
use crate::parameters as p;
use crate::stage::Stage;

/// The encoding of letters as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextEncoding {
    /// UTF-8.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, the low byte of each unit first.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, the high byte of each unit first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// One byte per letter, for the languages of Western Europe.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// The separator of the values of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// The character `,`.
    Comma,
    /// The character `;`.
    Semicolon,
    /// The tab character.
    Tab,
    /// The character `|`.
    Bar,
    /// One or more spaces or tabs; those at the ends of a line are ignored.
    Space,
}

/// The quotes around a value that contains a delimiter or a line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quote {
    /// The character `"`.
    Double,
    /// The character `'`.
    Single,
    /// Quotes have no special meaning.
    None,
}

/// The start of a line that is skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comment {
    /// No line is skipped.
    None,
    /// The character `#`.
    Hash,
    /// The character `%`.
    Percent,
}

/// The decimal separator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decimal {
    /// As in `1.5`.
    Point,
    /// As in `1,5`.
    Comma,
}

/// The separator of thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thousands {
    /// As in `1000`.
    None,
    /// As in `1,000`.
    Comma,
    /// As in `1.000`.
    Point,
    /// Also the narrow and the non-breaking space.
    Space,
    /// As in `1'000`, straight or curly.
    Apostrophe,
}

/// Which number of `01/02/2024` is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// It is 1 February.
    DayFirst,
    /// It is 2 January.
    MonthFirst,
}

/// What happens to a row with the wrong number of values, and to a cell that is no value of its column's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnBadLines {
    /// The row is left out, the cell is missing; both are counted and listed.
    Warn,
    /// Loading stops with an error.
    Error,
}

/// The load part of a recipe. What is `None` is detected from the bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Load {
    /// The encoding of letters as bytes.
    pub encoding: Option<TextEncoding>,
    /// The separator of the values of a row.
    pub delimiter: Option<Delimiter>,
    /// The quotes around a value.
    pub quote: Option<Quote>,
    /// The number of lines before the header, which are skipped.
    pub skip_rows: Option<u32>,
    /// The number of rows with the columns' names; several are joined.
    pub header_rows: Option<u32>,
    /// The start of a line that is skipped.
    pub comment: Option<Comment>,
    /// The decimal separator.
    pub decimal: Option<Decimal>,
    /// The separator of thousands.
    pub thousands: Option<Thousands>,
    /// Which number of `01/02/2024` is the day.
    pub date_order: Option<DateOrder>,
    /// Whether spaces around a value are removed.
    pub trim: bool,
    /// Texts that count as missing besides the empty cell, compared after trimming.
    pub missing_values: Vec<String>,
    /// What happens to rows and cells that cannot be read.
    pub on_bad_lines: OnBadLines,
    /// Types that were chosen by the person; those of other columns are proposed from all rows.
    pub kinds: BTreeMap<String, ColumnKind>,
}

impl Default for Load {
    fn default() -> Self {
        Self {
            encoding: p::ENCODING_OF_TEXT.default(),
            delimiter: p::DELIMITER.default(),
            quote: p::QUOTE.default(),
            skip_rows: None,
            header_rows: p::HEADER_ROWS.default(),
            comment: p::COMMENT.default(),
            decimal: p::DECIMAL.default(),
            thousands: p::THOUSANDS.default(),
            date_order: p::DATE_ORDER.default(),
            trim: p::TRIM.default,
            missing_values: p::MISSING_VALUES.map(String::from).to_vec(),
            on_bad_lines: p::ON_BAD_LINES.default(),
            kinds: BTreeMap::new(),
        }
    }
}

impl Load {
    /// Returns the same choices about values, with the layout of the rows left to detection.
    pub fn detecting_layout(&self) -> Self {
        Self {
            encoding: None,
            delimiter: None,
            quote: None,
            skip_rows: None,
            header_rows: None,
            comment: None,
            ..self.clone()
        }
    }

    /// Checks that every parameter is in its range. The error names the first that is not.
    fn check(&self) -> Result<(), p::Misfit> {
        if let Some(rows) = self.header_rows {
            p::HEADER_ROWS.check(Some(rows))?;
        }
        self.skip_rows.map_or(Ok(()), |n| p::SKIP_ROWS.check(n))
    }
}

/// How the bytes of a file were read: the choices of the recipe, and for the rest what was detected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The encoding of letters as bytes.
    pub encoding: TextEncoding,
    /// The separator of the values of a row.
    pub delimiter: Delimiter,
    /// The quotes around a value.
    pub quote: Quote,
    /// The number of lines before the header, which were skipped.
    pub skip_rows: u32,
    /// The number of rows with the columns' names; 0 where there are none.
    pub header_rows: u32,
    /// The start of a line that was skipped.
    pub comment: Comment,
    /// The decimal separator.
    pub decimal: Decimal,
    /// The separator of thousands.
    pub thousands: Thousands,
    /// Which number of `01/02/2024` is the day.
    pub date_order: DateOrder,
}

impl Quote {
    /// Returns the character in ASCII; meaningless for [`Quote::None`].
    pub const fn byte(self) -> u8 {
        match self {
            Quote::Double | Quote::None => b'"',
            Quote::Single => b'\'',
        }
    }
}

impl Layout {
    /// Returns the same choices with nothing left to detect.
    pub fn fix(&self, load: &Load) -> Load {
        Load {
            encoding: Some(self.encoding),
            delimiter: Some(self.delimiter),
            quote: Some(self.quote),
            skip_rows: Some(self.skip_rows),
            header_rows: Some(self.header_rows),
            comment: Some(self.comment),
            decimal: Some(self.decimal),
            thousands: Some(self.thousands),
            date_order: Some(self.date_order),
            ..load.clone()
        }
    }
}

/// One choice about the reading of a file, offered in place of what was detected or assumed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoadChoice {
    /// Sets [`Load::encoding`].
    Encoding(TextEncoding),
    /// Sets [`Load::delimiter`].
    Delimiter(Delimiter),
    /// Sets [`Load::skip_rows`].
    SkipRows(u32),
    /// Sets [`Load::header_rows`].
    HeaderRows(u32),
    /// Sets [`Load::decimal`] and [`Load::thousands`].
    Numbers(Decimal, Thousands),
    /// Sets [`Load::date_order`].
    DateOrder(DateOrder),
    /// Sets the kind of this column in [`Load::kinds`].
    Kind(String, ColumnKind),
}

impl LoadChoice {
    /// Makes the choice in the load part of a recipe.
    pub fn apply(&self, load: &mut Load) {
        match self {
            LoadChoice::Encoding(encoding) => load.encoding = Some(*encoding),
            LoadChoice::Delimiter(delimiter) => load.delimiter = Some(*delimiter),
            LoadChoice::SkipRows(rows) => load.skip_rows = Some(*rows),
            LoadChoice::HeaderRows(rows) => load.header_rows = Some(*rows),
            LoadChoice::Numbers(decimal, thousands) => {
                load.decimal = Some(*decimal);
                load.thousands = Some(*thousands);
            }
            LoadChoice::DateOrder(order) => load.date_order = Some(*order),
            LoadChoice::Kind(column, kind) => {
                load.kinds.insert(column.clone(), *kind);
            }
        }
    }
}

impl fmt::Display for LoadChoice {
    /// Writes the choice as in a recipe: `load.date_order: month_first`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn name(value: &impl Serialize) -> String {
            let value = serde_json::to_value(value).unwrap_or_default();
            value.as_str().unwrap_or_default().to_owned()
        }
        match self {
            LoadChoice::Encoding(encoding) => write!(f, "load.encoding: {}", name(encoding)),
            LoadChoice::Delimiter(delimiter) => write!(f, "load.delimiter: {}", name(delimiter)),
            LoadChoice::SkipRows(rows) => write!(f, "load.skip_rows: {rows}"),
            LoadChoice::HeaderRows(rows) => write!(f, "load.header_rows: {rows}"),
            LoadChoice::Numbers(decimal, thousands) => {
                let (decimal, thousands) = (name(decimal), name(thousands));
                write!(f, "load.decimal: {decimal}, load.thousands: {thousands}")
            }
            LoadChoice::DateOrder(order) => write!(f, "load.date_order: {}", name(order)),
            LoadChoice::Kind(column, kind) => write!(f, "load.kinds.{column}: {}", name(kind)),
        }
    }
}

impl Delimiter {
    /// Returns the character in ASCII; a space for [`Delimiter::Space`].
    pub const fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
            Delimiter::Bar => b'|',
            Delimiter::Space => b' ',
        }
    }
}

/// The declaration of the load stage.
pub const ABOUT: About = About {
    title: "Load",
    does: "Reads the file and finds out what its columns hold.",
    part: "How the file is read. What is null is detected; write a value to choose otherwise.",
    // Since version 1, how a file is written is judged by the cells of all rows.
    version: 2,
    needs: &[],
    reads: reads! { data.sha256, load },
    reads_less: None,
    check: |recipe| out_of_range(Stage::Load, recipe.load.check()),
    parameters: |_| Vec::new(),
    quick: false,
};
