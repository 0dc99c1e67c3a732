//! Some of a booster's rows, in another worker.

use std::ops::Range;

use super::columns::Columns;
use super::histogram::Histogram;
use super::partition::Partition;
use super::summer::Summer;
use super::team::{Order, Received};

/// Some of a [`Booster`](super::Booster)'s rows, which another worker has: it divides them and adds them up as the booster
/// asks. See [`Booster::share`](super::Booster::share).
pub struct Share {
    columns: Columns,
    partition: Partition,
    derivatives: Received,
    summer: Summer,
    histogram: Histogram,
    nodes: u32,
}

impl Share {
    /// Makes one of the bytes that [`Booster::share`](super::Booster::share) returned; `None` of others.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let (count, mut rest) = bytes.split_first()?;
        let mut parts: Vec<Range<usize>> = Vec::new();
        for _ in 0..*count {
            let (rows, after) = rest.split_first_chunk()?;
            let start = parts.last().map_or(0, |last| last.end);
            parts.push(start..start.checked_add(u32::from_le_bytes(*rows) as usize)?);
            rest = after;
        }
        let (constant, rest) = rest.split_first()?;
        let columns = Columns::read(parts.last()?.end, rest)?;
        let (bins, constant) = (columns.bins(), *constant == 1);
        if !count.is_power_of_two() {
            return None;
        }
        Some(Self {
            partition: Partition::new(&parts, usize::MAX),
            derivatives: Received::Gradients(Vec::new()),
            summer: Summer::new(&columns, constant, parts.len()),
            histogram: Histogram::new(bins, constant),
            columns,
            nodes: 0,
        })
    }

    /// Does what a message of the booster asks for, and returns the answer. It is empty where none is expected, and `None`
    /// where the message is not one of the same booster.
    pub fn answer(&mut self, message: &[u8]) -> Option<Vec<u8>> {
        let mut answer = Vec::new();
        match Order::read(message)? {
            Order::Begin(derivatives) => {
                if derivatives.len() != self.columns.rows {
                    return None;
                }
                self.derivatives = derivatives;
                self.partition.reset();
                self.nodes = 1;
                self.add_up(0, &mut answer);
            }
            Order::Split {
                node,
                sides,
                wanted,
            } => {
                if node >= self.nodes || sides.feature as usize >= self.columns.features.len() {
                    return None;
                }
                let parts = 0..self.partition.parts();
                (self.partition).split(parts, node as usize, &self.columns, &sides, 0);
                for (child, _) in (self.nodes..).zip(wanted).filter(|(_, wanted)| *wanted) {
                    self.add_up(child as usize, &mut answer);
                }
                self.nodes += 2;
            }
            Order::End => self.partition.write(&mut answer),
        }
        Some(answer)
    }

    /// Adds up the rows of a node, and writes its histogram.
    fn add_up(&mut self, node: usize, answer: &mut Vec<u8>) {
        answer.reserve(20 * self.histogram.sums.len());
        for batch in 0..self.columns.batches() {
            let mut is_complete = false;
            while !is_complete {
                (_, is_complete) = self.summer.step(
                    (&self.partition, 0..self.partition.parts()),
                    node,
                    (&self.columns, batch),
                    &self.derivatives,
                    &mut self.histogram,
                );
            }
        }
        self.histogram.write(answer);
    }
}
