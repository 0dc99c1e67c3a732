//! The rows in the order of the leaves that they are in, in parts that can be worked on apart from each other.

use std::ops::Range;

use super::columns::{Columns, GROUP};
use super::derivatives::Rows;
use super::split::Split;

/// How many parts many rows have: so many workers can share them. Fixed, so that their sums are the same bits, whoever has
/// which.
const PARTS: usize = 4;

/// Fewer rows are one part: sharing them would not pay.
const LEAST_ROWS: usize = 1 << 18;

/// Returns the rows of each part.
pub(super) fn parts_of(rows: usize) -> Vec<Range<usize>> {
    let parts = if rows < LEAST_ROWS { 1 } else { PARTS };
    let bound = |part: usize| (rows as u64 * part as u64 / parts as u64) as usize;
    (0..parts)
        .map(|part| bound(part)..bound(part + 1))
        .collect()
}

/// Which bins of a feature go left, also that of missing values.
pub(super) struct Sides {
    pub feature: u32,
    pub goes_left: [bool; 256],
}

impl Sides {
    pub fn of(split: &Split, columns: &Columns) -> Self {
        let missing = columns.features[split.feature as usize].bins;
        let mut goes_left = [false; 256];
        for (bin, left) in (0..=u8::MAX).zip(&mut goes_left) {
            *left = if usize::from(bin) == missing {
                split.missing_left
            } else {
                split.test.goes_left(bin)
            };
        }
        Self {
            feature: split.feature,
            goes_left,
        }
    }
}

/// The rows of one part.
struct Part {
    all: Range<usize>,
    /// The rows of each node are a range; within it they ascend.
    rows: Vec<u32>,
    /// By node.
    nodes: Vec<Range<usize>>,
}

/// The parts that one worker has.
pub(super) struct Partition {
    parts: Vec<Part>,
    /// Whether one part has all rows.
    is_one: bool,
    /// Room for one side of a split.
    spare: Vec<u32>,
}

impl Partition {
    /// Makes one of these parts of `of` rows.
    pub fn new(parts: &[Range<usize>], of: usize) -> Self {
        let largest = parts.iter().map(Range::len).max().unwrap_or(0);
        let is_one = largest == of;
        // One more than a side can have; of all rows, whose sides are known, than the smaller side.
        let room = if is_one { largest / 2 } else { largest };
        let part = |all: &Range<usize>| Part {
            all: all.clone(),
            rows: all.clone().map(|row| row as u32).collect(),
            nodes: Vec::new(),
        };
        Self {
            parts: parts.iter().map(part).collect(),
            is_one,
            spare: vec![0; room + 1],
        }
    }

    /// Puts all rows in ascending order, as one node.
    pub fn reset(&mut self) {
        for part in &mut self.parts {
            for (number, row) in (part.all.start as u32..).zip(&mut part.rows) {
                *row = number;
            }
            part.nodes.clear();
            part.nodes.push(0..part.all.len());
        }
    }

    /// Returns the rows of a node, part after part.
    pub fn rows(&self, node: usize) -> impl Iterator<Item = &[u32]> {
        let of_part = move |part: &Part| part.nodes[node].clone();
        self.parts.iter().map(move |part| &part.rows[of_part(part)])
    }

    /// Returns those of a node's rows that are in a range, part after part. O(log rows).
    pub fn rows_in(&self, node: usize, range: Range<usize>) -> impl Iterator<Item = &[u32]> {
        self.parts.iter().map(move |part| {
            let rows = &part.rows[part.nodes[node].clone()];
            let before = |bound: usize| rows.partition_point(|row| (*row as usize) < bound);
            &rows[before(range.start)..before(range.end)]
        })
    }

