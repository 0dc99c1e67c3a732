//! Detection: how a delimited file is written, judged by its first lines. What was chosen is not judged.

use csv::{ByteRecord, ReaderBuilder};

use crate::api::parameters::MISSING_VALUES;
use crate::api::recipe::{
    Comment, DateOrder, Decimal, Delimiter, Layout, Load, Quote, TextEncoding, Thousands,
};

use super::forms::{canonical_number, date_parts};

/// Records that are looked at.
const RECORDS: usize = 500;
/// Rows of numbers that must stand below a row of units.
const ROWS_BELOW_UNITS: usize = 3;
/// Columns of numbers that must have a unit.
const COLUMNS_OF_UNITS: usize = 2;
/// Lines of a title that are looked for above the header.
const TITLE_LINES: u32 = 30;

/// Judges by the first lines of a text.
pub fn detect(sample: &str, encoding: TextEncoding, load: &Load) -> Layout {
    let mut layout = Layout {
        encoding,
        delimiter: load.delimiter.unwrap_or(Delimiter::Comma),
        quote: load.quote.unwrap_or(Quote::Double),
        skip_rows: load.skip_rows.unwrap_or(0),
        header_rows: load.header_rows.unwrap_or(1),
        comment: load.comment.unwrap_or(Comment::None),
        decimal: load.decimal.unwrap_or(Decimal::Point),
        thousands: load.thousands.unwrap_or(Thousands::None),
        date_order: load.date_order.unwrap_or(DateOrder::DayFirst),
    };
    let text = skip_lines(sample, layout.skip_rows);
    if load.quote.is_none() && !text.contains('"') && single_quotes(text) {
        layout.quote = Quote::Single;
    }
    if load.delimiter.is_none() {
        layout.delimiter = delimiter(text, &layout);
    }
    if load.comment.is_none() {
        layout.comment = comment(text, &layout);
    }
    let mut records = records(text, &layout);
    if load.skip_rows.is_none() {
        let title = title(&records);
        if title > 0 {
            layout.skip_rows = records[title].1 as u32 - 1;
            records.drain(..title);
        }
    }
    let records: Vec<Vec<String>> = records.into_iter().map(|(record, _)| record).collect();
    if load.decimal.is_none() || load.thousands.is_none() {
        numbers(records.iter().skip(1).flatten(), load, &mut layout);
    }
    if load.header_rows.is_none() {
        layout.header_rows = header_rows(&records, &layout);
    }
    if load.date_order.is_none() {
        layout.date_order = date_order(records.iter().flatten());
    }
    layout
}

/// The text below so many lines; a lone carriage return ends a line too.
pub fn skip_lines(text: &str, lines: u32) -> &str {
    let mut rest = text;
    for _ in 0..lines {
        let Some(end) = rest.find(['\n', '\r']) else {
            return "";
        };
        let length = if rest[end..].starts_with("\r\n") {
            2
        } else {
            1
        };
        rest = &rest[end + length..];
    }
    rest
}

/// A reader's settings for this layout.
pub fn reader(layout: &Layout) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder
        .delimiter(layout.delimiter.byte())
        .quoting(layout.quote != Quote::None)
        .quote(if layout.quote == Quote::Single {
            b'\''
        } else {
            b'"'
        })
        .comment(match layout.comment {
            Comment::None => None,
            Comment::Hash => Some(b'#'),
            Comment::Percent => Some(b'%'),
        })
        .has_headers(false)
        .flexible(true);
    builder
}

/// The first records with the lines on which they begin.
fn records(text: &str, layout: &Layout) -> Vec<(Vec<String>, u64)> {
    let mut reader = reader(layout).from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    let mut records = Vec::new();
    while records.len() < RECORDS && reader.read_byte_record(&mut record).unwrap_or(false) {
        let line = record.position().map_or(1, csv::Position::line);
        let cells = record
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).into_owned());
        records.push((cells.collect(), line));
    }
    records
}

/// The most frequent number of values above one, and how many records have it.
fn usual_width(widths: &[usize]) -> (usize, usize) {
    let mut sorted: Vec<usize> = widths.iter().copied().filter(|w| *w > 1).collect();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b);
    let longest = runs.max_by_key(|run| (run.len(), run[0]));
    longest.map_or((1, 0), |run| (run[0], run.len()))
}

