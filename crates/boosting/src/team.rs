//! The messages between a booster and the workers that share its rows.
//!
//! ```text
//! booster ─ some rows' bins ─→ share            booster ←─ histogram ─ share
//!         ─ a tree's derivatives ─→                     ←─ one or two histograms ─
//!         ─ a split ─→                                  ←─ the order of the rows ─
//!         ─ the tree's end ─→
//! ```
//! All numbers are little endian. What is not as expected is not read.

use std::collections::VecDeque;
use std::ops::Range;

use super::columns::Columns;
use super::derivatives::{Derivatives, Rows};
use super::histogram::{CHUNK, Histogram, Sums};
use super::partition::{Partition, Sides, parts_of};

/// A worker has answered what was not asked for.
#[derive(Debug)]
pub(super) struct Lost;

/// What a share is asked to do.
pub(super) enum Order {
    /// Begin a tree, with these derivatives, and answer with the histogram of the root.
    Begin(Received),
    /// Divide a node, and answer with the histograms that are wanted: of the left child, of the right one.
    Split {
        node: u32,
        sides: Box<Sides>,
        wanted: [bool; 2],
    },
    /// Answer with the order of the rows.
    End,
}

const BEGIN: u8 = 0;
const SPLIT: u8 = 1;
const END: u8 = 2;

/// The derivatives of some rows, in 32 bits, to which they are rounded.
pub(super) enum Received {
    /// Gradients where every hessian is 1.
    Gradients(Vec<f32>),
    /// Gradients and hessians.
    Pairs(Vec<[f32; 2]>),
}

impl Received {
    pub fn len(&self) -> usize {
        match self {
            Self::Gradients(gradients) => gradients.len(),
            Self::Pairs(pairs) => pairs.len(),
        }
    }

    #[inline(always)]
    fn gather(into: &mut [Sums], rows: &Rows, pair: impl Fn(usize) -> Sums) {
        match rows {
            Rows::Range(rows) => {
                for (into, row) in into.iter_mut().zip(rows.clone()) {
                    *into = pair(row);
                }
            }
            Rows::Listed(rows) => {
                for (into, row) in into.iter_mut().zip(*rows) {
                    *into = pair(*row as usize);
                }
            }
        }
    }
}

impl Derivatives for Received {
    fn derive(&self, rows: Rows, into: &mut [Sums]) {
        match self {
            Self::Gradients(all) => Self::gather(into, &rows, |row| [f64::from(all[row]), 1.0]),
            Self::Pairs(all) => Self::gather(into, &rows, |row| all[row].map(f64::from)),
        }
    }
}

/// Writes the derivatives of some rows.
fn begin(source: &impl Derivatives, rows: Range<usize>, constant_hessian: bool) -> Vec<u8> {
    let width = if constant_hessian { 4 } else { 8 };
    let mut bytes = Vec::with_capacity(width * rows.len() + 2);
    bytes.extend([BEGIN, u8::from(constant_hessian)]);
    let mut pairs = vec![[0.0; 2]; CHUNK];
    for start in rows.clone().step_by(CHUNK) {
        let chunk = start..rows.end.min(start + CHUNK);
        let pairs = &mut pairs[..chunk.len()];
        source.derive(Rows::Range(chunk), pairs);
        for [gradient, hessian] in pairs {
            bytes.extend((*gradient as f32).to_le_bytes());
            if !constant_hessian {
                bytes.extend((*hessian as f32).to_le_bytes());
            }
        }
    }
    bytes
}

fn split(node: u32, sides: &Sides, wanted: [bool; 2]) -> Vec<u8> {
    let mut bytes = vec![SPLIT, u8::from(wanted[0]), u8::from(wanted[1])];
    bytes.extend(node.to_le_bytes());
    bytes.extend(sides.feature.to_le_bytes());
    bytes.extend(sides.goes_left.map(u8::from));
    bytes
}

impl Order {
    /// Reads an order; `None` where it is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        match *kind {
            BEGIN => {
                let (constant_hessian, rest) = rest.split_first()?;
                let number = |bytes: &[u8; 4]| f32::from_le_bytes(*bytes);
                let (numbers, _) = rest.as_chunks::<4>();
                let (pairs, _) = numbers.as_chunks::<2>();
                Some(Self::Begin(match *constant_hessian {
                    1 => Received::Gradients(numbers.iter().map(number).collect()),
                    _ => {
                        let pair = |pair: &[[u8; 4]; 2]| [number(&pair[0]), number(&pair[1])];
                        Received::Pairs(pairs.iter().map(pair).collect())
                    }
                }))
            }
            SPLIT => {
                let (wanted, rest) = rest.split_first_chunk::<2>()?;
                let (node, rest) = rest.split_first_chunk()?;
                let (feature, rest) = rest.split_first_chunk()?;
                let goes_left: &[u8; 256] = rest.try_into().ok()?;
                Some(Self::Split {
                    node: u32::from_le_bytes(*node),
                    sides: Box::new(Sides {
                        feature: u32::from_le_bytes(*feature),
                        goes_left: goes_left.map(|left| left == 1),
                    }),
                    wanted: wanted.map(|wanted| wanted == 1),
                })
            }
            END => Some(Self::End),
            _ => None,
        }
    }
}

