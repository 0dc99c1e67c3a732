//! What is different where other workers share the rows.

use std::ops::Range;

use super::{Grower, Job, Work};
use crate::columns::Columns;
use crate::derivatives::Derivatives;
use crate::partition::Sides;
use crate::split::Split;
use crate::team::{Lost, Team};

impl Grower {
    /// Shares the rows with these workers from the next tree on, or with none.
    pub fn set_team(&mut self, team: Option<Team>) {
        self.team = team;
    }

    /// Returns whether nothing can be done before the workers that share the rows have answered.
    pub fn waits(&self) -> bool {
        self.waits
    }

    /// Returns the workers that share the rows.
    pub fn team(&mut self) -> Option<&mut Team> {
        self.team.as_mut()
    }

    pub fn is_shared(&self) -> bool {
        self.team.is_some()
    }

    pub fn has_messages(&self) -> bool {
        let team = self.team.as_ref();
        team.is_some_and(|team| !team.outbox.is_empty())
    }

    /// Takes an answer of a worker. Returns `None` where there is no such one.
    pub fn receive(&mut self, worker: usize, answer: Vec<u8>) -> Option<()> {
        let team = self.team.as_mut()?;
        team.receive(worker, answer)?;
        self.waits &= !team.have_answered();
        Some(())
    }

    /// The parts of the rows that are worked on here.
    pub(super) fn own(&self) -> Range<usize> {
        match &self.team {
            Some(team) => team.own(),
            None => 0..self.partition.parts(),
        }
    }

    /// Tells the others how a node is split, and which children's histograms are wanted.
    pub(super) fn tell(&mut self, node: u32, split: &Split, columns: &Columns) {
        let first = self.nodes[node as usize].left;
        let Some(team) = &mut self.team else { return };
        let is_made = |child: u32| {
            self.work.as_ref().is_some_and(|work| {
                let large = work.large.as_ref().filter(|_| !work.subtracts);
                child == work.small.node || large.is_some_and(|large| child == large.node)
            })
        };
        let wanted = [is_made(first), is_made(first + 1)];
        team.split(node, &Sides::of(split, columns), wanted);
    }

    /// Tells the others that the tree begins, if it does and there are others.
    pub(super) fn begins_shared(&mut self, source: &impl Derivatives) -> bool {
        let begins = self.work.is_some() && !self.told;
        let Some(team) = self.team.as_mut().filter(|_| begins) else {
            return false;
        };
        team.begin(source);
        self.told = true;
        true
    }

    /// Asks for the orders of the others' rows, where they have some, and waits for them.
    pub(super) fn end(&mut self) -> Result<Option<u64>, Lost> {
        let Some(team) = &mut self.team else {
            return Ok(None);
        };
        if !self.told {
            return Ok(None);
        }
        if !std::mem::replace(&mut self.ended, true) {
            team.end();
            return Ok(Some(0));
        }
        if !team.have_answered() {
            self.waits = true;
            return Ok(Some(0));
        }
        self.told = false;
        let arranged = team.arrange(&mut self.partition, self.nodes.len());
        arranged.ok_or(Lost).map(|()| None)
    }

    /// Adds the others' sums once they are there, and searches.
    pub(super) fn complete(&mut self, work: &mut Work, columns: &Columns) -> Result<u64, Lost> {
        let Some(team) = &mut self.team else {
            return Ok(0);
        };
        if !team.have_answered() {
            self.waits = true;
            return Ok(0);
        }
        let large = work.large.as_ref().filter(|_| !work.subtracts);
        let mut jobs: Vec<&Job> = std::iter::once(&work.small).chain(large).collect();
        jobs.sort_by_key(|job| job.node);
        let places: Vec<usize> = jobs.iter().map(|job| job.place).collect();
        team.add(&mut self.pool.several(&places)).ok_or(Lost)?;
        work.is_whole = true;
        let batches = 0..columns.batches();
        let finish = |batch| self.finish_batch(work, batch, columns);
        Ok(batches.map(finish).sum())
    }
}
