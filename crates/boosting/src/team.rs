//! The messages between a booster and the workers that share its rows.
//!
//! ```text
//! booster ─ some rows' bins ─→ share            booster ←─ histogram ─ share
//!         ─ a tree's gradients ─→                       ←─ one or two histograms ─
//!         ─ a split ─→                                  ←─ the order of the rows ─
//!         ─ the tree's end ─→
//! ```
//! All numbers are little endian. What is not as expected is not read.

use std::collections::VecDeque;
use std::ops::Range;

use super::columns::Columns;
use super::histogram::{Gradients, Histogram};
use super::partition::{Partition, Sides, parts_of};

/// A worker has answered what was not asked for.
#[derive(Debug)]
pub(super) struct Lost;

/// What a share is asked to do.
pub(super) enum Order {
    /// Begin a tree, with these gradients, and answer with the histogram of the root.
    Begin(Gradients),
    /// Divide a node, and answer with the histograms that are wanted: of the left child, of the right one.
    Split {
        node: u32,
        sides: Sides,
        wanted: [bool; 2],
    },
    /// Answer with the order of the rows.
    End,
}

const BEGIN: u8 = 0;
const SPLIT: u8 = 1;
const END: u8 = 2;

const ALONE: u8 = 0;
const SHARES: u8 = 1;
const PAIRS: u8 = 2;

/// Writes the gradients of some rows, in 32 bits.
fn begin(gradients: &Gradients, rows: Range<usize>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(8 * rows.len() + 2);
    let mut write = |kind: u8, numbers: &mut dyn Iterator<Item = f32>| {
        bytes.extend([BEGIN, kind]);
        for number in numbers {
            bytes.extend(number.to_le_bytes());
        }
    };
    match gradients {
        Gradients::Alone(all) => write(ALONE, &mut all[rows].iter().copied()),
        Gradients::Differences(all) => write(ALONE, &mut all[rows].iter().map(|g| *g as f32)),
        Gradients::Shares(all) => write(SHARES, &mut all[rows].iter().copied()),
        Gradients::Pairs(all) => write(PAIRS, &mut all[rows].as_flattened().iter().copied()),
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
                let (kind, rest) = rest.split_first()?;
                let (numbers, _) = rest.as_chunks::<4>();
                let numbers = numbers.iter().map(|number| f32::from_le_bytes(*number));
                let (pairs, _) = rest.as_chunks::<8>();
                let pair = |pair: &[u8; 8]| {
                    let (numbers, _) = pair.as_chunks::<4>();
                    [0, 1].map(|place: usize| f32::from_le_bytes(numbers[place]))
                };
                Some(Self::Begin(match *kind {
                    ALONE => Gradients::Alone(numbers.collect()),
                    SHARES => Gradients::Shares(numbers.collect()),
                    PAIRS => Gradients::Pairs(pairs.iter().map(pair).collect()),
                    _ => return None,
                }))
            }
            SPLIT => {
                let (wanted, rest) = rest.split_first_chunk::<2>()?;
                let (node, rest) = rest.split_first_chunk()?;
                let (feature, rest) = rest.split_first_chunk()?;
                let goes_left: &[u8; 256] = rest.try_into().ok()?;
                Some(Self::Split {
                    node: u32::from_le_bytes(*node),
                    sides: Sides {
                        feature: u32::from_le_bytes(*feature),
                        goes_left: goes_left.map(|left| left == 1),
                    },
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

    /// Sends each worker its gradients.
    pub fn begin(&mut self, gradients: &Gradients) {
        for (worker, rows) in self.rows[1..].iter().enumerate() {
            self.outbox.push((worker, begin(gradients, rows.clone())));
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
