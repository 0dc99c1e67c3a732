//! How rows fall through trees: all rows of a node pass it together, so that a step reads one column, compares
//! with one number, and waits for no other step. Where only few are left, each goes on by itself.

use std::hint::select_unpredictable;

use super::Matrix;
use super::encode::{Code, Grid, code};
use super::model::{PackedNode, Packing};

/// A split of so few rows does not repay that they pass it together.
const FEW: usize = 8;

/// And where a tree has more nodes for each row than this, splits of few rows lie far from each other: then nearly
/// all memory is waited for, and less of it by rows that pass together.
const MOST_NODES: usize = 8;

/// So many rows at least, as far as there are, go on by themselves at a time.
const ROUND: usize = 1024;

/// Up to `N` rows that fall together. `N` is a constant, and at most what a `u16` numbers, so that no place needs
/// to be checked.
pub(super) struct Block<C, const N: usize> {
    rows: usize,
    /// Of each feature, the codes of all rows.
    columns: Vec<Box<[C; N]>>,
    /// Which row lies at each place of the columns.
    names: Box<[u16; N]>,
    /// The places of the rows, each node's next to each other; in two copies, from one to the other at each
    /// step.
    orders: [Box<[u16; N]>; 2],
    /// Nodes that rows have come to.
    waiting: Vec<Waiting>,
    /// Rows that go on by themselves.
    lone: Vec<Lone>,
    /// Of those that have come to a leaf: their places, and the leaves.
    landed: Vec<(u16, u32)>,
}

struct Waiting {
    node: u32,
    /// Where the node's rows are, and in which copy.
    start: u32,
    end: u32,
    copy: u8,
}

#[derive(Clone, Copy)]
struct Lone {
    place: u16,
    /// The split that it has come to.
    at: u32,
}

impl<C: Code, const N: usize> Block<C, N> {
    /// A block without rows yet, for so many features.
    pub fn new(features: usize) -> Self {
        Self {
            rows: 0,
            columns: (0..features).map(|_| filled(C::MISSING)).collect(),
            names: filled(0),
            orders: [filled(0), filled(0)],
            waiting: Vec::new(),
            lone: Vec::with_capacity(ROUND + FEW),
            landed: vec![(0, 0); ROUND + FEW],
        }
    }

    /// Takes the rows from `start` on, as many as fit. O(rows × features × log cuts).
    pub fn fill(&mut self, cuts: &[Vec<f64>], matrix: &Matrix, start: usize) {
        self.rows = N.min(matrix.rows() as usize - start);
        count(&mut self.names[..self.rows]);
        for ((codes, values), cuts) in self.columns.iter_mut().zip(matrix.columns()).zip(cuts) {
            let values = &values[start..start + self.rows];
            Grid::new(cuts, self.rows).encode(values, &mut codes[..self.rows]);
        }
    }

    /// Lays rows that fall into the same leaf of a tree near each other. Other trees mostly keep them together,
    /// too, so that memory is read in fewer places.
    pub fn arrange(&mut self, tree: &[PackedNode], packing: Packing) {
        let mut names = filled(0);
        let mut arranged = 0;
        self.descend(tree, packing, |rows, _| {
            names[arranged..arranged + rows.len()].copy_from_slice(rows);
            arranged += rows.len();
        });
        let mut moved = filled(C::MISSING);
        for column in &mut self.columns {
            for (code, row) in moved.iter_mut().zip(&names[..self.rows]) {
                *code = column[usize::from(*row) % N];
            }
            std::mem::swap(column, &mut moved);
        }
        self.names = names;
    }

