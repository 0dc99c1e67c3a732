//! Detects the delimiter: the one by which the first records have equally many cells that look like values.

use grove_recipe::{Delimiter, Layout, Quote};

use super::{CellGuess, records, seems, usual_width};

const CANDIDATES: [Delimiter; 4] = [
    Delimiter::Comma,
    Delimiter::Semicolon,
    Delimiter::Tab,
    Delimiter::Bar,
];

/// Returns the best delimiter; a comma if none splits anything.
pub fn delimiter(text: &str, layout: &Layout) -> Delimiter {
    /// A score that one bad row, or a comma in a text, may give.
    const POOR: f64 = 0.5;
    if is_one_column(text) {
        return of_one_column(text);
    }
    let mut best = (Delimiter::Comma, 0.0, 0);
    for delimiter in CANDIDATES {
        let (score, width) = score(text, layout, delimiter);
        // A tiny difference is chance; then more columns are better, and then the order above.
        let better = score > best.1 + 1e-9 || (score > best.1 - 1e-9 && width > best.2);
        if width > 1 && better {
            best = (delimiter, score, width);
        }
    }
    if best.1 < POOR && is_spaced(text, layout) {
        return Delimiter::Space;
    }
    best.0
}

/// Returns whether spaces split every line into equally many cells, most of them numbers, and no line is a value as a
/// whole, such as a date with a time.
fn is_spaced(text: &str, layout: &Layout) -> bool {
    let layout = Layout {
        delimiter: Delimiter::Space,
        ..*layout
    };
    let Some(joined) = joined(text, &layout) else {
        return false;
    };
    let records = records(&joined, &layout);
    let width = records.first().map_or(0, |(record, _)| record.len());
    let cells = || records.iter().skip(1).flat_map(|(record, _)| record);
    let values = cells()
        .filter(|cell| seems(cell) != CellGuess::Text)
        .count();
    let whole = |line: &str| matches!(seems(line), CellGuess::Number | CellGuess::Date);
    width > 1
        && records.len() > 1
        && records.iter().all(|(record, _)| record.len() == width)
        && values * 2 > cells().count()
        && !records
            .iter()
            .flat_map(|(record, _)| record)
            .any(|cell| cell.ends_with([',', ';']))
        && !joined.lines().take(50).any(whole)
}

/// Returns the score of a delimiter and its number of columns: the share of records with the usual number of values,
/// times the mean score of their cells. Numbers, dates and empty cells are surely values. A delimiter with a space
/// behind it is more likely part of a sentence.
fn score(text: &str, layout: &Layout, delimiter: Delimiter) -> (f64, usize) {
    /// The score of a text cell; that of a number is 1.
    const TEXT: f64 = 0.2;
    /// The share of its score that a delimiter loses if a space follows it everywhere.
    const SPACED: f64 = 0.3;
    /// The share of its score that a delimiter keeps if it does not split the first record.
    const UNNAMED: f64 = 0.25;
    let layout = Layout {
        delimiter,
        ..*layout
    };
    let joined = joined(text, &layout);
    let records = records(joined.as_deref().unwrap_or(text), &layout);
    let widths: Vec<usize> = records.iter().map(|(record, _)| record.len()).collect();
    let (width, count) = usual_width(&widths);
    if width == 1 {
        return (0.0, 1);
    }
    let (mut cells, mut values, mut inner, mut spaced) = (0.0, 0.0, 0.0, 0.0);
    for (record, _) in records.iter().filter(|(record, _)| record.len() == width) {
        for (place, cell) in record.iter().enumerate() {
            cells += 1.0;
            if seems(cell) != CellGuess::Text {
                values += 1.0;
            }
            if place > 0 {
                inner += 1.0;
                if cell.starts_with(' ') {
                    spaced += 1.0;
                }
            }
        }
    }
    let steady = count as f64 / widths.len() as f64;
    let worth = TEXT + (1.0 - TEXT) * values / cells;
    let named = if widths[0] == 1 { UNNAMED } else { 1.0 };
    (
        steady * worth * named * (1.0 - SPACED * spaced / inner),
        width,
    )
}

