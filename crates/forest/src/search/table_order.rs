//! The rows of a data set in the order of a column, from which a tree's rows are taken without sorting them.

use super::super::codes::{CodedColumn, with_codes};
use super::super::sort_key::SortKey;

/// All rows in the order of a column's codes; rows with equal codes in their own order.
pub(super) struct TableOrder {
    rows: Vec<u32>,
    /// A bit per place: whether the row is the first one with its code.
    firsts: Vec<u64>,
}

impl TableOrder {
    /// Sorts the rows by counting: codes are numbered without a gap. O(rows).
    pub fn new(column: &CodedColumn) -> Self {
        with_codes!(&column.codes, codes => {
            let mut places = vec![0u32; column.missing_code() as usize + 1];
            for code in codes {
                places[*code as usize] += 1;
            }
            let mut firsts = vec![0u64; codes.len().div_ceil(64)];
            let mut next = 0;
            for place in &mut places {
                let count = std::mem::replace(place, next);
                if count > 0 {
                    firsts[next as usize / 64] |= 1 << (next % 64);
                }
                next += count;
            }
            let mut rows = vec![0; codes.len()];
            for (row, code) in (0..).zip(codes) {
                let place = &mut places[*code as usize];
                rows[*place as usize] = row;
                *place += 1;
            }
            Self { rows, firsts }
        })
    }

    /// Writes a key for each row that the tree has, `drawn` of them, in this order. `has` has a bit for each row: whether
    /// the tree has it. O(rows).
    pub fn keys<K: SortKey>(&self, has: &[u64], drawn: usize, shift: u32, keys: &mut Vec<K>) {
        // One more, since a row that the tree does not have is written and then overwritten.
        keys.resize(drawn + 1, K::default());
        let mut code = u32::MAX;
        let mut end = 0;
        for (rows, firsts) in self.rows.chunks(64).zip(&self.firsts) {
            let mut firsts = *firsts;
            for row in rows {
                code = code.wrapping_add((firsts & 1) as u32);
                firsts >>= 1;
                keys[end] = K::new(code, *row, shift);
                end += (has[*row as usize / 64] >> (row % 64) & 1) as usize;
            }
        }
        keys.truncate(drawn);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::codes::CodedColumn;
    use super::super::super::sort_key::SortKey;
    use super::TableOrder;

    #[test]
    fn the_trees_rows_come_by_code_and_then_by_row() {
        // 100 rows with 7 values and a missing one, of which the tree has every third.
        let value = |row: u32| match row * 37 % 8 {
            7 => f64::NAN,
            value => f64::from(value),
        };
        let column = CodedColumn::new(&(0..100).map(value).collect::<Vec<f64>>(), None);
        let rows = (0..100).step_by(3);
        let mut has = [0; 2];
        rows.clone()
            .for_each(|row| has[row / 64] |= 1 << (row % 64));
        let key = |row| u64::new(column.codes.get(row), row, u32::BITS);
        let mut expected: Vec<u64> = rows.map(|row| key(row as u32)).collect();
        expected.sort_unstable();
        let mut keys = vec![1u64; 3];
        TableOrder::new(&column).keys(&has, 34, u32::BITS, &mut keys);
        assert_eq!(keys, expected);
        let mut keys: Vec<u32> = Vec::new();
        TableOrder::new(&column).keys(&has, 34, 8, &mut keys);
        let narrow = |key: &u64| u32::new(key.code(u32::BITS), key.payload(u32::BITS), 8);
        assert_eq!(keys, expected.iter().map(narrow).collect::<Vec<u32>>());
    }
}
