//! One column: read, put into order, measured and drawn, a slice of its rows after the other.

use polars::prelude::StringChunked;

use super::cells::{Cells, Numbers};
use super::dictionary::{Dictionary, MISSING};
use super::drawing::{Bar, Classes, Drawing, Groups};
use super::numbers::Measuring;
use super::sample::Sampled;
use super::sort::Sorting;
use super::top::Top;
use super::{Known, SLICE};
use grove_protocol::profile::{Bars, ColumnProfile, Distribution, TextLengths};
use grove_recipe::columns::ColumnKind;

/// A column on its way.
pub struct Column {
    cells: Cells,
    rows: usize,
    /// It is the target of a classification: its values are the groups that every column is told by.
    is_class: bool,
    phase: Phase,
    /// The row that is next.
    at: usize,
    profile: ColumnProfile,
    sampled: Sampled,
}

enum Phase {
    Keys(Vec<u64>),
    Sorting(Sorting),
    Measuring(Measuring),
    Codes(Vec<u32>, Dictionary),
    Drawing(Drawing),
}

impl Column {
    pub fn new(name: String, kind: ColumnKind, cells: Cells, rows: usize, is_class: bool) -> Self {
        let (phase, sampled) = match &cells {
            Cells::Numbers(_) => (Phase::Keys(Vec::new()), Sampled::Numbers(Vec::new())),
            Cells::Texts(_) => (
                Phase::Codes(Vec::new(), Dictionary::new(rows)),
                Sampled::Codes {
                    codes: Vec::new(),
                    words: 0,
                },
            ),
        };
        Self {
            cells,
            rows,
            is_class,
            phase,
            at: 0,
            profile: ColumnProfile {
                name,
                kind,
                missing: 0,
                distinct: 0,
                numbers: None,
                lengths: None,
                top: Vec::new(),
                distribution: Distribution {
                    bars: Bars::None,
                    counts: Vec::new(),
                },
                alone: None,
            },
            sampled,
        }
    }

    /// Goes on for a slice; `false` where all is known.
    pub fn advance(&mut self, known: &mut Known) -> bool {
        let (from, to) = (self.at, self.rows.min(self.at + SLICE));
        let over = to == self.rows;
        // Each phase that goes over the rows begins with the first.
        let mut pass = || self.at = if over { 0 } else { to };
        match (&mut self.phase, &self.cells) {
            (Phase::Keys(keys), Cells::Numbers(cells)) => {
                pass();
                read_numbers(cells, (from, to), known, keys, &mut self.sampled);
                if over {
                    self.profile.missing = (self.rows - keys.len()) as u32;
                    self.phase = Phase::Sorting(Sorting::new(std::mem::take(keys)));
                }
            }
            (Phase::Sorting(sorting), Cells::Numbers(cells)) => {
                if !sorting.advance() {
                    let measuring = Measuring::new(sorting.take(), cells.meaning());
                    self.phase = Phase::Measuring(measuring);
                }
            }
            (Phase::Measuring(measuring), Cells::Numbers(_)) => {
                if !measuring.advance() {
                    self.phase = Phase::Drawing(self.measured(known));
                }
            }
            (Phase::Codes(codes, words), Cells::Texts(cells)) => {
                pass();
                read_texts(cells, (from, to), known, codes, words, &mut self.sampled);
                if over {
                    self.phase = Phase::Drawing(self.counted(known));
                }
            }
            (Phase::Drawing(drawing), cells) => {
                pass();
                drawing.rows(cells, from, to, &mut known.groups);
                return !over;
            }
            _ => unreachable!("numbers have keys and texts have codes"),
        }
        true
    }

    /// What there is to tell, and the values in the rows of the sample.
    pub fn finish(mut self) -> (ColumnProfile, Sampled) {
        if let (Phase::Drawing(drawing), true) = (self.phase, self.profile.distinct > 0) {
            self.profile.distribution.counts = drawing.finish();
        }
        (self.profile, self.sampled)
    }

    fn take(&mut self) -> Phase {
        std::mem::replace(&mut self.phase, Phase::Keys(Vec::new()))
    }

