//! The shelf: what the stages made, by its keys, so that a choice that is taken back runs nothing. Latest used first,
//! within a budget of memory over all stages.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Told;
use crate::check::Checked;
use crate::clean::Cleaned;
use crate::encoded::Encoded;
use crate::outcome::{Outcome, Trained};
use crate::split::Parts;
use grove_protocol::report::StageReport;
use grove_recipe::stage::{Key, Stage};

/// Bytes that results may take together. A browser gives the engine 4 GB at most, of which training needs most.
pub const BUDGET: u64 = 256 << 20;

/// What a stage made. Loading is not among them: the file's bytes are kept, and read again where they are read
/// otherwise.
pub enum Made {
    Cleaned(Rc<Cleaned>),
    Checked(Rc<Checked>),
    Parts(Rc<Parts>),
    Encoded(Rc<Encoded>),
    Trained(Rc<Trained>),
    Judged(Rc<Outcome>),
}

impl Made {
    /// Its parts by their addresses, with their bytes: what two results share has the same address in both.
    fn weigh(&self) -> Vec<(*const (), u64)> {
        fn part<T>(of: &Rc<T>, bytes: u64) -> (*const (), u64) {
            (Rc::as_ptr(of).cast(), bytes)
        }
        match self {
            Made::Cleaned(cleaned) => vec![part(cleaned, cleaned.bytes())],
            // As much as its report, which is counted anyway.
            Made::Checked(_) => Vec::new(),
            Made::Parts(parts) => vec![part(parts, parts.bytes())],
            Made::Encoded(encoded) => vec![part(encoded, encoded.bytes())],
            Made::Trained(trained) => vec![
                part(&trained.encoded, trained.encoded.bytes()),
                part(&trained.model, trained.model.bytes()),
            ],
            Made::Judged(outcome) => vec![
                part(outcome, outcome.predictions.bytes()),
                part(&outcome.fitted.model, outcome.fitted.model.bytes()),
            ],
        }
    }
}

struct Kept {
    stage: Stage,
    key: Key,
    made: Made,
    told: Told,
    /// Of the report, by the length of its JSON form.
    told_bytes: u64,
}

pub struct Shelf {
    /// Latest used first. The first of a stage is in use: what follows in a run begins with it, and the page looks
    /// into it.
    kept: Vec<Kept>,
    budget: u64,
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            kept: Vec::new(),
            budget: BUDGET,
        }
    }
}

impl Shelf {
    /// Keeps what a stage made, in use from now on. O(results).
    pub fn put(&mut self, stage: Stage, key: Key, made: Made, report: &StageReport) {
        self.kept.retain(|kept| kept.key != key);
        let json = serde_json::to_vec(report).expect("a report holds nothing that JSON cannot");
        let kept = Kept {
            stage,
            key,
            made,
            told: Told {
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
    pub fn take_up(&mut self, key: &Key) -> Option<Told> {
        let place = self.kept.iter().position(|kept| kept.key == *key)?;
        let stops =
            matches!(&self.kept[place].made, Made::Checked(checked) if checked.stop.is_some());
        if stops {
            return None;
        }
        self.kept[..=place].rotate_right(1);
        self.kept.first().map(|kept| kept.told.clone())
    }

    /// What was made for this key, in use or not.
    pub fn get(&self, key: &Key) -> Option<&Made> {
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

    fn latest(&self, stage: Stage) -> Option<&Made> {
        let latest = self.kept.iter().find(|kept| kept.stage == stage);
        latest.map(|kept| &kept.made)
    }

    pub fn cleaned(&self) -> Option<&Rc<Cleaned>> {
        match self.latest(Stage::Clean)? {
            Made::Cleaned(cleaned) => Some(cleaned),
            _ => None,
        }
    }

    pub fn checked(&self) -> Option<&Rc<Checked>> {
        match self.latest(Stage::Check)? {
            Made::Checked(checked) => Some(checked),
            _ => None,
        }
    }

    pub fn parts(&self) -> Option<&Rc<Parts>> {
        match self.latest(Stage::Split)? {
            Made::Parts(parts) => Some(parts),
            _ => None,
        }
    }

    pub fn encoded(&self) -> Option<&Rc<Encoded>> {
        match self.latest(Stage::Featurize)? {
            Made::Encoded(encoded) => Some(encoded),
            _ => None,
        }
    }

    pub fn trained(&self) -> Option<&Rc<Trained>> {
        match self.latest(Stage::Train)? {
            Made::Trained(trained) => Some(trained),
            _ => None,
        }
    }

    pub fn outcome(&self) -> Option<&Rc<Outcome>> {
        match self.latest(Stage::Evaluate)? {
            Made::Judged(outcome) => Some(outcome),
            _ => None,
        }
    }
}
