//! The load stage: how a file's bytes are read as a table.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{About, out_of_range, reads};
use crate::columns::ColumnKind;
use crate::parameters::{Fields, HEADER_ROWS, MISSING_VALUES, Misfit, TextKind, own_form};
use crate::stage::Stage;
use crate::{options, parameters};

options! {
    /// The encoding of letters as bytes.
    pub enum TextEncoding or "as detected" {
        /// UTF-8.
        Utf8 = "utf-8" "UTF-8",
        /// UTF-16, the low byte of each unit first.
        Utf16Le = "utf-16le" "UTF-16",
        /// UTF-16, the high byte of each unit first.
        Utf16Be = "utf-16be" "UTF-16, big end first",
        /// One byte per letter, for the languages of Western Europe.
        Windows1252 = "windows-1252" "Windows-1252",
    }
}

options! {
    /// The separator of the values of a row.
    pub enum Delimiter or "as detected" {
        /// The character `,`.
        Comma = "comma" "comma",
        /// The character `;`.
        Semicolon = "semicolon" "semicolon",
        /// The tab character.
        Tab = "tab" "tab",
        /// The character `|`.
        Bar = "bar" "bar |",
        /// One or more spaces or tabs; those at the ends of a line are ignored.
        Space = "space" "spaces",
    }
}

options! {
    /// The quotes around a value that contains a delimiter or a line end.
    pub enum Quote or "as detected" {
        /// The character `"`.
        Double = "double" "double quotes",
        /// The character `'`.
        Single = "single" "single quotes",
        /// Quotes have no special meaning.
        None = "none" "nothing",
    }
}

options! {
    /// The start of a line that is skipped.
    pub enum Comment or "as detected" {
        /// No line is skipped.
        None = "none" "none",
        /// The character `#`.
        Hash = "hash" "begin with #",
        /// The character `%`.
        Percent = "percent" "begin with %",
    }
}

options! {
    /// The decimal separator.
    pub enum Decimal or "as detected" {
        /// As in `1.5`.
        Point = "point" "a point",
        /// As in `1,5`.
        Comma = "comma" "a comma",
    }
}

options! {
    /// The separator of thousands.
    pub enum Thousands or "as detected" {
        /// As in `1000`.
        None = "none" "nothing",
        /// As in `1,000`.
        Comma = "comma" "commas",
        /// As in `1.000`.
        Point = "point" "points",
        /// Also the narrow and the non-breaking space.
        Space = "space" "spaces",
        /// As in `1'000`, straight or curly.
        Apostrophe = "apostrophe" "apostrophes",
    }
}

options! {
    /// Which number of `01/02/2024` is the day.
    pub enum DateOrder or "as detected" {
        /// It is 1 February.
        DayFirst = "day_first" "day first",
        /// It is 2 January.
        MonthFirst = "month_first" "month first",
    }
}

options! {
    /// What happens to a row with the wrong number of values, and to a cell that does not fit the type of its column.
    pub enum OnBadLines {
        /// The row is left out, the cell is missing; both are counted and listed.
        Warn = "warn" "leave out and list",
        /// Loading stops with an error.
        Error = "error" "stop loading",
    }
}

parameters! {
    /// The load part of a recipe. What is `None` is detected from the bytes.
    #[derive(Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    pub struct Load {
        /// The encoding of letters as bytes.
        encoding as "encoding_of_text": Option<TextEncoding> = Choice {
            label: "Encoding",
            help: "How characters are stored as bytes. If names look garbled, try another.",
            options: TextEncoding::OR_NONE,
        },
        /// The separator of the values of a row.
        delimiter: Option<Delimiter> = Choice {
            label: "Delimiter",
            help: "The character between the values of a row.",
            options: Delimiter::OR_NONE,
        },
        /// The quotes around a value.
        quote: Option<Quote> = Choice {
            label: "Quotes",
            help: "The character around a value that contains a delimiter or a line end.",
            options: Quote::OR_NONE,
        },
        /// The number of lines before the header, which are skipped.
        skip_rows: Option<u32> = Integer {
            label: "Lines to skip",
            help: "Lines above the header, such as a title. Empty: as detected.",
            min: 0, max: 10_000, default: 0,
        },
        /// The number of rows with the columns' names; several are joined.
        header_rows: Option<u32> = Integer {
            label: HEADER_ROWS.label, help: HEADER_ROWS.help,
            min: 0, max: 2, default: 1,
        },
        /// The start of a line that is skipped.
        comment: Option<Comment> = Choice {
            label: "Comment lines",
            help: "Lines that begin with this are not read.",
            options: Comment::OR_NONE,
        },
        /// The decimal separator.
        decimal: Option<Decimal> = Choice {
            label: "Decimal separator",
            help: "The character before the decimals of a number.",
            options: Decimal::OR_NONE,
        },
        /// The separator of thousands.
        thousands: Option<Thousands> = Choice {
            label: "Thousands separator",
            help: "The character between groups of three digits.",
            options: Thousands::OR_NONE,
        },
        /// Which number of `01/02/2024` is the day.
        date_order: Option<DateOrder> = Choice {
            label: "Dates such as 01/02/2024",
            help: "Which number is the day. Dates with the year in front and with points need no choice.",
            options: DateOrder::OR_NONE,
        },
        /// Whether spaces around a value are removed.
        trim: bool = Switch {
            label: "Trim spaces",
            help: "Removes spaces before and after each value, so that “red ” and “red” are one category.",
            default: true,
        },
        /// Texts that count as missing besides the empty cell, compared after trimming.
        missing_values: Vec<String> = Text {
            label: "What counts as missing",
            help: "Texts that count as missing besides the empty cell. Separated by commas, compared after trimming. Remove NA if it is a value, such as a country code.",
            holds: TextKind::Usually(&MISSING_VALUES),
        },
        /// What happens to rows and cells that cannot be read.
        on_bad_lines: OnBadLines = Choice {
            label: "Unreadable rows and cells",
            help: "Rows with too few or too many values, and cells that do not fit the type of their column.",
            options: OnBadLines::OPTIONS,
        },
        /// Types that were chosen by the person; those of other columns are proposed from all rows.
        kinds: BTreeMap<String, ColumnKind> = Text { label: "Types", help: "", holds: TextKind::Any },
    }
}

own_form!(BTreeMap<String, ColumnKind>);

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
    fn check(&self) -> Result<(), Misfit> {
        Fields::check(self)
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
        match self {
            LoadChoice::Encoding(encoding) => write!(f, "load.encoding: {}", encoding.name()),
            LoadChoice::Delimiter(delimiter) => write!(f, "load.delimiter: {}", delimiter.name()),
            LoadChoice::SkipRows(rows) => write!(f, "load.skip_rows: {rows}"),
            LoadChoice::HeaderRows(rows) => write!(f, "load.header_rows: {rows}"),
            LoadChoice::Numbers(decimal, thousands) => {
                let (decimal, thousands) = (decimal.name(), thousands.name());
                write!(f, "load.decimal: {decimal}, load.thousands: {thousands}")
            }
            LoadChoice::DateOrder(order) => write!(f, "load.date_order: {}", order.name()),
            LoadChoice::Kind(column, kind) => {
                let kind = serde_json::to_value(kind).unwrap_or_default();
                let kind = kind.as_str().unwrap_or_default();
                write!(f, "load.kinds.{column}: {kind}")
            }
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
    parameters: |recipe| recipe.load.declared(),
    quick: false,
};
