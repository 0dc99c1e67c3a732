//! Tracks which runs the page has, so that only new and changed ones are sent. A long list is sent in pieces, since a
//! thousand runs at once would freeze the page.

use std::collections::{BTreeMap, BTreeSet};

use grove_protocol::tracking::{RunId, RunInfo, StoreAnswer};

/// The most runs in a message; the page takes in this many within a frame or two.
const AT_A_TIME: usize = 50;

/// The runs as they were last sent to the page.
#[derive(Default)]
pub struct PageList {
    known: BTreeMap<RunId, RunInfo>,
    /// Whether anything was sent to the page.
    begun: bool,
}

impl PageList {
    /// Returns the messages that bring the page from what it has to an answer that lists everything; at least one.
    /// Other answers are not changed. O(runs log runs).
    pub fn news(&mut self, answer: StoreAnswer) -> Vec<StoreAnswer> {
        let StoreAnswer::Runs {
            runs,
            models,
            usage,
            ..
        } = answer
        else {
            return vec![answer];
        };
        let listed: BTreeSet<&RunId> = runs.iter().map(|run| &run.id).collect();
        let gone = self.known.keys().filter(|id| !listed.contains(id));
        let mut gone: Vec<RunId> = gone.cloned().collect();
        for id in &gone {
            self.known.remove(id);
        }
        let is_new = |run: &RunInfo| self.known.get(&run.id) != Some(run);
        let new: Vec<RunInfo> = runs.into_iter().filter(is_new).collect();
        self.known
            .extend(new.iter().map(|run| (run.id.clone(), run.clone())));
        let mut piece = |runs: &[RunInfo]| StoreAnswer::Runs {
            anew: !std::mem::replace(&mut self.begun, true),
            runs: runs.to_vec(),
            gone: std::mem::take(&mut gone),
            models: models.clone(),
            usage: usage.clone(),
        };
        match new.is_empty() {
            true => vec![piece(&[])],
            false => new.chunks(AT_A_TIME).map(piece).collect(),
        }
    }
}
