//! Renumbers the rows of small nodes, so that per-row data of these rows lies close together in memory.

use super::super::bootstrap::SampleRow;
use super::super::parameters::Parameters;

/// Fewer rows than this are not read often enough to pay for renumbering.
pub(super) const FEWEST_ROWS: u32 = 64;

/// Decides which nodes are renumbered, and keeps the stack of renumbered nodes down to the present one.
pub(super) struct Renumbering {
    /// Whether nodes are searched depth first. Otherwise no node is renumbered.
    depth_first: bool,
    /// A node is renumbered if it has at most 1 / `sparse` of the rows of the numbering in use.
    sparse: u32,
    rows: u32,
    /// The ranges of the renumbered nodes in the tree's sample, each within the one before.
    nodes: Vec<(u32, u32)>,
}

impl Renumbering {
    /// Starts with the numbers of a data set of `rows` rows.
    pub fn new(rows: u32, sparse: u32, parameters: &Parameters) -> Self {
        Self {
            sparse,
            depth_first: parameters.max_leaf_nodes.is_none(),
            rows,
            nodes: Vec::new(),
        }
    }

    /// Starts a tree.
    pub fn start_tree(&mut self) {
        self.nodes.clear();
    }

    /// Enters a node of `rows` rows that begin at `start` in the tree's sample. Returns true if the caller must renumber
    /// them by their order in the node.
    pub fn renumbers(&mut self, start: u32, rows: u32) -> bool {
        while self.nodes.last().is_some_and(|(_, end)| *end <= start) {
            self.nodes.pop();
        }
        let (first, end) = self.nodes.last().copied().unwrap_or((0, self.rows));
        let renumbers =
            self.depth_first && (FEWEST_ROWS..=(end - first) / self.sparse).contains(&rows);
        if renumbers {
            self.nodes.push((start, start + rows));
        }
        renumbers
    }

    /// Returns the number of renumbered nodes on the path to the present one.
    pub fn depth(&self) -> usize {
        self.nodes.len()
    }
}

/// Sets each row's place to its position.
pub(super) fn number_by_order(samples: &mut [SampleRow]) {
    for (place, sample) in (0..).zip(samples) {
        sample.place = place;
    }
}

#[cfg(test)]
mod tests {
    use super::{FEWEST_ROWS, Parameters, Renumbering};

    const SPARSE: u32 = 8;

    #[test]
    fn nodes_within_nodes_are_numbered_anew() {
        let rows = FEWEST_ROWS * SPARSE * SPARSE;
        let mut parameters = Parameters::new(1);
        // A node, two nodes within it, one within it that is too small, one after it, one after that with too few rows.
        let nodes = [
            (0, 512),
            (0, 64),
            (64, 64),
            (128, 63),
            (512, 256),
            (768, 32),
        ];
        let come = |numbering: &mut Renumbering| {
            nodes.map(|(start, rows)| (numbering.renumbers(start, rows), numbering.depth()))
        };
        let mut numbering = Renumbering::new(rows, SPARSE, &parameters);
        let expected = [
            (true, 1),
            (true, 2),
            (true, 2),
            (false, 1),
            (true, 1),
            (false, 0),
        ];
        assert_eq!(come(&mut numbering), expected);
        numbering.start_tree();
        assert_eq!(come(&mut numbering), expected);
        // With `max_leaf_nodes` the next node can be anywhere in the tree.
        parameters.max_leaf_nodes = Some(10);
        assert_eq!(
            come(&mut Renumbering::new(rows, SPARSE, &parameters)),
            [(false, 0); 6]
        );
    }
}
