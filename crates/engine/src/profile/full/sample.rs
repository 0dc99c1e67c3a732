//! Draws a sample of rows for computations that would take too long over all of them.

use crate::table::column::Column;
use grove_forest::Stream;

use super::cells::ProfiledCells;
use super::dictionary::{Dictionary, MISSING};

/// The most rows of a sample.
const ROWS: u32 = 100_000;
/// The most cells of a sample, which are kept until the end.
const CELLS: u32 = 4_000_000;
/// The fewest rows of a sample, however many columns there are.
const ROWS_AT_LEAST: u32 = 400;

/// Returns the positions of the rows, in ascending order: all, or one from each of equally long stretches of the table,
/// so that order and periods are represented.
pub fn positions(rows: u32, columns: u32) -> Vec<u32> {
    evenly(rows, (CELLS / columns.max(1)).clamp(ROWS_AT_LEAST, ROWS))
}

/// Returns such positions for at most `wanted` rows.
pub fn evenly(rows: u32, wanted: u32) -> Vec<u32> {
    if rows <= wanted {
        return (0..rows).collect();
    }
    let mut stream = Stream::new(0, "profile", 0);
    let begin = |stretch: u32| (u64::from(stretch) * u64::from(rows) / u64::from(wanted)) as u32;
    (0..wanted)
        .map(|stretch| {
            let from = begin(stretch);
            from + stream.below(begin(stretch + 1) - from)
        })
        .collect()
}

/// A column's values in the rows of the sample.
pub enum Sampled {
    /// NaN for a missing value.
    Numbers(Vec<f64>),
    /// Codes of texts, all below `words`; [`MISSING`] for a missing value.
    Codes {
        /// One code per row of the sample.
        codes: Vec<u32>,
        /// The number of different texts.
        words: u32,
    },
}

impl Sampled {
    /// Reads all values of a short column. O(rows).
    pub fn of(column: &Column) -> Self {
        let rows = column.len();
        match ProfiledCells::new(column) {
            ProfiledCells::Numbers(cells) => {
                let meaning = cells.meaning();
                let mut values = Vec::with_capacity(rows);
                cells.each(0, rows, |key| {
                    values.push(key.map_or(f64::NAN, |key| meaning.value(key)));
                });
                Sampled::Numbers(values)
            }
            ProfiledCells::Texts(cells) => {
                let mut words = Dictionary::new(rows);
                let mut code = |row: usize| match cells.get(row) {
                    Some(text) => words.count(&cells, row as u32, text).0,
                    None => MISSING,
                };
                let codes = (0..rows).map(&mut code).collect();
                let words = words.words.len() as u32;
                Sampled::Codes { codes, words }
            }
        }
    }

    /// Returns equal values as equal codes, below the second result.
    pub fn classes(&self) -> (Vec<u32>, u32) {
        match self {
            Sampled::Codes { codes, words } => (codes.clone(), *words),
            Sampled::Numbers(values) => {
                let different = different(values);
                let class = |value: &f64| {
                    let found = different.binary_search_by(|other| other.total_cmp(value));
                    found.map_or(MISSING, |class| class as u32)
                };
                let codes = values.iter().map(class).collect();
                (codes, different.len() as u32)
            }
        }
    }
}

/// Returns the different values, in ascending order.
fn different(values: &[f64]) -> Vec<f64> {
    let mut different: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    different.sort_unstable_by(f64::total_cmp);
    different.dedup();
    different
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_rows_are_taken_as_they_are() {
        assert_eq!(positions(5, 3), [0, 1, 2, 3, 4]);
        assert_eq!(positions(ROWS, 40).len(), ROWS as usize);
        assert_eq!(positions(0, 0), [0u32; 0]);
    }

    #[test]
    fn of_many_rows_one_is_drawn_from_each_stretch() {
        let rows = 10 * ROWS;
        let drawn = positions(rows, 20);
        assert_eq!(drawn.len(), ROWS as usize);
        let stretches = drawn.iter().zip(0..);
        assert!(stretches.into_iter().all(|(row, i)| row / 10 == i));
        assert!(drawn.iter().any(|row| row % 10 == 0) && drawn.iter().any(|row| row % 10 == 9));
        assert_eq!(positions(rows, 100_000).len(), ROWS_AT_LEAST as usize);
    }

    #[test]
    fn equal_numbers_are_one_class() {
        let (codes, classes) = Sampled::Numbers(vec![7.0, f64::NAN, -1.0, 7.0]).classes();
        assert_eq!((codes, classes), (vec![1, MISSING, 0, 1], 2));
    }
}