    /// Takes down what the numbers amount to, and begins to draw them.
    fn measured(&mut self, known: &mut Known) -> Drawing {
        let (Phase::Measuring(measuring), Cells::Numbers(cells)) = (self.take(), &self.cells)
        else {
            unreachable!("it was just measured");
        };
        let meaning = cells.meaning();
        let profile = &mut self.profile;
        let (mut min, mut max) = (0.0, 0.0);
        let mut classes = Vec::new();
        if let Some(measured) = measuring.finish() {
            (min, max) = (measured.profile.min, measured.profile.max);
            profile.distinct = measured.distinct;
            profile.numbers = Some(measured.profile);
            profile.distribution.bars = Bars::Numbers { min, max };
            classes = measured.top.iter().map(|(key, _)| *key).collect();
            let named = |(key, rows): (u64, u32)| (meaning.text(key), rows);
            profile.top = measured.top.into_iter().map(named).collect();
        }
        let bar = Bar::Bins(min, max);
        if !self.is_class {
            return Drawing::new(bar, Vec::new(), None, &known.groups);
        }
        classes.truncate(Groups::MOST);
        classes.sort_unstable();
        let others = profile.missing > 0 || profile.distinct as usize > classes.len();
        let names = classes.iter().map(|key| meaning.text(*key)).collect();
        known.groups.begin(names, others);
        Drawing::new(bar, Vec::new(), Some(Classes::Keys(classes)), &known.groups)
    }

    /// Takes down what the texts amount to, and begins to draw them.
    fn counted(&mut self, known: &mut Known) -> Drawing {
        let (Phase::Codes(codes, dictionary), Cells::Texts(cells)) = (self.take(), &self.cells)
        else {
            unreachable!("its texts were just read");
        };
        let words = &dictionary.words;
        let text = |code: u32| words[code as usize].text(cells);
        let profile = &mut self.profile;
        profile.distinct = words.len() as u32;
        if let Sampled::Codes { words, .. } = &mut self.sampled {
            *words = profile.distinct;
        }
        let present: u32 = words.iter().map(|word| word.rows).sum();
        profile.missing = self.rows as u32 - present;
        let mut top = Top::default();
        for (word, code) in words.iter().zip(0u32..) {
            top.offer(word.rows, code, |code| text(*code));
        }
        let top = top.finish();
        if present > 0 {
            profile.lengths = Some(lengths(&dictionary, present));
            profile.distribution.bars = Bars::Values;
        }
        let named = |(code, rows): &(u32, u32)| (text(*code).to_owned(), *rows);
        profile.top = top.iter().map(named).collect();

        let bars = top.len() + usize::from(words.len() > top.len());
        let bar = Bar::Words(places(words.len(), top.iter().map(|(code, _)| *code)), bars);
        if !self.is_class {
            return Drawing::new(bar, codes, None, &known.groups);
        }
        let mut classes: Vec<u32> = top.iter().map(|(code, _)| *code).collect();
        classes.truncate(Groups::MOST);
        classes.sort_unstable_by_key(|code| text(*code));
        let others = profile.missing > 0 || words.len() > classes.len();
        let names = classes.iter().map(|code| text(*code).to_owned()).collect();
        known.groups.begin(names, others);
        let classes = Classes::Words(places(words.len(), classes.into_iter()));
        Drawing::new(bar, codes, Some(classes), &known.groups)
    }
}

/// Where each of so many words stands among these; the place behind them for all others.
fn places(words: usize, of: impl ExactSizeIterator<Item = u32>) -> Vec<u8> {
    let mut places = vec![of.len() as u8; words];
    for (code, place) in of.zip(0..) {
        places[code as usize] = place;
    }
    places
}

fn lengths(dictionary: &Dictionary, present: u32) -> TextLengths {
    let lengths = || dictionary.words.iter().map(|word| word.length);
    let total = |word: &super::dictionary::Word| u64::from(word.length) * u64::from(word.rows);
    let total: u64 = dictionary.words.iter().map(total).sum();
    TextLengths {
        shortest: lengths().min().unwrap_or(0),
        mean: total as f64 / f64::from(present),
        longest: lengths().max().unwrap_or(0),
    }
}

fn read_numbers(
    cells: &Numbers,
    (from, to): (usize, usize),
    known: &mut Known,
    keys: &mut Vec<u64>,
    sampled: &mut Sampled,
) {
    let Sampled::Numbers(values) = sampled else {
        return;
    };
    let meaning = cells.meaning();
    let mut row = from;
    cells.each(from, to, |key| {
        keys.extend(key);
        known.tell(row, key);
        if known.is_sampled(row, values.len()) {
            values.push(key.map_or(f64::NAN, |key| meaning.value(key)));
        }
        row += 1;
    });
}

fn read_texts(
    cells: &StringChunked,
    (from, to): (usize, usize),
    known: &mut Known,
    codes: &mut Vec<u32>,
    dictionary: &mut Dictionary,
    sampled: &mut Sampled,
) {
    let Sampled::Codes { codes: drawn, .. } = sampled else {
        return;
    };
    for row in from..to {
        let text = cells.get(row);
        let found = text.map(|text| dictionary.count(cells, row as u32, text));
        let code = found.map_or(MISSING, |(code, _)| code);
        codes.push(code);
        known.tell(row, found.map(|(_, hash)| hash));
        if known.is_sampled(row, drawn.len()) {
            drawn.push(code);
        }
    }
}
