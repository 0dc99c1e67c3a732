//! What the train rows have: the range or the categories of each column, and how many of them are in each leaf.

use std::collections::HashSet;

use grove_protocol::report::{ANATOMY_BINS, COMPARED_AT_MOST, Commonness, Outside, OutsideValue};
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;

use super::super::{draw_background, encode};
use super::binned;
use crate::load::types::cell_text;
use crate::predict::fitted::FittedPipeline;
use crate::predict::row::amount;
use crate::table::Table;
use crate::table::column::Column;

/// The most leaves that are looked up, over all trees and rows: some tenths of a second, and 16 MB.
const LEAVES_AT_MOST: u32 = 1 << 22;

/// The most train rows whose leaves are counted.
const COUNTED_AT_MOST: u32 = 20_000;

/// What is kept of the rows that a model was trained on, to compare others with.
pub struct TrainRows {
    columns: Vec<SeenColumn>,
    leaves: Option<Leaves>,
}

/// The values of a column of the file.
struct SeenColumn {
    name: String,
    /// The least and the largest number or date, each with its text.
    range: Option<[(f64, String); 2]>,
    /// The categories; `None` for other kinds.
    categories: Option<HashSet<String>>,
    has_gaps: bool,
}

/// In which leaves the train rows are.
struct Leaves {
    /// By tree, the leaf of each row, ascending.
    by_tree: Vec<Vec<u32>>,
    /// How many train rows were counted.
    rows: u32,
    /// Of the rows to compare with, over all trees, how many train rows are in the same leaf; ascending.
    compared: Vec<u64>,
}

impl TrainRows {
    /// Describes the rows of the file at these positions, of which there must be one. Leaves are counted for at most 20,000
    /// of them, which the seed draws. O(cells + counted rows × trees × depth).
    ///
    /// # Errors
    /// Where a row does not suit a step of cleaning.
    pub fn new(
        fitted: &FittedPipeline,
        table: &Table,
        positions: &[u32],
    ) -> Result<Self, StageError> {
        let columns = fitted.preparation.columns().iter();
        let columns = columns.filter_map(|(name, kind)| {
            let column = table.column(name)?;
            Some(SeenColumn::new(name, *kind, column, positions))
        });
        Ok(Self {
            columns: columns.collect(),
            leaves: Leaves::new(fitted, table, positions)?,
        })
    }

    /// Returns how common a row is that ends in these leaves, one per tree. `None` for a model without trees.
    pub(super) fn commonness(&self, leaves: &[u32]) -> Option<Commonness> {
        let known = self.leaves.as_ref()?;
        let alike = known.alike(leaves);
        let pairs = known.by_tree.len() as f64 * f64::from(known.rows);
        let share = |alike: u64| alike as f64 / pairs;
        let rarer = known.compared.partition_point(|of| *of <= alike);
        let ends =
            [known.compared.first(), known.compared.last()].map(|end| *end.unwrap_or(&alike));
        let range = (share(ends[0].min(alike)), share(ends[1].max(alike)));
        let shares = known.compared.iter().map(|alike| share(*alike));
        let compared = known.compared.len();
        Some(Commonness {
            share: share(alike),
            rows: known.rows,
            rarer_than: (compared - rarer) as f64 / compared.max(1) as f64,
            compared: compared as u32,
            range,
            counts: binned(shares, range, ANATOMY_BINS),
        })
    }

    /// Returns the values of a row of the file that lie outside of what the train rows have.
    pub(super) fn outside(&self, table: &Table, row: u32) -> Vec<OutsideValue> {
        let outside = |seen: &SeenColumn| {
            let column = table.column(&seen.name)?;
            let value = cell_text(column, row as usize);
            let how = seen.how(value.as_deref(), amount(column, row as usize))?;
            Some(OutsideValue {
                column: seen.name.clone(),
                value,
                how,
            })
        };
        self.columns.iter().filter_map(outside).collect()
    }
}

impl SeenColumn {
    fn new(name: &str, kind: ColumnKind, column: &Column, positions: &[u32]) -> Self {
        let places = || positions.iter().map(|place| *place as usize);
        let amounts = places().filter_map(|place| Some((amount(column, place)?, place)));
        let ends = amounts.fold(None, |ends: Option<[(f64, usize); 2]>, of| {
            let [low, high] = ends.unwrap_or([of, of]);
            Some([
                if of.0 < low.0 { of } else { low },
                if of.0 > high.0 { of } else { high },
            ])
        });
        let text = |(value, place)| (value, cell_text(column, place).unwrap_or_default());
        let is_category = matches!(kind, ColumnKind::Category | ColumnKind::Boolean);
        let texts = || places().filter_map(|place| cell_text(column, place));
        let present = column.present();
        Self {
            name: name.to_owned(),
            range: ends.map(|ends| ends.map(text)),
            categories: is_category.then(|| texts().collect()),
            has_gaps: places().any(|place| !present[place]),
        }
    }

    /// Returns how a value lies outside; `None` where it does not.
    fn how(&self, value: Option<&str>, amount: Option<f64>) -> Option<Outside> {
        let Some(value) = value else {
            return (!self.has_gaps).then_some(Outside::Missing);
        };
        if let Some((amount, [least, largest])) = amount.zip(self.range.as_ref()) {
            if amount < least.0 {
                return Some(Outside::Below(least.1.clone()));
            }
            return (amount > largest.0).then(|| Outside::Above(largest.1.clone()));
        }
        let categories = self.categories.as_ref()?;
        (!categories.contains(value)).then_some(Outside::Unseen)
    }
}

impl Leaves {
    fn new(
        fitted: &FittedPipeline,
        table: &Table,
        positions: &[u32],
    ) -> Result<Option<Self>, StageError> {
        let seed = fitted.recipe.seed;
        let one = encode(fitted, &table.take(&positions[..1]))?;
        let Some(first) = fitted.model.leaves(&one) else {
            return Ok(None);
        };
        let trees = first.len().max(1);
        let most = (LEAVES_AT_MOST / trees as u32).clamp(1, COUNTED_AT_MOST);
        let drawn = draw_background(positions, most, seed);
        let matrix = encode(fitted, &table.take(&drawn))?;
        let leaves = fitted.model.leaves(&matrix).unwrap_or_default();
        let by_row = || leaves.chunks_exact(trees);
        let of_tree = |tree: usize| {
            let mut of_tree: Vec<u32> = by_row().map(|leaves| leaves[tree]).collect();
            of_tree.sort_unstable();
            of_tree
        };
        let mut known = Self {
            by_tree: (0..trees).map(of_tree).collect(),
            rows: matrix.rows(),
            compared: Vec::new(),
        };
        let all: Vec<u32> = (0..matrix.rows()).collect();
        let compared = draw_background(&all, COMPARED_AT_MOST, seed);
        let alike = |row: &u32| known.alike(by_row().nth(*row as usize).unwrap_or_default());
        let mut compared: Vec<u64> = compared.iter().map(alike).collect();
        compared.sort_unstable();
        known.compared = compared;
        Ok(Some(known))
    }

    /// Returns how many train rows are in these leaves, one per tree. O(trees × log rows).
    fn alike(&self, leaves: &[u32]) -> u64 {
        let counts = self.by_tree.iter().zip(leaves).map(|(of_tree, leaf)| {
            let start = of_tree.partition_point(|of| of < leaf);
            let end = of_tree.partition_point(|of| of <= leaf);
            (end - start) as u64
        });
        counts.sum()
    }
}
