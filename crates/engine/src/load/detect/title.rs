//! Detects what is not data: titles, comments, Excel's separator line, columns of row names.

use grove_recipe::{Comment, Delimiter, Layout};

use super::header::is_header;
use super::{NumberedRecord, records, usual_width};

/// The most lines of a title above the header.
const TITLE_LINES: u32 = 30;

/// Returns `Some` if the first line is like `sep=;`, with the delimiter that it names, if that is a known one.
pub fn separator_line(text: &str) -> Option<Option<Delimiter>> {
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    let line = line.trim_end_matches([' ', '"']).trim_start_matches('"');
    let (word, mark) = line.split_at_checked("sep=".len())?;
    if !word.eq_ignore_ascii_case("sep=") || mark.chars().count() > 1 {
        return None;
    }
    Some(match mark {
        "," => Some(Delimiter::Comma),
        ";" => Some(Delimiter::Semicolon),
        "\t" => Some(Delimiter::Tab),
        "|" => Some(Delimiter::Bar),
        _ => None,
    })
}

/// Returns whether values are in single quotes.
pub fn single_quotes(text: &str) -> bool {
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

/// Returns the mark of comment lines: lines that start with it have another number of values than rows.
pub fn comment(text: &str, layout: &Layout) -> Comment {
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

/// Returns how many records precede the header: all that are shorter than the table's rows, if a header of that width
/// follows or if each is a single value. Rows that grow longer further down are no title.
pub fn title(records: &[NumberedRecord]) -> usize {
    let widths: Vec<usize> = records.iter().map(|(record, _)| record.len()).collect();
    let (width, _) = usual_width(&widths);
    let Some(first) = widths.iter().position(|w| *w >= width) else {
        return 0;
    };
    // A header may lack the delimiter that ends every row.
    let shorter = first > 1 && widths[first - 1] > 1 && widths[first - 1] + 1 == width;
    let first = first - usize::from(shorter);
    let far = records[first].1 > u64::from(TITLE_LINES);
    if width == 1 || far || first == 0 {
        return 0;
    }
    let below: Vec<&[String]> = records[first..]
        .iter()
        .map(|(record, _)| record.as_slice())
        .collect();
    let lone = widths[..first].iter().all(|w| *w == 1);
    // A header may lack the delimiter that ends every row, or a name for the rows' names.
    let header = first == 1 && widths[0] + 1 == width;
    if is_header(&below) || (lone && !header) {
        first
    } else {
        0
    }
}

/// Returns how many records precede the header in a table whose every line has all delimiters, as spreadsheets write
/// it: all that have at most one value, if a header follows.
pub fn padded_title(records: &[NumberedRecord]) -> usize {
    const COLUMNS: usize = 3;
    let filled =
        |(record, _): &NumberedRecord| record.iter().filter(|cell| !cell.trim().is_empty()).count();
    let Some(first) = records.iter().position(|record| filled(record) > 1) else {
        return 0;
    };
    let far = records[first].1 > u64::from(TITLE_LINES);
    let says = records[..first].iter().any(|record| filled(record) == 1);
    if far || !says || records[first].0.len() < COLUMNS {
        return 0;
    }
    let below: Vec<&[String]> = records[first..]
        .iter()
        .map(|(record, _)| record.as_slice())
        .collect();
    if is_header(&below) { first } else { 0 }
}

/// Returns whether every row has one value more than the header names, the first being the row's name, as R writes
/// tables.
pub fn names_rows(records: &[Vec<String>]) -> bool {
    let Some((header, below)) = records.split_first() else {
        return false;
    };
    let longer = |record: &Vec<String>| {
        record.len() == header.len() + 1 && record.last().is_some_and(|cell| !cell.is_empty())
    };
    !below.is_empty() && below.iter().all(longer)
}
