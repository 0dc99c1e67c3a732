//! The parameters of loading. The first option of most is to detect it from the bytes.

use super::{Choice, Integer, Switch, Text};
use crate::{Comment, DateOrder, Decimal, Delimiter, OnBadLines, Quote, TextEncoding, Thousands};

/// How letters are written as bytes.
pub const ENCODING_OF_TEXT: Choice<Option<TextEncoding>> = Choice {
    name: "encoding_of_text",
    label: "Encoding",
    help: "How letters beyond the English alphabet are written as bytes. Where names look garbled, try another.",
    options: &[
        (None, "as detected"),
        (Some(TextEncoding::Utf8), "UTF-8"),
        (Some(TextEncoding::Utf16Le), "UTF-16"),
        (Some(TextEncoding::Utf16Be), "UTF-16, big end first"),
        (Some(TextEncoding::Windows1252), "Windows-1252"),
    ],
};
/// What separates the values of a row.
pub const DELIMITER: Choice<Option<Delimiter>> = Choice {
    name: "delimiter",
    label: "Between values",
    help: "What separates the values of a row.",
    options: &[
        (None, "as detected"),
        (Some(Delimiter::Comma), "comma"),
        (Some(Delimiter::Semicolon), "semicolon"),
        (Some(Delimiter::Tab), "tab"),
        (Some(Delimiter::Bar), "bar |"),
        (Some(Delimiter::Space), "spaces"),
    ],
};
/// What can stand around a value.
pub const QUOTE: Choice<Option<Quote>> = Choice {
    name: "quote",
    label: "Around values",
    help: "What may stand around a value that holds a delimiter or a line end.",
    options: &[
        (None, "as detected"),
        (Some(Quote::Double), "double quotes"),
        (Some(Quote::Single), "single quotes"),
        (Some(Quote::None), "nothing"),
    ],
};
/// Lines above the header that are not read.
pub const SKIP_ROWS: Integer = Integer {
    name: "skip_rows",
    label: "Lines to skip",
    help: "Lines above the header, such as a title. Empty: as detected.",
    min: 0,
    max: 10_000,
    default: 0,
};
/// Rows that hold the columns' names.
pub const HEADER_ROWS: Choice<Option<u32>> = Choice {
    name: "header_rows",
    label: "Header",
    help: "Rows that name the columns. The names of two rows, such as names and units, are joined.",
    options: &[
        (None, "as detected"),
        (Some(1), "one row"),
        (Some(0), "none"),
        (Some(2), "two rows"),
    ],
};
/// What begins a line that is not read.
pub const COMMENT: Choice<Option<Comment>> = Choice {
    name: "comment",
    label: "Comment lines",
    help: "Lines that begin with this are not read.",
    options: &[
        (None, "as detected"),
        (Some(Comment::None), "none"),
        (Some(Comment::Hash), "begin with #"),
        (Some(Comment::Percent), "begin with %"),
    ],
};
/// What stands before the decimals of a number.
pub const DECIMAL: Choice<Option<Decimal>> = Choice {
    name: "decimal",
    label: "Decimals after",
    help: "What stands before the decimals of a number.",
    options: &[
        (None, "as detected"),
        (Some(Decimal::Point), "a point"),
        (Some(Decimal::Comma), "a comma"),
    ],
};
/// What stands between the thousands of a number.
pub const THOUSANDS: Choice<Option<Thousands>> = Choice {
    name: "thousands",
    label: "Between thousands",
    help: "What groups the digits of large numbers by three.",
    options: &[
        (None, "as detected"),
        (Some(Thousands::None), "nothing"),
        (Some(Thousands::Comma), "commas"),
        (Some(Thousands::Point), "points"),
        (Some(Thousands::Space), "spaces"),
        (Some(Thousands::Apostrophe), "apostrophes"),
    ],
};
/// Which number of `01/02/2024` is the day.
pub const DATE_ORDER: Choice<Option<DateOrder>> = Choice {
    name: "date_order",
    label: "Dates such as 01/02/2024",
    help: "Which number is the day. Dates with the year in front and with points need no choice.",
    options: &[
        (None, "as detected"),
        (Some(DateOrder::DayFirst), "day first"),
        (Some(DateOrder::MonthFirst), "month first"),
    ],
};
/// Whether spaces around a value are removed.
pub const TRIM: Switch = Switch {
    name: "trim",
    label: "Trim spaces",
    help: "Removes spaces before and after each value, so that “red ” and “red” are one category.",
    default: true,
};
/// What counts as missing besides the empty cell, unless the recipe says otherwise: the words of R, pandas and databases,
/// and the errors of spreadsheets.
pub const MISSING_VALUES: [&str; 22] = [
    "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "?", "<NA>", "NaT", "\\N", "#N/A",
    "#N/A N/A", "#NA", "#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NAME?", "#NULL!", "-nan",
];
/// What stands for a missing value among numbers and dates besides, in any case of letters: words and marks that people,
/// SAS, SPSS and spreadsheets put there. Among texts they are values. Where nothing is to count as missing, nor are these.
pub const MISSING_AMONG_NUMBERS: [&str; 57] = [
    "NA",
    "N/A",
    "n.a.",
    "na.",
    "NaN",
    "-nan",
    "+nan",
    "null",
    "none",
    "nil",
    "?",
    "??",
    "<NA>",
    "NaT",
    "\\N",
    "#N/A",
    "#N/A N/A",
    "#NA",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NUM!",
    "#NAME?",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "-1.#IND",
    "1.#IND",
    "-1.#QNAN",
    "1.#QNAN",
    "-",
    "--",
    "---",
    "–",
    "—",
    ".",
    "..",
    "...",
    "…",
    "*",
    "**",
    "***",
    ":",
    "unknown",
    "missing",
    "(missing)",
    "(blank)",
    "(null)",
    "(none)",
    "blank",
    "undefined",
    "not available",
    "not applicable",
    "no data",
    "sysmis",
    "tbd",
    "tba",
];
/// What becomes of rows and cells that cannot be read.
pub const ON_BAD_LINES: Choice<OnBadLines> = Choice {
    name: "on_bad_lines",
    label: "What cannot be read",
    help: "Rows with too few or too many values, and cells that are no value of their column's type.",
    options: &[
        (OnBadLines::Warn, "is set aside and listed"),
        (OnBadLines::Error, "stops the loading"),
    ],
};
/// Texts that count as missing besides the empty cell.
pub const COUNTS_AS_MISSING: Text = Text {
    name: "missing_values",
    label: "What counts as missing",
    help: "Besides the empty cell. Separated by commas, compared after trimming. Take NA away where it is a value, such as a country's code.",
};
