//! Profiles one column in slices: reads, sorts, measures, counts.

use polars::prelude::StringChunked;

use super::cells::{Meaning, NumberKeys, ProfiledCells};
use super::dictionary::{Dictionary, MISSING};
use super::drawing::{Bar, DistributionBuilder, TargetClasses, TargetGroups};
use super::numbers::{NumberFacts, measure};
use super::sample::Sampled;
use super::sort::sorted;
use super::top::Top;
use super::{SLICE, SharedFacts};
use crate::pace::{Pace, pieces};
use grove_protocol::profile::{Bars, ColumnProfile, Distribution, TextLengths};
use grove_recipe::columns::ColumnKind;

/// A column to profile.
pub struct ColumnProfiler {
    pub name: String,
    pub kind: ColumnKind,
    pub cells: ProfiledCells,
    pub rows: usize,
    /// Whether it is the target of a classification: its values are the groups by which every column is counted.
    pub is_class: bool,
}

impl ColumnProfiler {
    /// Profiles the column, and returns also its values in the sample. O(rows · log rows).
    pub async fn profile(self, known: &mut SharedFacts, pace: &Pace) -> (ColumnProfile, Sampled) {
        let mut profile = ColumnProfile {
            name: self.name.clone(),
            kind: self.kind,
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
        };
        let (mut drawing, sampled) = match &self.cells {
            ProfiledCells::Numbers(cells) => self.numbers(cells, &mut profile, known, pace).await,
            ProfiledCells::Texts(cells) => self.texts(cells, &mut profile, known, pace).await,
        };
        for (from, to) in pieces(self.rows, SLICE) {
            drawing.rows(&self.cells, from, to, &mut known.groups);
            pace.pause().await;
        }
        if profile.distinct > 0 {
            profile.distribution.counts = drawing.finish();
        }
        (profile, sampled)
    }

    /// Reads, sorts and measures numbers.
    async fn numbers(
        &self,
        cells: &NumberKeys,
        profile: &mut ColumnProfile,
        known: &mut SharedFacts,
        pace: &Pace,
    ) -> (DistributionBuilder, Sampled) {
        let (mut keys, mut sampled) = (Vec::new(), Vec::new());
        for (from, to) in pieces(self.rows, SLICE) {
            read_numbers(cells, (from, to), known, &mut keys, &mut sampled);
            pace.pause().await;
        }
        profile.missing = (self.rows - keys.len()) as u32;
        let keys = sorted(keys, pace).await;
        let measured = measure(keys, cells.meaning(), pace).await;
        let drawing = self.measured(measured, cells.meaning(), profile, known);
        (drawing, Sampled::Numbers(sampled))
    }

    /// Reads and counts texts.
    async fn texts(
        &self,
        cells: &StringChunked,
        profile: &mut ColumnProfile,
        known: &mut SharedFacts,
        pace: &Pace,
    ) -> (DistributionBuilder, Sampled) {
        let (mut codes, mut sampled) = (Vec::new(), Vec::new());
        let mut dictionary = Dictionary::new(self.rows);
        for (from, to) in pieces(self.rows, SLICE) {
            let read = (&mut codes, &mut sampled);
            read_texts(cells, (from, to), known, &mut dictionary, read);
            pace.pause().await;
        }
        let drawing = self.counted(cells, codes, &dictionary, profile, known);
        let sampled = Sampled::Codes {
            codes: sampled,
            words: profile.distinct,
        };
        (drawing, sampled)
    }

    /// Records the statistics of numbers, and prepares their distribution.
    fn measured(
        &self,
        measured: Option<NumberFacts>,
        meaning: Meaning,
        profile: &mut ColumnProfile,
        known: &mut SharedFacts,
    ) -> DistributionBuilder {
        let (mut min, mut max) = (0.0, 0.0);
        let mut classes = Vec::new();
        if let Some(measured) = measured {
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
            return DistributionBuilder::new(bar, Vec::new(), None, &known.groups);
        }
        classes.truncate(TargetGroups::MOST);
        classes.sort_unstable();
        let others = profile.missing > 0 || profile.distinct as usize > classes.len();
        let names = classes.iter().map(|key| meaning.text(*key)).collect();
        known.groups.begin(names, others);
        DistributionBuilder::new(
            bar,
            Vec::new(),
            Some(TargetClasses::Keys(classes)),
            &known.groups,
        )
    }

