//! Splits a leaf.

use super::{Division, Grower, Work};
use crate::columns::Columns;
use crate::draft::{DraftNode, children};
use crate::partition::Sides;

impl Grower {
    /// Divides the rows of a leaf that is split.
    pub(super) fn divide(&mut self, division: Division, columns: &Columns) -> u64 {
        let Division { node, split } = division;
        let sides = Sides::of(&split, columns);
        let (own, left_rows) = (self.own(), split.left_rows as usize);
        (self.partition).split(own, node as usize, columns, &sides, left_rows);
        self.nodes[node as usize].rows() as u64
    }

    /// Splits a leaf and plans what its children need.
    pub(super) fn split(&mut self, node: u32, columns: &Columns) {
        let parent = &self.nodes[node as usize];
        let Some(split) = parent.split else { return };
        self.division = Some(Division { node, split });
        let (depth, sums) = (parent.depth + 1, parent.sums);
        let (left, right) = children(
            &sums,
            &split,
            columns.features[split.feature as usize].direction,
        );
        let first = self.nodes.len() as u32;
        for sums in [left, right] {
            self.nodes.push(DraftNode {
                depth,
                sums,
                split: None,
                left: 0,
                right: 0,
                histogram: None,
            });
        }
        let parent = &mut self.nodes[node as usize];
        (parent.left, parent.right) = (first, first + 1);
        let place = parent.histogram.take();
        self.leaves += 1;
        let is_last = self.leaves >= self.max_leaves;
        let searches = self.is_large(first) || self.is_large(first + 1);
        if !is_last && depth < self.max_depth && searches {
            self.plan(place, first, first + 1);
        } else if let Some(place) = place {
            self.pool.give(place);
        }
        self.tell(node, &split, columns);
    }

    /// Drops the leaves that cannot be split any more, since as many others come before them as may still be split.
    pub(super) fn drop_last_candidates(&mut self) {
        let most = (self.max_leaves - self.leaves) as usize;
        while self.candidates.len() > most {
            let last = self.candidates.pop_first();
            let node = last.map_or(0, |candidate| candidate.node);
            if let Some(place) = self.nodes[node as usize].histogram.take() {
                self.pool.give_early(place);
            }
        }
    }

    /// Plans the histograms and searches of two children. `place` is that of their parent's histogram.
    fn plan(&mut self, place: Option<usize>, left: u32, right: u32) {
        let rows = |node: u32| self.nodes[node as usize].rows();
        let left_is_small = rows(left) < rows(right);
        let (left_place, right_place) = if left_is_small {
            (None, place)
        } else {
            (place, None)
        };
        // In this order, whichever is the small one, so that both draw their features by the tree alone.
        let left = self.job(left, left_place);
        let right = self.job(right, right_place);
        let (small, large) = if left_is_small {
            (left, right)
        } else {
            (right, left)
        };
        self.work = Some(Work::new(small, Some(large), place.is_some()));
    }
}
