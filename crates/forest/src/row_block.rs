//! Takes blocks of rows down a tree, node by node: all rows of a node are divided in one loop, which reads one column and
//! compares with one threshold. The last few rows of a branch go on one by one.

use std::hint::select_unpredictable;

use super::Matrix;
use super::cut_grid::{CutCode, CutGrid, code};
use super::model::{PackedNode, TestLayout};

/// Up to so many rows in a node go on one by one: a loop over fewer is not worth its setup.
const FEW: usize = 8;

/// In trees with more nodes per row than this, no row goes on by itself: the nodes of a branch are too far apart in
/// memory, and each step would wait for it.
const MOST_NODES: usize = 8;

/// How many single rows are collected before they go on, so that their reads of memory overlap.
const ROUND: usize = 1024;

/// Up to `N` rows that go down a tree together. `N` is a constant of at most 65,536, so that `place % N` needs no bounds
/// check.
pub(super) struct RowBlock<C, const N: usize> {
    rows: usize,
    /// By feature: the codes of all rows.
    columns: Vec<Box<[C; N]>>,
    /// By place in the columns: the row's number in the block.
    numbers: Box<[u16; N]>,
    /// The places of the rows, grouped by node. A split copies its node's from one buffer to the other.
    orders: [Box<[u16; N]>; 2],
    /// Nodes that are still to be visited, with their rows.
    open: Vec<NodeRows>,
    /// Rows that go on one by one.
    singles: Vec<SingleRow>,
    /// Single rows that have reached a leaf: their places, and the leaves.
    finished: Vec<(u16, u32)>,
}

/// A node, and where its rows are: the range `start..end` of one of the two orders.
struct NodeRows {
    node: u32,
    start: u32,
    end: u32,
    copy: u8,
}

/// A row on its own, and the split that it has reached.
#[derive(Clone, Copy)]
struct SingleRow {
    place: u16,
    at: u32,
}

impl<C: CutCode, const N: usize> RowBlock<C, N> {
    /// Makes an empty block for rows of `features` columns.
    pub fn new(features: usize) -> Self {
        Self {
            rows: 0,
            columns: (0..features).map(|_| filled(C::MISSING)).collect(),
            numbers: filled(0),
            orders: [filled(0), filled(0)],
            open: Vec::new(),
            singles: Vec::with_capacity(ROUND + FEW),
            finished: vec![(0, 0); ROUND + FEW],
        }
    }

    /// Encodes the rows of the matrix from `start` on, as many as fit. O(rows × features × log cuts).
    pub fn fill(&mut self, cuts: &[Vec<f64>], matrix: &Matrix, start: usize) {
        self.rows = N.min(matrix.rows() as usize - start);
        count(&mut self.numbers[..self.rows]);
        for ((codes, values), cuts) in self.columns.iter_mut().zip(matrix.columns()).zip(cuts) {
            let values = &values[start..start + self.rows];
            CutGrid::new(cuts, self.rows).encode(values, &mut codes[..self.rows]);
        }
    }

    /// Reorders the rows by their leaf in a tree. Other trees mostly keep such rows together, so that later trees read
    /// memory in fewer places.
    pub fn sort_by_leaf(&mut self, tree: &[PackedNode], layout: TestLayout) {
        let mut numbers = filled(0);
        let mut sorted = 0;
        self.descend(tree, layout, |rows, _| {
            numbers[sorted..sorted + rows.len()].copy_from_slice(rows);
            sorted += rows.len();
        });
        let mut moved = filled(C::MISSING);
        for column in &mut self.columns {
            for (code, row) in moved.iter_mut().zip(&numbers[..self.rows]) {
                *code = column[usize::from(*row) % N];
            }
            std::mem::swap(column, &mut moved);
        }
        self.numbers = numbers;
    }

