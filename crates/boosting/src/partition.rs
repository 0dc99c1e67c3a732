//! The rows in the order of the leaves that they are in.

use std::ops::Range;

use super::columns::{Columns, GROUP};
use super::split::Split;

/// The rows of each node are a range; within it they ascend.
pub(super) struct Partition {
    rows: Vec<u32>,
    spare: Vec<u32>,
}

impl Partition {
    pub fn new(rows: usize) -> Self {
        Self {
            rows: (0..rows as u32).collect(),
            // One more than the smaller side can have.
            spare: vec![0; rows / 2 + 1],
        }
    }

    /// Puts all rows in ascending order, as one node.
    pub fn reset(&mut self) {
        for (number, row) in (0..).zip(&mut self.rows) {
            *row = number;
        }
    }

    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Puts the rows of a node that go left before those that go right, and returns how many go left. O(rows).
    #[inline(never)]
    pub fn split(&mut self, range: Range<usize>, columns: &Columns, split: &Split) -> usize {
        let feature = split.feature as usize;
        let missing = columns.features[feature].bins;
        let mut goes_left = [false; 256];
        for (bin, left) in (0..=u8::MAX).zip(&mut goes_left) {
            *left = if usize::from(bin) == missing {
                split.missing_left
            } else {
                split.test.goes_left(bin)
            };
        }
        let group = &columns.groups[feature / GROUP];
        let lane = feature % GROUP;
        let rows = &mut self.rows[range];
        let goes_left = |row: u32| {
            let bin = group.cells[row as usize * group.width + lane];
            goes_left[usize::from(bin)]
        };
        // The larger side closes up in place, the smaller one is set aside.
        let left_rows = split.left_rows as usize;
        if 2 * left_rows >= rows.len() {
            let (mut kept, mut aside) = (0, 0);
            for place in 0..rows.len() {
                let row = rows[place];
                let left = goes_left(row);
                rows[kept] = row;
                self.spare[aside] = row;
                kept += usize::from(left);
                aside += usize::from(!left);
            }
            rows[kept..].copy_from_slice(&self.spare[..aside]);
        } else {
            let (mut kept, mut aside) = (rows.len(), self.spare.len());
            for place in (0..rows.len()).rev() {
                let row = rows[place];
                let left = goes_left(row);
                rows[kept - 1] = row;
                self.spare[aside - 1] = row;
                kept -= usize::from(!left);
                aside -= usize::from(left);
            }
            rows[..kept].copy_from_slice(&self.spare[aside..]);
        }
        left_rows
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        (size_of_val(self.rows.as_slice()) + size_of_val(self.spare.as_slice())) as u64
    }
}
