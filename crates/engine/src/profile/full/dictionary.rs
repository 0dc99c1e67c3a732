//! Numbers the distinct texts of a column in the order of their first rows.

use polars::prelude::StringChunked;

use super::hashes::hash_of;

/// The code of a missing text.
pub const MISSING: u32 = u32::MAX;

/// Numbers the distinct texts of a column. The texts stay in their column: a word is stored as the first row with it.
pub struct Dictionary {
    /// A hash table of the words with linear probing; [`MISSING`] is a free place.
    places: Vec<u32>,
    pub words: Vec<DictionaryWord>,
}

pub struct DictionaryWord {
    hash: u64,
    first_row: u32,
    /// The number of rows with this word.
    pub rows: u32,
    /// The number of its characters.
    pub length: u32,
}

impl DictionaryWord {
    pub fn text<'c>(&self, cells: &'c StringChunked) -> &'c str {
        cells
            .get(self.first_row as usize)
            .expect("a row that held a text")
    }
}

impl Dictionary {
    /// Makes a dictionary for a column of this many rows. It has room for as many words from the start, unless there
    /// are millions, so that no slice is delayed by rehashing.
    pub fn new(rows: usize) -> Self {
        const PLACES_AT_MOST: usize = 1 << 22;
        let places = (rows * 2 + 2).next_power_of_two().min(PLACES_AT_MOST);
        Self {
            places: vec![MISSING; places],
            words: Vec::new(),
        }
    }

    /// Counts one more row with this text. Returns the number of the word, and a hash of the text that is the same in
    /// every column. O(1) on average.
    pub fn count(&mut self, cells: &StringChunked, row: u32, text: &str) -> (u32, u64) {
        if self.words.len() * 2 >= self.places.len() {
            self.grow();
        }
        let hash = hash_of(text);
        let mask = self.places.len() - 1;
        let mut place = hash as usize & mask;
        loop {
            let code = self.places[place];
            if code == MISSING {
                let code = self.words.len() as u32;
                self.places[place] = code;
                self.words.push(DictionaryWord {
                    hash,
                    first_row: row,
                    rows: 1,
                    length: u32::try_from(text.chars().count()).unwrap_or(u32::MAX),
                });
                return (code, hash);
            }
            let word = &mut self.words[code as usize];
            if word.hash == hash && word.text(cells) == text {
                word.rows += 1;
                return (code, hash);
            }
            place = (place + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = self.places.len() * 2;
        self.places = vec![MISSING; size];
        for (word, code) in self.words.iter().zip(0..) {
            let mut place = word.hash as usize & (size - 1);
            while self.places[place] != MISSING {
                place = (place + 1) & (size - 1);
            }
            self.places[place] = code;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::column::Column;

    #[test]
    fn words_are_numbered_as_they_come_and_counted_by_their_texts() {
        let texts: Vec<String> = (0..5000).map(|row| format!("é{}", row % 1234)).collect();
        let column = Column::of_texts("", texts.iter().map(Some));
        let cells = column.texts().expect("texts");
        // Too small, so that it has to grow.
        let mut dictionary = Dictionary::new(1);
        for (text, row) in texts.iter().zip(0..) {
            let (code, hash) = dictionary.count(cells, row, text);
            assert_eq!(
                (code, hash),
                (row % 1234, dictionary.words[code as usize].hash)
            );
        }
        assert_eq!(dictionary.words.len(), 1234);
        for (word, code) in dictionary.words.iter().zip(0..) {
            assert_eq!(word.text(cells), texts[code as usize]);
            assert_eq!(word.rows, if code < 5000 - 4 * 1234 { 5 } else { 4 });
            assert_eq!(word.length, texts[code as usize].len() as u32 - 1);
        }
    }
}
