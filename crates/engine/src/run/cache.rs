//! The cache of stage outputs by key, so that going back to earlier parameters runs nothing. Evicts the least recently
//! used outputs beyond a memory budget.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{PathStage, StageNotes, StageOutput};
use grove_protocol::report::StageReport;
use grove_recipe::stage::{Key, Stage};

/// The bytes that cached outputs may take together. A browser gives the engine at most 4 GB, most of which training needs.
pub const BUDGET: u64 = 256 << 20;

struct CacheEntry {
    stage: Stage,
    key: Key,
    made: StageOutput,
    notes: StageNotes,
    /// Of the report, by the length of its JSON form.
    report_bytes: u64,
}

pub struct StageCache {
    /// Latest used first. The first of a stage is in use: what follows in a run begins with it, and the page looks
    /// into it.
    kept: Vec<CacheEntry>,
    budget: u64,
}

impl Default for StageCache {
    fn default() -> Self {
        Self {
            kept: Vec::new(),
            budget: BUDGET,
        }
    }
}

impl StageCache {
    /// Keeps what a stage made, in use from now on. O(results).
    pub fn put(&mut self, stage: Stage, key: Key, made: StageOutput, report: &StageReport) {
        self.kept.retain(|kept| kept.key != key);
        let json = serde_json::to_vec(report).expect("a report holds nothing that JSON cannot");
        let kept = CacheEntry {
            stage,
            key,
            made,
            notes: StageNotes {
                report: Rc::new(report.clone()),
                milliseconds: None,
            },
            report_bytes: json.len() as u64,
        };
        self.kept.insert(0, kept);
        self.shrink();
    }

    /// Uses what was made for this key again, and returns the notes on it. An output that ended its run is made again, so
    /// that it ends this one too.
    pub fn reuse(&mut self, key: &Key) -> Option<StageNotes> {
        let place = self.kept.iter().position(|kept| kept.key == *key)?;
        if self.kept[place].made.stop().is_some() {
            return None;
        }
        self.kept[..=place].rotate_right(1);
        self.kept.first().map(|kept| kept.notes.clone())
    }

    /// What was made for this key, in use or not.
    pub fn get(&self, key: &Key) -> Option<&StageOutput> {
        let kept = self.kept.iter().find(|kept| kept.key == *key);
        kept.map(|kept| &kept.made)
    }

    /// Remembers how long the stage took to make what is in use.
    pub fn took(&mut self, stage: Stage, milliseconds: f64) {
        let latest = self.kept.iter_mut().find(|kept| kept.stage == stage);
        if let Some(kept) = latest {
            kept.notes.milliseconds = Some(milliseconds);
        }
    }

    /// Forgets all that this stage and those behind it made.
    pub fn forget(&mut self, from: Stage) {
        self.kept.retain(|kept| kept.stage < from);
    }

    /// Keeps within other bounds.
    pub fn set_budget(&mut self, bytes: u64) {
        self.budget = bytes;
        self.shrink();
    }

    /// What all results take. Rows and models that several hold are counted once. Columns that cleaning left as they
    /// were are shared with the table as it was read and counted with each, since polars does not tell: it may be less.
    pub fn bytes(&self) -> u64 {
        let mut seen = BTreeSet::new();
        let parts = self.kept.iter().flat_map(|kept| kept.made.weigh());
        let made: u64 = parts
            .filter(|part| seen.insert(part.address))
            .map(|part| part.bytes)
            .sum();
        made + self.kept.iter().map(|kept| kept.report_bytes).sum::<u64>()
    }

    /// Drops what was used longest ago until the rest is within the budget, or all that is left is in use.
    fn shrink(&mut self) {
        while self.bytes() > self.budget {
            let spare = |&place: &usize| {
                let (before, rest) = self.kept.split_at(place);
                before.iter().any(|kept| kept.stage == rest[0].stage)
            };
            let Some(place) = (0..self.kept.len()).rev().find(spare) else {
                return;
            };
            self.kept.remove(place);
        }
    }

    /// The output of a stage that is in use.
    pub fn latest<T: PathStage>(&self) -> Option<&Rc<T>> {
        let latest = self.kept.iter().find(|kept| kept.stage == T::STAGE);
        latest.and_then(|kept| T::from_output(&kept.made))
    }
}
