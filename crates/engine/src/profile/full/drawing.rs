//! Counts the rows of a column by value, and by class of the target if there is one.

use super::cells::{NumberKeys, ProfiledCells};
use super::dictionary::MISSING;
use crate::profile::BINS;
use grove_protocol::profile::OTHER_CLASSES;

/// The groups by which distributions are counted.
#[derive(Default)]
pub struct TargetGroups {
    /// Empty if all rows are one group.
    pub names: Vec<String>,
    /// The group of each row, once the target has been counted.
    of_row: Vec<u8>,
}

impl TargetGroups {
    /// The most classes with a group of their own.
    pub const MOST: usize = 6;

    /// Sets the classes, and adds one more group if there are other rows.
    pub fn begin(&mut self, classes: Vec<String>, others: bool) {
        self.names = classes;
        if others {
            self.names.push(OTHER_CLASSES.to_owned());
        }
    }

    fn count(&self) -> usize {
        self.names.len().max(1)
    }
}

/// How values are assigned to bars.
pub enum Bar {
    /// Equal-width bins between these numbers.
    Bins(f64, f64),
    /// The bar of each word, and the number of bars.
    Words(Vec<u8>, usize),
}

/// How the values of the target are assigned to groups; all others are in the last group.
pub enum TargetClasses {
    /// By their keys, in ascending order.
    Keys(Vec<u64>),
    /// The group of each word.
    Words(Vec<u8>),
}

/// A distribution that is being counted.
pub struct DistributionBuilder {
    bar: Bar,
    /// If it is the target of a classification.
    classes: Option<TargetClasses>,
    /// The word of each row, for a column of texts.
    codes: Vec<u32>,
    counts: Vec<Vec<u32>>,
}

impl DistributionBuilder {
    pub fn new(
        bar: Bar,
        codes: Vec<u32>,
        classes: Option<TargetClasses>,
        groups: &TargetGroups,
    ) -> Self {
        let bars = match bar {
            Bar::Bins(min, max) if min < max => BINS,
            Bar::Bins(..) => 1,
            Bar::Words(_, bars) => bars,
        };
        Self {
            bar,
            classes,
            codes,
            counts: vec![vec![0; groups.count()]; bars],
        }
    }

    /// Counts the next rows.
    pub fn rows(
        &mut self,
        cells: &ProfiledCells,
        from: usize,
        to: usize,
        groups: &mut TargetGroups,
    ) {
        match cells {
            ProfiledCells::Numbers(numbers) => self.numbers(numbers, from, to, groups),
            ProfiledCells::Texts(_) => self.words(from, to, groups),
        }
    }

    fn numbers(&mut self, numbers: &NumberKeys, from: usize, to: usize, groups: &mut TargetGroups) {
        let Bar::Bins(min, max) = self.bar else {
            return;
        };
        let meaning = numbers.meaning();
        let bins = self.counts.len();
        // Halved, so that the width of the whole range of f64 does not overflow.
        let width = max / 2.0 - min / 2.0;
        let mut row = from;
        numbers.each(from, to, |key| {
            if let Some(TargetClasses::Keys(keys)) = &self.classes {
                let class = key.and_then(|key| keys.binary_search(&key).ok());
                groups.of_row.push(class.unwrap_or(keys.len()) as u8);
            }
            if let Some(key) = key {
                let share = (meaning.value(key) / 2.0 - min / 2.0) / width;
                let bin = ((share * bins as f64) as usize).min(bins - 1);
                let group = groups.of_row.get(row).copied().unwrap_or(0);
                self.counts[bin][usize::from(group)] += 1;
            }
            row += 1;
        });
    }

    fn words(&mut self, from: usize, to: usize, groups: &mut TargetGroups) {
        let Bar::Words(bars, _) = &self.bar else {
            return;
        };
        for row in from..to {
            let code = self.codes[row];
            if let Some(TargetClasses::Words(classes)) = &self.classes {
                let others = groups.names.len().saturating_sub(1) as u8;
                let class = classes.get(code as usize).copied();
                groups.of_row.push(class.unwrap_or(others));
            }
            if code != MISSING {
                let group = groups.of_row.get(row).copied().unwrap_or(0);
                self.counts[usize::from(bars[code as usize])][usize::from(group)] += 1;
            }
        }
    }

    /// Returns `counts[bar][group]`.
    pub fn finish(self) -> Vec<Vec<u32>> {
        self.counts
    }
}
