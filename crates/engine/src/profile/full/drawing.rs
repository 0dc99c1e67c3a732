//! Counts the rows of a column by value, and by class of the target if there is one.

use super::cells::{NumberKeys, ProfiledCells};
use super::dictionary::MISSING;
use crate::profile::BINS;
use grove_protocol::profile::OTHER_CLASSES;

/// The groups by which distributions are counted.
#[derive(Default)]
pub struct TargetGroups {
    /// Empty where all rows are one group.
    pub names: Vec<String>,
    /// The group of each row, once the target has been drawn.
    of_row: Vec<u8>,
}

impl TargetGroups {
    /// Classes that are groups of their own.
    pub const MOST: usize = 6;

    /// The classes are these, and one group more where there are other rows.
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

/// Which bar a value belongs to.
pub enum Bar {
    /// Equal-width bins from the first to the second number.
    Bins(f64, f64),
    /// The bar of each word, and how many there are.
    Words(Vec<u8>, usize),
}

/// The classes of a target; rows of any other are of the group behind theirs.
pub enum TargetClasses {
    /// By their keys, ascending.
    Keys(Vec<u64>),
    /// The group of each word.
    Words(Vec<u8>),
}

/// A distribution on its way.
pub struct DistributionBuilder {
    bar: Bar,
    /// Of the target of a classification.
    classes: Option<TargetClasses>,
    /// Of each row of a column of texts.
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

    /// `counts[bar][group]`.
    pub fn finish(self) -> Vec<Vec<u32>> {
        self.counts
    }
}
