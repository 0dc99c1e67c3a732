//! A booster whose rows are shared with other workers, without memory in common. Whoever shares, the bits are the same.
//!
//! LightGBM's documentation calls this data parallel: the workers add up histograms of their rows, and one of them searches.
//! Their features could be shared too, but then each worker has to divide all rows.

use super::{Booster, Phase};
use crate::partition::parts_of;
use crate::team::Team;

impl Booster {
    /// Returns whether so many rows can be shared: it pays only where there are many.
    pub fn shares(rows: u32) -> bool {
        parts_of(rows as usize).len() > 1
    }

    /// Begins to share the rows with up to `workers` workers, and returns what [`Share::new`](super::Share::new) takes in
    /// each of them: as many as share, none where there are too few rows. Until these are to be told something, growing goes
    /// on as without them, and whoever shares, the bits are the same. Restarts the tree that is growing.
    pub fn share(&mut self, workers: usize) -> Vec<Vec<u8>> {
        let constant = self.rows.has_constant_hessian();
        let Some((team, messages)) = Team::new(&self.columns, workers, constant) else {
            return Vec::new();
        };
        self.grower.set_team(Some(team));
        self.restart_tree();
        messages
    }

    /// Returns what is to be told to which of the workers that share the rows, from number 0 on, in order. While there is
    /// something, [`Booster::advance`] does little.
    pub fn messages(&mut self) -> Vec<(usize, Vec<u8>)> {
        let team = self.grower.team();
        team.map_or_else(Vec::new, |team| std::mem::take(&mut team.outbox))
    }

    /// Takes the answer of a worker that shares the rows. One that cannot be one ends the sharing.
    pub fn receive(&mut self, worker: usize, answer: Vec<u8>) {
        if self.grower.receive(worker, answer).is_none() {
            self.go_alone();
        }
    }

    /// Returns whether nothing is left to do before a worker that shares the rows has answered.
    pub fn is_waiting(&self) -> bool {
        self.grower.waits()
    }

    /// Returns whether workers share the rows.
    pub fn is_shared(&self) -> bool {
        self.grower.is_shared()
    }

    /// Ends the sharing, as when a worker is lost. Restarts the tree that is growing.
    pub fn go_alone(&mut self) {
        if self.is_shared() {
            self.grower.set_team(None);
            self.restart_tree();
        }
    }

    fn restart_tree(&mut self) {
        if matches!(self.phase, Phase::Grow) {
            self.begin_tree();
        }
    }

    pub(super) fn has_messages(&self) -> bool {
        self.grower.has_messages()
    }
}