/// The delimiter that splits the first records into the most columns of a constant count; a comma if none does.
fn delimiter(text: &str, layout: &Layout) -> Delimiter {
    let score = |delimiter| {
        let records = records(
            text,
            &Layout {
                delimiter,
                ..*layout
            },
        );
        let widths: Vec<usize> = records.iter().map(|(record, _)| record.len()).collect();
        let (width, count) = usual_width(&widths);
        // Consistency first (in tenths, so that one bad row does not decide), then the number of columns.
        match width {
            1 => (0, 0),
            _ => (count * 10 / widths.len(), width),
        }
    };
    let mut best = (Delimiter::Comma, score(Delimiter::Comma));
    for delimiter in [Delimiter::Semicolon, Delimiter::Tab, Delimiter::Bar] {
        let candidate = score(delimiter);
        if candidate > best.1 {
            best = (delimiter, candidate);
        }
    }
    best.0
}

/// Whether values stand in single quotes.
fn single_quotes(text: &str) -> bool {
    let quoted = |cell: &str| cell.len() > 1 && cell.starts_with('\'') && cell.ends_with('\'');
    let lines = text.lines().take(50).filter(|line| !line.is_empty());
    let mut seen = 0;
    let mut with = 0;
    for line in lines {
        seen += 1;
        with += usize::from(
            line.split([',', ';', '\t', '|'])
                .any(|cell| quoted(cell.trim())),
        );
    }
    seen > 0 && with * 2 > seen
}

/// A mark with which lines begin that are no rows: they have another number of values than rows have.
fn comment(text: &str, layout: &Layout) -> Comment {
    let all = records(text, layout);
    let widths: Vec<usize> = all.iter().map(|(record, _)| record.len()).collect();
    let (width, _) = usual_width(&widths);
    let marks = |mark: char| {
        let mut marked = all
            .iter()
            .filter(|(record, _)| record[0].starts_with(mark))
            .peekable();
        marked.peek().is_some() && marked.all(|(record, _)| record.len() != width)
    };
    match width {
        1 => Comment::None,
        _ if marks('#') => Comment::Hash,
        _ if marks('%') => Comment::Percent,
        _ => Comment::None,
    }
}

/// How many records stand above the header: all that are shorter than the table's rows, up to the first that is not.
fn title(records: &[(Vec<String>, u64)]) -> usize {
    let widths: Vec<usize> = records.iter().map(|(record, _)| record.len()).collect();
    let (width, _) = usual_width(&widths);
    let Some(first) = widths.iter().position(|w| *w >= width) else {
        return 0;
    };
    // A header may lack the delimiter that ends every row, or a name for the rows' own names.
    let header = first == 1 && widths[0] + 1 == width;
    let far = records[first].1 > u64::from(TITLE_LINES);
    if width == 1 || header || far {
        0
    } else {
        first
    }
}

/// Whether every row has one value more than the header names, the first being the row's own name, as R writes tables.
pub fn names_rows(sample: &str, layout: &Layout) -> bool {
    let text = skip_lines(sample, layout.skip_rows);
    let records = records(text, layout);
    let Some(((header, _), below)) = records.split_first() else {
        return false;
    };
    let longer = |record: &Vec<String>| {
        record.len() == header.len() + 1 && record.last().is_some_and(|cell| !cell.is_empty())
    };
    layout.header_rows == 1 && !below.is_empty() && below.iter().all(|(record, _)| longer(record))
}

/// Whether a text is a number by these marks.
fn is_number(text: &str, layout: &Layout) -> bool {
    canonical_number(text.trim(), layout.decimal, layout.thousands).is_some()
}