    /// Calls `visit` with the rows that reach a leaf, numbered within the block, and the leaf. O(rows × depth).
    // Never inlined: browsers optimise a function after some calls, not in the middle of one.
    #[inline(never)]
    pub fn descend(
        &mut self,
        tree: &[PackedNode],
        layout: TestLayout,
        mut visit: impl FnMut(&[u16], u32),
    ) {
        count(&mut self.orders[0][..self.rows]);
        self.open.push(NodeRows {
            node: 0,
            start: 0,
            end: self.rows as u32,
            copy: 0,
        });
        let few = match tree.len() / MOST_NODES <= self.rows {
            true => FEW,
            false => 0,
        };
        while let Some(mut at) = self.open.pop() {
            // Go down the left children while they have rows.
            while at.start < at.end {
                let [first, second] = &mut self.orders;
                let (from, to): (&[u16; N], &mut [u16; N]) = match at.copy {
                    0 => (first, second),
                    _ => (second, first),
                };
                let (start, end) = (at.start as usize, at.end as usize);
                let node = tree[at.node as usize];
                if node.is_leaf() {
                    let rows = &mut to[start..end];
                    for (row, place) in rows.iter_mut().zip(&from[start..end]) {
                        *row = self.numbers[usize::from(*place) % N];
                    }
                    visit(rows, node.test);
                    break;
                }
                if end - start <= few {
                    let single = |place: &u16| SingleRow {
                        place: *place,
                        at: at.node,
                    };
                    self.singles.extend(from[start..end].iter().map(single));
                    if self.singles.len() > ROUND {
                        self.finish_singles(tree, layout, &mut visit);
                    }
                    break;
                }
                let codes: &[C; N] = &self.columns[layout.feature(node.test) as usize];
                let cut = code::<C>(layout.cut(node.test));
                let code = |row: u16| codes[usize::from(row) % N];
                let middle = if TestLayout::missing_left(node.test) {
                    // The code of a missing value is the largest; adding one wraps it to 0, so that it goes left.
                    let cut = cut.plus(true);
                    divide(from, to, start, end, |row| code(row).plus(true) <= cut)
                } else {
                    divide(from, to, start, end, |row| code(row) <= cut)
                };
                at.copy = 1 - at.copy;
                at.end = middle as u32;
                self.open.push(NodeRows {
                    node: at.node + node.right,
                    start: at.end,
                    end: end as u32,
                    copy: at.copy,
                });
                at.node += 1;
            }
        }
        self.finish_singles(tree, layout, &mut visit);
    }

    /// Takes the single rows to their leaves, each one level per round, so that their reads of memory overlap.
    fn finish_singles(
        &mut self,
        tree: &[PackedNode],
        layout: TestLayout,
        visit: &mut impl FnMut(&[u16], u32),
    ) {
        let mut finished = 0;
        while !self.singles.is_empty() {
            let mut remaining = 0;
            for turn in 0..self.singles.len() {
                let SingleRow { place, at } = self.singles[turn];
                let node = tree[at as usize];
                let codes = &self.columns[layout.feature(node.test) as usize];
                let one = TestLayout::missing_left(node.test);
                let cut = code::<C>(layout.cut(node.test)).plus(one);
                let goes_left = codes[usize::from(place) % N].plus(one) <= cut;
                let at = at + select_unpredictable(goes_left, 1, node.right);
                let node = tree[at as usize];
                // Write to both lists, without a branch; the next row overwrites the wrong one.
                self.singles[remaining] = SingleRow { place, at };
                self.finished[finished] = (place, node.test);
                remaining += usize::from(!node.is_leaf());
                finished += usize::from(node.is_leaf());
            }
            self.singles.truncate(remaining);
        }
        for (place, leaf) in &self.finished[..finished] {
            visit(&[self.numbers[usize::from(*place) % N]], *leaf);
        }
    }
}

/// Copies the rows in `start..end`, first those that go left, then the others in reverse order. Returns where the others
/// begin.
fn divide<const N: usize>(
    from: &[u16; N],
    to: &mut [u16; N],
    start: usize,
    end: usize,
    goes_left: impl Fn(u16) -> bool,
) -> usize {
    let mut left = start;
    let mut ahead = end - start;
    let mut put = |row: &u16| {
        // Write to both possible places, without a branch; a later row overwrites the wrong one.
        ahead -= 1;
        to[(left + ahead) % N] = *row;
        to[left % N] = *row;
        left += usize::from(goes_left(*row));
    };
    // Eight at a time: fewer checks for the end.
    let (eights, rest) = from[start..end].as_chunks::<8>();
    for eight in eights {
        eight.iter().for_each(&mut put);
    }
    rest.iter().for_each(put);
    left
}

/// Fills with 0, 1, 2, …
fn count(numbers: &mut [u16]) {
    for (place, number) in numbers.iter_mut().enumerate() {
        *number = place as u16;
    }
}

fn filled<T: Copy, const N: usize>(value: T) -> Box<[T; N]> {
    let all = vec![value; N].into_boxed_slice();
    all.try_into().ok().expect("N values")
}