impl Histogram {
    /// Writes the sums, then the counts.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        for number in self.sums.as_flattened() {
            bytes.extend(number.to_le_bytes());
        }
        for count in &self.counts {
            bytes.extend(count.to_le_bytes());
        }
    }

    /// Reads what was written of a histogram of the same size, and returns the bytes that follow.
    fn read<'a>(&mut self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let (sums, rest) = bytes.split_at_checked(16 * self.sums.len())?;
        let (counts, rest) = rest.split_at_checked(4 * self.counts.len())?;
        let numbers = self.sums.as_flattened_mut().iter_mut();
        for (number, bytes) in numbers.zip(sums.as_chunks::<8>().0) {
            *number = f64::from_le_bytes(*bytes);
        }
        for (count, bytes) in self.counts.iter_mut().zip(counts.as_chunks::<4>().0) {
            *count = u32::from_le_bytes(*bytes);
        }
        Some(rest)
    }
}

/// The workers that share a booster's rows: which parts each has, and what was said.
pub(super) struct Team {
    /// By worker, the first one of which is the booster's own.
    parts: Vec<Range<usize>>,
    /// Their rows.
    rows: Vec<Range<usize>>,
    constant_hessian: bool,
    /// What is to be sent: the number of the worker, from 0, and the message.
    pub outbox: Vec<(usize, Vec<u8>)>,
    /// By worker, what was answered.
    inbox: Vec<VecDeque<Vec<u8>>>,
    /// Room for the histograms of an answer.
    room: Vec<Histogram>,
}

impl Team {
    /// Returns how the parts of so many rows are shared with up to `workers` others, with what each of these must know;
    /// `None` where they are not.
    pub fn new(columns: &Columns, workers: usize, constant: bool) -> Option<(Self, Vec<Vec<u8>>)> {
        let all = parts_of(columns.rows);
        let parts: &[Range<usize>] = match (all.len(), workers) {
            (1, _) | (_, 0) => return None,
            (_, 1) => &[0..2, 2..4],
            (_, 2) => &[0..2, 2..3, 3..4],
            _ => &[0..1, 1..2, 2..3, 3..4],
        };
        let rows = |parts: &Range<usize>| all[parts.start].start..all[parts.end - 1].end;
        let rows: Vec<Range<usize>> = parts.iter().map(rows).collect();
        let others = parts[1..].iter().zip(&rows[1..]);
        let messages = others.map(|(parts, rows)| {
            let mut bytes = Vec::with_capacity(rows.len() * (columns.features.len() + 1));
            bytes.push(parts.len() as u8);
            for part in &all[parts.clone()] {
                bytes.extend((part.len() as u32).to_le_bytes());
            }
            bytes.push(u8::from(constant));
            columns.write(rows.clone(), &mut bytes);
            bytes
        });
        let messages = messages.collect();
        let inbox = rows[1..].iter().map(|_| VecDeque::new()).collect();
        let histogram = || Histogram::new(columns.bins(), constant);
        let room = rows[1..].iter().map(|_| histogram()).collect();
        let team = Self {
            parts: parts.to_vec(),
            rows,
            constant_hessian: constant,
            outbox: Vec::new(),
            inbox,
            room,
        };
        Some((team, messages))
    }

    /// Returns the parts that the booster itself has.
    pub fn own(&self) -> Range<usize> {
        self.parts[0].clone()
    }

    /// Sends each worker the derivatives of its rows.
    pub fn begin(&mut self, source: &impl Derivatives) {
        for (worker, rows) in self.rows[1..].iter().enumerate() {
            let message = begin(source, rows.clone(), self.constant_hessian);
            self.outbox.push((worker, message));
        }
    }

    pub fn split(&mut self, node: u32, sides: &Sides, wanted: [bool; 2]) {
        let message = split(node, sides, wanted);
        for worker in 0..self.inbox.len() {
            self.outbox.push((worker, message.clone()));
        }
    }

    pub fn end(&mut self) {
        for worker in 0..self.inbox.len() {
            self.outbox.push((worker, vec![END]));
        }
    }

    /// Takes an answer. Returns `None` where no such worker is there.
    pub fn receive(&mut self, worker: usize, answer: Vec<u8>) -> Option<()> {
        self.inbox.get_mut(worker)?.push_back(answer);
        Some(())
    }

    /// Returns whether each worker has answered.
    pub fn have_answered(&self) -> bool {
        self.inbox.iter().all(|inbox| !inbox.is_empty())
    }

    /// Adds the histograms that were answered to those of the booster's own parts, in the order of their nodes. Returns
    /// `None` where an answer is none of so many.
    pub fn add(&mut self, histograms: &mut [&mut Histogram]) -> Option<()> {
        let answers: Option<Vec<Vec<u8>>> =
            self.inbox.iter_mut().map(VecDeque::pop_front).collect();
        let answers = answers?;
        let mut rests: Vec<&[u8]> = answers.iter().map(Vec::as_slice).collect();
        for histogram in histograms {
            for (rest, room) in rests.iter_mut().zip(&mut self.room) {
                *rest = room.read(rest)?;
            }
            let bins = 0..histogram.sums.len();
            // In pairs, as one worker alone adds them.
            match self.room.as_mut_slice() {
                [second, third] => {
                    second.add(third, bins.clone());
                    histogram.add(second, bins);
                }
                [second, third, fourth] => {
                    histogram.add(second, bins.clone());
                    third.add(fourth, bins.clone());
                    histogram.add(third, bins);
                }
                others => others
                    .iter()
                    .for_each(|other| histogram.add(other, bins.clone())),
            }
        }
        rests.iter().all(|rest| rest.is_empty()).then_some(())
    }

    /// Reads the orders of rows that were answered, of a tree with this many nodes. Returns `None` where one is none.
    pub fn arrange(&mut self, partition: &mut Partition, nodes: usize) -> Option<()> {
        for (parts, inbox) in self.parts[1..].iter().zip(&mut self.inbox) {
            partition.read(parts.clone(), nodes, &inbox.pop_front()?)?;
        }
        Some(())
    }
}