    /// Calls `visit` with each leaf that rows come to, and those rows, counted within the block.
    /// O(rows × depth + nodes that rows come to).
    // A function of its own: a browser makes it fast once it has been called a few times, not while it runs.
    #[inline(never)]
    pub fn descend(
        &mut self,
        tree: &[PackedNode],
        packing: Packing,
        mut visit: impl FnMut(&[u16], u32),
    ) {
        count(&mut self.orders[0][..self.rows]);
        self.waiting.push(Waiting {
            node: 0,
            start: 0,
            end: self.rows as u32,
            copy: 0,
        });
        let few = match tree.len() / MOST_NODES <= self.rows {
            true => FEW,
            false => 0,
        };
        while let Some(mut at) = self.waiting.pop() {
            // Down the left children, while there are rows.
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
                        *row = self.names[usize::from(*place) % N];
                    }
                    visit(rows, node.test);
                    break;
                }
                if end - start <= few {
                    let lone = |place: &u16| Lone {
                        place: *place,
                        at: at.node,
                    };
                    self.lone.extend(from[start..end].iter().map(lone));
                    if self.lone.len() > ROUND {
                        self.land(tree, packing, &mut visit);
                    }
                    break;
                }
                let codes: &[C; N] = &self.columns[packing.feature(node.test) as usize];
                let cut = code::<C>(packing.cut(node.test));
                let code = |row: u16| codes[usize::from(row) % N];
                let middle = if Packing::missing_left(node.test) {
                    // The code of a missing value is the largest; one more than it is 0.
                    let cut = cut.plus(true);
                    divide(from, to, start, end, |row| code(row).plus(true) <= cut)
                } else {
                    divide(from, to, start, end, |row| code(row) <= cut)
                };
                at.copy = 1 - at.copy;
                at.end = middle as u32;
                self.waiting.push(Waiting {
                    node: at.node + node.right,
                    start: at.end,
                    end: end as u32,
                    copy: at.copy,
                });
                at.node += 1;
            }
        }
        self.land(tree, packing, &mut visit);
    }

    /// Takes the lone rows to their leaves. In rounds, so that none waits for another's memory.
    fn land(&mut self, tree: &[PackedNode], packing: Packing, visit: &mut impl FnMut(&[u16], u32)) {
        let mut landed = 0;
        while !self.lone.is_empty() {
            let mut staying = 0;
            for turn in 0..self.lone.len() {
                let Lone { place, at } = self.lone[turn];
                let node = tree[at as usize];
                let codes = &self.columns[packing.feature(node.test) as usize];
                let one = Packing::missing_left(node.test);
                let cut = code::<C>(packing.cut(node.test)).plus(one);
                let goes_left = codes[usize::from(place) % N].plus(one) <= cut;
                let at = at + select_unpredictable(goes_left, 1, node.right);
                let node = tree[at as usize];
                // Written to both lists; the one it does not belong to writes over it.
                self.lone[staying] = Lone { place, at };
                self.landed[landed] = (place, node.test);
                staying += usize::from(!node.is_leaf());
                landed += usize::from(node.is_leaf());
            }
            self.lone.truncate(staying);
        }
        for (place, leaf) in &self.landed[..landed] {
            visit(&[self.names[usize::from(*place) % N]], *leaf);
        }
    }
}

/// Copies the rows from `start` to `end`, those that go left before the others. Returns where the others begin.
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
        // Written to both places that it may have; what is wrong is written over by those still ahead.
        ahead -= 1;
        to[(left + ahead) % N] = *row;
        to[left % N] = *row;
        left += usize::from(goes_left(*row));
    };
    // By eights, so that fewer steps ask whether there are more.
    let (eights, rest) = from[start..end].as_chunks::<8>();
    for eight in eights {
        eight.iter().for_each(&mut put);
    }
    rest.iter().for_each(put);
    left
}

fn count(numbers: &mut [u16]) {
    for (place, number) in numbers.iter_mut().enumerate() {
        *number = place as u16;
    }
}

fn filled<T: Copy, const N: usize>(value: T) -> Box<[T; N]> {
    let all = vec![value; N].into_boxed_slice();
    all.try_into().ok().expect("N values")
}