/// Returns whether every line after the first is a number with a comma in it, and the first is a name without one.
fn is_one_column(text: &str) -> bool {
    const LINES: usize = 50;
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let named = lines.next().is_some_and(|name| {
        !name.contains([',', ';', '\t', '|']) && seems(name) == CellGuess::Text
    });
    let mut below = lines.take(LINES).peekable();
    named
        && below.peek().is_some()
        && below
            .all(|line| !line.contains([';', '\t', '|', '"']) && seems(line) == CellGuess::Number)
}

/// Returns a comma, or a semicolon if commas are parts of numbers.
fn of_one_column(text: &str) -> Delimiter {
    match text.contains(',') {
        true => Delimiter::Semicolon,
        false => Delimiter::Comma,
    }
}

/// Returns whether quotes after a delimiter and spaces open a value. If most values have a space in front, one with a
/// quote may come further down.
pub fn spaced_quotes(text: &str, layout: &Layout) -> bool {
    let quote = char::from(layout.quote.byte());
    let (mut all, mut spaced) = (0_usize, 0_usize);
    for behind in text.split(char::from(layout.delimiter.byte())).skip(1) {
        all += 1;
        if behind.starts_with(' ') {
            spaced += 1;
            if behind.trim_start_matches(' ').starts_with(quote) {
                return layout.quote != Quote::None;
            }
        }
    }
    layout.quote != Quote::None && spaced * 2 > all
}

/// Returns the text without spaces between a delimiter and a quote that opens a value; `None` if there are none.
pub fn joined(text: &str, layout: &Layout) -> Option<String> {
    if layout.delimiter != Delimiter::Space && !spaced_quotes(text, layout) {
        return None;
    }
    let mut joiner = Joiner::new(layout);
    let mut bytes = Vec::with_capacity(text.len());
    joiner.push(text.as_bytes(), &mut bytes);
    joiner.end(&mut bytes);
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Removes spaces between a delimiter and a quote; if spaces are the delimiter, all but one of several in a row, and
/// those at the ends of a line.
pub struct Joiner {
    delimiter: u8,
    quote: u8,
    quoted: bool,
    /// Whether the last character closed a quote, so that another quote would be part of the value.
    closed: bool,
    /// Whether a value starts here.
    begins: bool,
    /// The number of spaces at the start of a value, or between values, that are held back.
    spaces: usize,
    /// Whether the line so far has only spaces.
    start: bool,
}

impl Joiner {
    pub fn new(layout: &Layout) -> Self {
        Self {
            delimiter: layout.delimiter.byte(),
            quote: layout.quote.byte(),
            quoted: false,
            closed: false,
            begins: true,
            spaces: 0,
            start: true,
        }
    }

    pub fn push(&mut self, bytes: &[u8], joined: &mut Vec<u8>) {
        for &byte in bytes {
            if self.quoted {
                self.quoted = byte != self.quote;
                self.closed = !self.quoted;
                joined.push(byte);
                continue;
            }
            if self.delimiter == b' ' {
                self.between_spaces(byte, joined);
                continue;
            }
            if self.begins && byte == b' ' {
                self.spaces += 1;
                continue;
            }
            let opens = self.begins && byte == self.quote;
            if opens {
                self.spaces = 0;
            }
            self.end(joined);
            self.quoted = opens || (byte == self.quote && self.closed);
            self.closed = false;
            self.begins = byte == self.delimiter || matches!(byte, b'\n' | b'\r');
            joined.push(byte);
        }
    }

    fn between_spaces(&mut self, byte: u8, joined: &mut Vec<u8>) {
        match byte {
            b' ' | b'\t' => self.spaces += 1,
            b'\n' | b'\r' => {
                (self.spaces, self.start) = (0, true);
                joined.push(byte);
            }
            _ => {
                let begins = self.start || self.spaces > 0;
                if self.spaces > 0 && !self.start {
                    joined.push(b' ');
                }
                let quote = byte == self.quote;
                self.quoted = quote && (begins || self.closed);
                (self.spaces, self.start) = (0, false);
                joined.push(byte);
            }
        }
        self.closed = false;
    }

    /// Writes spaces that were held back and opened no quoted value.
    pub fn end(&mut self, joined: &mut Vec<u8>) {
        if self.delimiter == b' ' {
            return;
        }
        joined.resize(joined.len() + self.spaces, b' ');
        self.spaces = 0;
    }
}