    /// Records the statistics of texts, and prepares their distribution.
    fn counted(
        &self,
        cells: &StringChunked,
        codes: Vec<u32>,
        dictionary: &Dictionary,
        profile: &mut ColumnProfile,
        known: &mut SharedFacts,
    ) -> DistributionBuilder {
        let words = &dictionary.words;
        let text = |code: u32| words[code as usize].text(cells);
        profile.distinct = words.len() as u32;
        let present: u32 = words.iter().map(|word| word.rows).sum();
        profile.missing = self.rows as u32 - present;
        let mut top = Top::default();
        for (word, code) in words.iter().zip(0u32..) {
            top.offer(word.rows, code, |code| text(*code));
        }
        let top = top.finish();
        if present > 0 {
            profile.lengths = Some(lengths(dictionary, present));
            profile.distribution.bars = Bars::Values;
        }
        let named = |(code, rows): &(u32, u32)| (text(*code).to_owned(), *rows);
        profile.top = top.iter().map(named).collect();

        let bars = top.len() + usize::from(words.len() > top.len());
        let bar = Bar::Words(places(words.len(), top.iter().map(|(code, _)| *code)), bars);
        if !self.is_class {
            return DistributionBuilder::new(bar, codes, None, &known.groups);
        }
        let mut classes: Vec<u32> = top.iter().map(|(code, _)| *code).collect();
        classes.truncate(TargetGroups::MOST);
        classes.sort_unstable_by_key(|code| text(*code));
        let others = profile.missing > 0 || words.len() > classes.len();
        let names = classes.iter().map(|code| text(*code).to_owned()).collect();
        known.groups.begin(names, others);
        let classes = TargetClasses::Words(places(words.len(), classes.into_iter()));
        DistributionBuilder::new(bar, codes, Some(classes), &known.groups)
    }
}

/// Returns the position of each word among these; one past the end for all others.
fn places(words: usize, of: impl ExactSizeIterator<Item = u32>) -> Vec<u8> {
    let mut places = vec![of.len() as u8; words];
    for (code, place) in of.zip(0..) {
        places[code as usize] = place;
    }
    places
}

fn lengths(dictionary: &Dictionary, present: u32) -> TextLengths {
    let lengths = || dictionary.words.iter().map(|word| word.length);
    let total =
        |word: &super::dictionary::DictionaryWord| u64::from(word.length) * u64::from(word.rows);
    let total: u64 = dictionary.words.iter().map(total).sum();
    TextLengths {
        shortest: lengths().min().unwrap_or(0),
        mean: total as f64 / f64::from(present),
        longest: lengths().max().unwrap_or(0),
    }
}

fn read_numbers(
    cells: &NumberKeys,
    (from, to): (usize, usize),
    known: &mut SharedFacts,
    keys: &mut Vec<u64>,
    sampled: &mut Vec<f64>,
) {
    let meaning = cells.meaning();
    let mut row = from;
    cells.each(from, to, |key| {
        keys.extend(key);
        known.add(row, key);
        if known.is_sampled(row, sampled.len()) {
            sampled.push(key.map_or(f64::NAN, |key| meaning.value(key)));
        }
        row += 1;
    });
}

fn read_texts(
    cells: &StringChunked,
    (from, to): (usize, usize),
    known: &mut SharedFacts,
    dictionary: &mut Dictionary,
    (codes, sampled): (&mut Vec<u32>, &mut Vec<u32>),
) {
    for row in from..to {
        let text = cells.get(row);
        let found = text.map(|text| dictionary.count(cells, row as u32, text));
        let code = found.map_or(MISSING, |(code, _)| code);
        codes.push(code);
        known.add(row, found.map(|(_, hash)| hash));
        if known.is_sampled(row, sampled.len()) {
            sampled.push(code);
        }
    }
}