/// Two header rows where the second holds no number in a column of numbers, none where the first row holds one.
fn header_rows(records: &[Vec<String>], layout: &Layout) -> u32 {
    let [first, second, rest @ ..] = records else {
        return 1;
    };
    let present = |cell: &&String| !cell.trim().is_empty();
    let numbers_in = |rows: &[Vec<String>], column: usize| {
        let mut cells = rows
            .iter()
            .filter_map(|row| row.get(column))
            .filter(present)
            .peekable();
        cells.peek().is_some() && cells.all(|cell| is_number(cell, layout))
    };
    let numeric = |cell: &String| is_number(cell, layout);
    if rest.len() >= ROWS_BELOW_UNITS && !first.iter().any(numeric) {
        let (mut units, mut others) = (0, 0);
        for (column, cell) in second.iter().enumerate() {
            let cell = cell.trim();
            let again = || {
                rest.iter()
                    .filter_map(|row| row.get(column))
                    .any(|c| c.trim() == cell)
            };
            if numbers_in(rest, column) {
                units += usize::from(is_unit(cell));
                others += usize::from(!cell.is_empty() && !is_unit(cell));
            } else {
                others += usize::from(!cell.is_empty() && again());
            }
        }
        // A single odd cell above numbers is a wrong value, and a text that comes again is a value too.
        if units >= COLUMNS_OF_UNITS && others == 0 {
            return 2;
        }
    }
    let below = &records[1..];
    let named =
        (0..first.len()).any(|column| numbers_in(below, column) && !numeric(&first[column]));
    let unnamed = first.iter().filter(present).all(numeric)
        || (0..first.len()).any(|column| {
            numbers_in(below, column) && numeric(&first[column]) && !year(&first[column])
        });
    if unnamed && !named { 0 } else { 1 }
}

/// Whether a text above numbers may say what they are measured in. What stands for a missing value does not.
fn is_unit(text: &str) -> bool {
    let says = text
        .chars()
        .any(|c| c.is_alphabetic() || "%°€$£".contains(c));
    says && !text.starts_with(|c: char| c.is_ascii_digit()) && !MISSING_VALUES.contains(&text)
}

/// A year names a column as well as any word.
fn year(text: &str) -> bool {
    text.trim()
        .parse::<u32>()
        .is_ok_and(|year| (1000..=2999).contains(&year))
}

/// What stands before decimals and between thousands, where the values leave no doubt; a point and nothing otherwise.
fn numbers<'a>(cells: impl Iterator<Item = &'a String>, load: &Load, layout: &mut Layout) {
    let cells: Vec<&str> = cells
        .map(|cell| cell.trim())
        .filter(|c| c.starts_with(|c: char| c.is_ascii_digit() || "+-.,".contains(c)))
        .collect();
    let count = |decimal, thousands| {
        cells
            .iter()
            .filter(|cell| canonical_number(cell, decimal, thousands).is_some())
            .count()
    };
    let decimals = match load.decimal {
        Some(decimal) => vec![decimal],
        None => vec![Decimal::Point, Decimal::Comma],
    };
    let thousands = match load.thousands {
        Some(thousands) => vec![thousands],
        None => vec![
            Thousands::None,
            Thousands::Comma,
            Thousands::Point,
            Thousands::Space,
            Thousands::Apostrophe,
        ],
    };
    // `1,234` alone is a thousand, since a comma before exactly three decimals in every value is rarer.
    let mut best = (0, layout.decimal, layout.thousands);
    let mut first = true;
    for thousands in thousands {
        for &decimal in &decimals {
            let clash = matches!(
                (decimal, thousands),
                (Decimal::Point, Thousands::Point) | (Decimal::Comma, Thousands::Comma)
            );
            let found = count(decimal, thousands);
            if !clash && (first || found > best.0) {
                best = (found, decimal, thousands);
                first = false;
            }
        }
    }
    (layout.decimal, layout.thousands) = (best.1, best.2);
    let grouped = |cell: &&&str| canonical_number(cell, Decimal::Point, Thousands::Comma).is_some();
    if load.decimal.is_none()
        && load.thousands.is_none()
        && layout.decimal == Decimal::Comma
        && layout.thousands == Thousands::None
        && cells
            .iter()
            .filter(|cell| cell.contains(','))
            .all(|cell| grouped(&cell))
    {
        (layout.decimal, layout.thousands) = (Decimal::Point, Thousands::Comma);
    }
}

/// The day first, unless a second number above twelve says otherwise.
fn date_order<'a>(cells: impl Iterator<Item = &'a String>) -> DateOrder {
    let (mut day_first, mut month_first) = (0, 0);
    for cell in cells {
        if let Some((first, second, ..)) = date_parts(cell.trim()) {
            day_first += u32::from(first > 12);
            month_first += u32::from(second > 12);
        }
    }
    if month_first > day_first {
        DateOrder::MonthFirst
    } else {
        DateOrder::DayFirst
    }
}
