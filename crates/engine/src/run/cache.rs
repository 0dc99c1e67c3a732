//! The cache of stage outputs by key, so that going back to earlier parameters runs nothing. Evicts the least recently
//! used outputs beyond a memory budget.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::StageNotes;
use crate::check::CheckResult;
use crate::clean::Cleaned;
use crate::evaluate::outcome::{RunOutcome, TrainedModel};
use crate::featurize::encoded_rows::EncodedRows;
use crate::split::SplitParts;
use grove_protocol::report::StageReport;
use grove_recipe::stage::{Key, Stage};

/// The bytes that cached outputs may take together. A browser gives the engine at most 4 GB, most of which training needs.
pub const BUDGET: u64 = 256 << 20;

/// A stage's output. Load has none: the file's bytes are kept, and are read again with other parameters.
pub enum StageOutput {
    /// The output of the clean stage.
    Cleaned(Rc<Cleaned>),
    /// The output of the check stage.
    Checked(Rc<CheckResult>),
    /// The output of the split stage.
    Parts(Rc<SplitParts>),
    /// The output of the featurize stage.
    Encoded(Rc<EncodedRows>),
    /// The output of the train stage.
    Trained(Rc<TrainedModel>),
    /// The output of the evaluate stage.
    Judged(Rc<RunOutcome>),
}

impl StageOutput {
    /// Returns the addresses and sizes of its parts. A part that two outputs share has the same address in both.
    fn weigh(&self) -> Vec<(*const (), u64)> {
        fn part<T>(of: &Rc<T>, bytes: u64) -> (*const (), u64) {
            (Rc::as_ptr(of).cast(), bytes)
        }
        match self {
            StageOutput::Cleaned(cleaned) => vec![part(cleaned, cleaned.bytes())],
            // As much as its report, which is counted anyway.
            StageOutput::Checked(_) => Vec::new(),
            StageOutput::Parts(parts) => vec![part(parts, parts.bytes())],
            StageOutput::Encoded(encoded) => vec![part(encoded, encoded.bytes())],
            StageOutput::Trained(trained) => vec![
                part(&trained.encoded, trained.encoded.bytes()),
                part(&trained.model, trained.model.bytes()),
            ],
            StageOutput::Judged(outcome) => vec![
                part(outcome, outcome.predictions.bytes()),
                part(&outcome.fitted.model, outcome.fitted.model.bytes()),
            ],
        }
    }
}

struct CacheEntry {
    stage: Stage,
    key: Key,
    made: StageOutput,
    told: StageNotes,
    /// Of the report, by the length of its JSON form.
    told_bytes: u64,
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
            told: StageNotes {
                report: Rc::new(report.clone()),
                milliseconds: None,
            },
            told_bytes: json.len() as u64,
        };
        self.kept.insert(0, kept);
        self.shrink();
    }

    /// Takes up what was made for this key, and gives what was told then. A check that ended its run is made again, so
    /// that it ends this one too.
    pub fn take_up(&mut self, key: &Key) -> Option<StageNotes> {
        let place = self.kept.iter().position(|kept| kept.key == *key)?;
        let stops = matches!(&self.kept[place].made, StageOutput::Checked(checked) if checked.stop.is_some());
        if stops {
            return None;
        }
        self.kept[..=place].rotate_right(1);
        self.kept.first().map(|kept| kept.told.clone())
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
            kept.told.milliseconds = Some(milliseconds);
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
            .filter(|(address, _)| seen.insert(*address))
            .map(|(_, bytes)| bytes)
            .sum();
        made + self.kept.iter().map(|kept| kept.told_bytes).sum::<u64>()
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

    fn latest(&self, stage: Stage) -> Option<&StageOutput> {
        let latest = self.kept.iter().find(|kept| kept.stage == stage);
        latest.map(|kept| &kept.made)
    }

    pub fn cleaned(&self) -> Option<&Rc<Cleaned>> {
        match self.latest(Stage::Clean)? {
            StageOutput::Cleaned(cleaned) => Some(cleaned),
            _ => None,
        }
    }

    pub fn checked(&self) -> Option<&Rc<CheckResult>> {
        match self.latest(Stage::Check)? {
            StageOutput::Checked(checked) => Some(checked),
            _ => None,
        }
    }

    pub fn parts(&self) -> Option<&Rc<SplitParts>> {
        match self.latest(Stage::Split)? {
            StageOutput::Parts(parts) => Some(parts),
            _ => None,
        }
    }

    pub fn encoded(&self) -> Option<&Rc<EncodedRows>> {
        match self.latest(Stage::Featurize)? {
            StageOutput::Encoded(encoded) => Some(encoded),
            _ => None,
        }
    }

    pub fn trained(&self) -> Option<&Rc<TrainedModel>> {
        match self.latest(Stage::Train)? {
            StageOutput::Trained(trained) => Some(trained),
            _ => None,
        }
    }

    pub fn outcome(&self) -> Option<&Rc<RunOutcome>> {
        match self.latest(Stage::Evaluate)? {
            StageOutput::Judged(outcome) => Some(outcome),
            _ => None,
        }
    }
}
