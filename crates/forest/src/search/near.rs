//! Numbers the rows of a node anew, so that what is looked up for them lies close together.

use super::super::parameters::Parameters;
use super::super::sample::Sample;

/// A node's rows get new numbers where they are at most one in so many of those that are numbered with them.
pub(super) const SPARSE: u32 = 8;

/// Fewer rows than this are not looked up often enough to be worth the work.
pub(super) const FEWEST_ROWS: u32 = 64;

/// Which rows are numbered together: those of the table, of a node, of a node below it, and so on down to the
/// present node.
pub(super) struct Near {
    /// Whether nodes come depth first. Otherwise rows keep the numbers of the table.
    depth_first: bool,
    rows: u32,
    /// Nodes by their places among the tree's rows, each within the one before.
    nodes: Vec<(u32, u32)>,
}

impl Near {
    /// The rows of a table of so many.
    pub fn new(rows: u32, parameters: &Parameters) -> Self {
        Self {
            depth_first: parameters.max_leaf_nodes.is_none(),
            rows,
            nodes: Vec::new(),
        }
    }

    /// Forgets the nodes of an earlier tree.
    pub fn start_tree(&mut self) {
        self.nodes.clear();
    }

    /// Comes to a node of so many rows, the tree's from `start` on. True where they are now to be numbered by their
    /// order in the node.
    pub fn renumbers(&mut self, start: u32, rows: u32) -> bool {
        while self.nodes.last().is_some_and(|(_, end)| *end <= start) {
            self.nodes.pop();
        }
        let (first, end) = self.nodes.last().copied().unwrap_or((0, self.rows));
        let renumbers = self.depth_first && (FEWEST_ROWS..=(end - first) / SPARSE).contains(&rows);
        if renumbers {
            self.nodes.push((start, start + rows));
        }
        renumbers
    }

    /// How many nodes there are whose rows have numbers of their own, the present one's above all.
    pub fn depth(&self) -> usize {
        self.nodes.len()
    }
}

/// Numbers rows by their order.
pub(super) fn number(samples: &mut [Sample]) {
    for (place, sample) in (0..).zip(samples) {
        sample.place = place;
    }
}

#[cfg(test)]
mod tests {
    use super::{FEWEST_ROWS, Near, Parameters, SPARSE};

    #[test]
    fn nodes_within_nodes_are_numbered_anew() {
        let rows = FEWEST_ROWS * SPARSE * SPARSE;
        let mut parameters = Parameters::new(1);
        // A node within another, the next within the same, the next, one after it, one with too few rows.
        let nodes = [
            (0, 512),
            (0, 64),
            (64, 64),
            (128, 63),
            (512, 256),
            (768, 32),
        ];
        let come = |near: &mut Near| {
            nodes.map(|(start, rows)| (near.renumbers(start, rows), near.depth()))
        };
        let mut near = Near::new(rows, &parameters);
        let expected = [
            (true, 1),
            (true, 2),
            (true, 2),
            (false, 1),
            (true, 1),
            (false, 0),
        ];
        assert_eq!(come(&mut near), expected);
        near.start_tree();
        assert_eq!(come(&mut near), expected);
        // Where the next node may be anywhere in the tree.
        parameters.max_leaf_nodes = Some(10);
        assert_eq!(come(&mut Near::new(rows, &parameters)), [(false, 0); 6]);
    }
}