    /// Returns the number of parts.
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// Divides the rows of a node among two new nodes, in some parts. `left_rows` of all parts' rows go left. O(rows).
    pub fn split(
        &mut self,
        parts: Range<usize>,
        node: usize,
        columns: &Columns,
        sides: &Sides,
        left_rows: usize,
    ) {
        for part in &mut self.parts[parts] {
            let range = part.nodes[node].clone();
            let rows = &mut part.rows[range.clone()];
            let left_stays = !self.is_one || 2 * left_rows >= rows.len();
            let left = divide(rows, &mut self.spare, columns, sides, left_rows, left_stays);
            let middle = range.start + left;
            part.nodes.push(range.start..middle);
            part.nodes.push(middle..range.end);
        }
    }

    /// Returns how many rows a node has in a part.
    pub fn len(&self, part: usize, node: usize) -> usize {
        self.parts[part].nodes[node].len()
    }

    /// Returns up to `most` rows of a node in a part, from one of them on.
    pub fn chunk(&self, part: usize, node: usize, from: usize, most: usize) -> Rows<'_> {
        let part = &self.parts[part];
        let range = &part.nodes[node];
        let range = range.start + from..range.end.min(range.start + from + most);
        match node {
            // They are in order.
            0 => Rows::Range(part.all.start + range.start..part.all.start + range.end),
            _ => Rows::Listed(&part.rows[range]),
        }
    }

    /// Writes the nodes and the order of all rows.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        for part in &self.parts {
            for node in &part.nodes {
                bytes.extend((node.start as u32).to_le_bytes());
                bytes.extend((node.end as u32).to_le_bytes());
            }
            for row in &part.rows {
                bytes.extend(row.to_le_bytes());
            }
        }
    }

    /// Reads what was written of some parts, of a tree with this many nodes and by a worker whose first row is this one's
    /// number `first`. Returns `None` where it cannot have been written.
    pub fn read(&mut self, parts: Range<usize>, nodes: usize, bytes: &[u8]) -> Option<()> {
        let (numbers, rest) = bytes.as_chunks::<4>();
        let mut numbers = numbers.iter().map(|number| u32::from_le_bytes(*number));
        let first = self.parts.get(parts.start)?.all.start as u32;
        for part in &mut self.parts[parts] {
            part.nodes.clear();
            for _ in 0..nodes {
                let (start, end) = (numbers.next()? as usize, numbers.next()? as usize);
                part.nodes.push(start..end);
                part.rows.get(start..end)?;
            }
            for row in &mut part.rows {
                *row = numbers.next()?.checked_add(first)?;
                if !part.all.contains(&(*row as usize)) {
                    return None;
                }
            }
        }
        (numbers.next().is_none() && rest.is_empty()).then_some(())
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        let rows: usize = self.parts.iter().map(|part| part.rows.len()).sum();
        4 * (rows + self.spare.len()) as u64
    }
}

/// Puts the rows that go left before those that go right, and returns how many go left. The side that stays closes up in
/// place, the other one is set aside.
#[inline(never)]
fn divide(
    rows: &mut [u32],
    spare: &mut [u32],
    columns: &Columns,
    sides: &Sides,
    left_rows: usize,
    left_stays: bool,
) -> usize {
    let feature = sides.feature as usize;
    let group = &columns.groups[feature / GROUP];
    let lane = feature % GROUP;
    let goes_left = |row: u32| {
        let bin = group.cells[row as usize * group.width + lane];
        sides.goes_left[usize::from(bin)]
    };
    if left_stays {
        let (mut kept, mut aside) = (0, 0);
        for place in 0..rows.len() {
            let row = rows[place];
            let left = goes_left(row);
            rows[kept] = row;
            spare[aside] = row;
            kept += usize::from(left);
            aside += usize::from(!left);
        }
        rows[kept..].copy_from_slice(&spare[..aside]);
        return kept;
    }
    let (mut kept, mut aside) = (rows.len(), spare.len());
    for place in (0..rows.len()).rev() {
        let row = rows[place];
        let left = goes_left(row);
        rows[kept - 1] = row;
        spare[aside - 1] = row;
        kept -= usize::from(!left);
        aside -= usize::from(left);
    }
    rows[..kept].copy_from_slice(&spare[aside..]);
    left_rows
}
