//! The nodes of a tree that is being grown, and minimal cost-complexity pruning.

use super::search::CutPoint;

/// A node of the growing tree. Children come after their parent.
#[derive(Clone, Debug, Default)]
pub(super) struct DraftNode {
    /// The impurity times the node's weight.
    pub impurity: f64,
    /// The number of its leaf. A split has one as well if the tree will be pruned.
    pub leaf: u32,
    pub split: Option<DraftSplit>,
}

/// The split of a [`DraftNode`].
#[derive(Clone, Debug)]
pub(super) struct DraftSplit {
    pub feature: u32,
    /// Rows with codes up to this one go left.
    pub low: u32,
    pub cut: CutPoint,
    pub missing_left: bool,
    /// The decrease in impurity, times the node's weight.
    pub decrease: f64,
    /// Positions of the children among the nodes; the right one follows the left one.
    pub left: u32,
    pub right: u32,
}

/// Prunes to the smallest subtree with the least sum of the leaves' impurities and `alpha` per leaf. O(nodes).
///
/// Breiman et al., “Classification and Regression Trees”, 1984.
pub(super) fn prune(nodes: &mut [DraftNode], alpha: f64) {
    let mut costs = vec![0.0; nodes.len()];
    // Backwards, so that the children's costs are known.
    for index in (0..nodes.len()).rev() {
        let as_leaf = nodes[index].impurity + alpha;
        costs[index] = as_leaf;
        if let Some(DraftSplit { left, right, .. }) = &nodes[index].split {
            let as_tree = costs[*left as usize] + costs[*right as usize];
            if as_leaf <= as_tree {
                nodes[index].split = None;
            } else {
                costs[index] = as_tree;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CutPoint, DraftNode, DraftSplit, prune};

    /// A root of impurity 10 whose left side is a split that gains 1 and whose right side is pure.
    fn tree() -> Vec<DraftNode> {
        let node = |impurity, children: Option<u32>| DraftNode {
            impurity,
            leaf: 0,
            split: children.map(|left| DraftSplit {
                feature: 0,
                low: 0,
                cut: CutPoint::At(0.0),
                missing_left: false,
                decrease: 0.0,
                left,
                right: left + 1,
            }),
        };
        let inner = [node(10.0, Some(1)), node(4.0, Some(3)), node(0.0, None)];
        let leaves = [node(1.0, None), node(2.0, None)];
        inner.into_iter().chain(leaves).collect()
    }

    #[test]
    fn the_weakest_link_goes_first() {
        let splits = |alpha| {
            let mut tree = tree();
            prune(&mut tree, alpha);
            (
                tree[0].split.is_some(),
                tree[0].split.is_some() && tree[1].split.is_some(),
            )
        };
        assert_eq!(splits(0.5), (true, true));
        // Where a split gains exactly alpha, the smaller tree is taken.
        assert_eq!(splits(1.0), (true, false));
        assert_eq!(splits(5.9), (true, false));
        assert_eq!(splits(6.0), (false, false));
    }
}
