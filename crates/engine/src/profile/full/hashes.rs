//! Hashes rows by the values of their columns.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;

use crate::table::column::Column;

use super::cells::ProfiledCells;

/// Takes a column's values into the hashes of their rows.
pub fn join(column: &Column, hashes: &mut [u64]) {
    match ProfiledCells::new(column) {
        ProfiledCells::Numbers(cells) => {
            let rows = hashes.len();
            let mut hashes = hashes.iter_mut();
            cells.each(0, rows, |key| {
                if let Some(hash) = hashes.next() {
                    *hash = joined(*hash, key);
                }
            });
        }
        ProfiledCells::Texts(cells) => {
            for (hash, text) in hashes.iter_mut().zip(cells.iter()) {
                *hash = joined(*hash, text.map(hash_of));
            }
        }
    }
}

/// Hashes a text; the same in every column.
pub fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// The hash of a row with its value in one more column.
pub fn joined(hash: u64, value: Option<u64>) -> u64 {
    const NOTHING: u64 = 0x9e37_79b9_7f4a_7c15;
    match value {
        Some(value) => mix(hash ^ mix(value)),
        None => mix(hash.wrapping_add(NOTHING)),
    }
}

/// SplitMix64's finisher, by Sebastiano Vigna: each bit of the result depends on every bit of the value.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_row_holds_decides_its_hash() {
        let numbers = Column::of_decimals("a", [Some(1.0), Some(-0.0), Some(0.0), None]);
        let texts = Column::of_texts("b", [Some("x"), Some("y"), Some("y"), None]);
        let mut hashes = vec![0; 4];
        join(&numbers, &mut hashes);
        join(&texts, &mut hashes);
        assert_eq!(hashes[1], hashes[2]);
        let mut different = hashes.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), 3);
    }
}
